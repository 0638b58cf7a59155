"""What a plan remembers of an account while it runs, in whole units of money."""

from decimal import Decimal
from typing import Protocol

import attrs

from propbots.domain.scale import Scale
from propbots.rules.plan import Consistency, DailyLoss, Effect, MaximumLoss, MaximumLossBasis, Plan, ProfitTarget
from propbots.rules.scalar import (
    NO_FLOOR,
    NO_LOCK,
    daily_floor,
    is_breached,
    is_consistent,
    required_profit,
    trail_end_of_day,
)

__all__ = ["DailyLossState", "EquityFloor", "MaximumLossState", "PlanState", "TargetState", "build_plan_state"]


class EquityFloor(Protocol):
    """A rule that live equity breaks by touching a floor."""

    name: str
    effect: Effect

    @property
    def floor(self) -> int:
        """The equity at or under which the rule is broken."""

    def open_day(self, balance: int) -> None:
        """Begin a trading day with a balance."""

    def close_day(self, balance: int) -> None:
        """End a trading day with a balance."""

    def disarm(self) -> None:
        """Judge no more until the rule places its floor anew."""


@attrs.define
class MaximumLossState:
    """The floor of a maximum loss."""

    distance: int
    basis: MaximumLossBasis
    lock: int
    floor: int
    name: str = "maximum_loss"
    effect: Effect = Effect.HARD

    @classmethod
    def of(cls, rule: MaximumLoss, start: int, scale: Scale) -> "MaximumLossState":
        """Place the floor under the starting balance."""
        distance = scale.to_units(rule.amount)
        lock = NO_LOCK if rule.lock is None else scale.to_units(rule.lock)
        return cls(distance, rule.basis, lock, start - distance)

    def open_day(self, balance: int) -> None:
        """Do nothing: the floor stands through the day."""

    def close_day(self, balance: int) -> None:
        """Follow the closing balance, if the floor follows anything."""
        if self.basis is MaximumLossBasis.END_OF_DAY:
            self.floor = trail_end_of_day(self.floor, balance, self.distance, self.lock)

    def disarm(self) -> None:
        """Drop the floor for good: the account has ended."""
        self.floor, self.basis = NO_FLOOR, MaximumLossBasis.STATIC


@attrs.define
class DailyLossState:
    """The floor of a day's loss limit."""

    amount: int
    effect: Effect
    floor: int
    name: str = "daily_loss"

    @classmethod
    def of(cls, rule: DailyLoss, start: int, scale: Scale) -> "DailyLossState":
        """Place the floor under the starting balance."""
        amount = scale.to_units(rule.amount)
        return cls(amount, rule.effect, daily_floor(start, amount))

    def open_day(self, balance: int) -> None:
        """Place the floor under the day's opening balance."""
        self.floor = daily_floor(balance, self.amount)

    def close_day(self, balance: int) -> None:
        """Do nothing: the next day begins with a floor of its own."""

    def disarm(self) -> None:
        """Drop the floor until the next day."""
        self.floor = NO_FLOOR


@attrs.define
class TargetState:
    """How far the account is on its way to passing.

    Attributes:
        target: Profit asked for; None where nothing is.
        share: The greatest share of the profit that one day may have, as numerator and denominator; None without.
        best_day: Profit of the best day so far, 0 at least.
        days: Trading days closed.
    """

    target: int | None
    share: tuple[int, int] | None
    best_day: int = 0
    days: int = 0

    def close_day(self, day_profit: int) -> None:
        """Take the profit of a day."""
        self.best_day = max(self.best_day, day_profit)
        self.days += 1

    def required(self) -> int | None:
        """Return the profit that passes now, consistency included."""
        if self.target is None:
            return None
        return self.target if self.share is None else required_profit(self.target, self.best_day, *self.share)

    def is_passed(self, profit: int) -> bool:
        """Whether a closed profit passes."""
        if self.target is None or profit < self.target:
            return False
        return self.share is None or is_consistent(self.best_day, profit, *self.share)


@attrs.define
class PlanState:
    """All that a plan remembers: floors in order of precedence, and the way to the target."""

    plan: Plan
    start: int
    floors: list[EquityFloor]
    target: TargetState
    day_start: int

    def broken(self, equity: int) -> EquityFloor | None:
        """Return the rule that an equity breaks; a hard one before a soft one."""
        for rule in self.floors:
            if is_breached(equity, rule.floor):
                return rule
        return None

    def nearest_floor(self, *, soft: bool) -> int | None:
        """Return the highest floor in force, soft ones included or not."""
        floors = [rule.floor for rule in self.floors if soft or rule.effect is Effect.HARD]
        highest = max(floors, default=NO_FLOOR)
        return None if highest == NO_FLOOR else highest

    def open_day(self, balance: int) -> None:
        """Begin a trading day with a balance."""
        self.day_start = balance
        for rule in self.floors:
            rule.open_day(balance)

    def close_day(self, balance: int) -> None:
        """End a trading day with a balance."""
        self.target.close_day(balance - self.day_start)
        for rule in self.floors:
            rule.close_day(balance)

    def is_passed(self, balance: int) -> bool:
        """Whether a closing balance passes the plan's phase."""
        return self.target.is_passed(balance - self.start)


def build_plan_state(plan: Plan, scale: Scale) -> PlanState:
    """Return what a plan remembers of a fresh account."""
    start = scale.to_units(plan.balance)
    floors: list[EquityFloor] = []
    target, share = None, None
    for rule in plan.rules:
        match rule:
            case MaximumLoss():
                floors.append(MaximumLossState.of(rule, start, scale))
            case DailyLoss():
                floors.append(DailyLossState.of(rule, start, scale))
            case ProfitTarget():
                target = scale.to_units(rule.profit)
            case Consistency():
                share = _ratio(rule.best_day_share)
            case _:
                continue
    floors.sort(key=lambda floor: floor.effect is not Effect.HARD)
    return PlanState(plan, start, floors, TargetState(target, share), start)


def _ratio(share: Decimal) -> tuple[int, int]:
    return share.as_integer_ratio()
