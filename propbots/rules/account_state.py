"""What a plan remembers of an account while it runs: the kernel's whole numbers, with names and explanations."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

import attrs

from propbots.domain.scale import Scale
from propbots.rules import path
from propbots.rules.numbers import RuleNumbers, build_numbers, shift_numbers
from propbots.rules.payout import PayoutNumbers, build_payout, find_payout, shift_payout
from propbots.rules.plan import Amendment, Plan
from propbots.rules.rule import Effect
from propbots.rules.scalar import NO_FLOOR, choose_reference

__all__ = ["BrokenRule", "PlanState", "build_plan_state"]

_NAMES = {path.MAXIMUM_LOSS: "maximum_loss", path.DAILY_LOSS: "daily_loss", path.FLOATING_LOSS: "floating_loss"}


class BrokenRule(NamedTuple):
    """A rule that an account breaks.

    Attributes:
        number: As the kernel calls it.
        name: As plans call it.
        effect: What follows.
        floor: The equity at which it is broken, or under it.
    """

    number: int
    name: str
    effect: Effect
    floor: int


@attrs.define
class PlanState:
    """All that a plan remembers of one account.

    Attributes:
        plan: The plan.
        scale: How money is counted.
        numbers: The plan's rules as whole numbers.
        memory: What the kernel remembers.
        payout: The plan's terms of payouts as whole numbers; None where it pays nothing.
        offset: By how much the account's money stands above what the firm counts, as it does once a phase has been
            passed or money was taken out that the account is told with.
        payouts: How many payouts there were.
        paid: What they took out together.
        amendments: Changes of the plan that are still to come.
        origin: The plan with which the account began.
    """

    plan: Plan
    scale: Scale
    numbers: RuleNumbers
    memory: list[int]
    payout: PayoutNumbers | None = None
    offset: int = 0
    payouts: int = 0
    paid: int = 0
    amendments: Sequence[Amendment] = ()
    origin: Plan = attrs.field(default=attrs.Factory(lambda state: state.plan, takes_self=True))

    @property
    def start(self) -> int:
        """The starting balance, with what was paid in since."""
        return self.memory[path.START]

    @property
    def day_start(self) -> int:
        """The balance at the day's start, with what was paid in since, and without what was paid out."""
        return self.memory[path.DAY_START]

    @property
    def best_day(self) -> int:
        """Profit of the best day so far, 0 at least."""
        return self.memory[path.BEST_DAY]

    @property
    def days(self) -> int:
        """How many days were traded."""
        return self.memory[path.DAYS]

    @property
    def winning_days(self) -> int:
        """How many of them won as much as the plan asks for."""
        return self.memory[path.WINNING_DAYS]

    def open_day(self, day: date, balance: int, equity: int) -> None:
        """Begin a trading day with what the account was worth as the day before ended."""
        self.amend(sum(1 for amendment in self.amendments if amendment.on <= day))
        path.open_day(self.numbers, self.memory, balance, equity)

    def amend(self, count: int) -> None:
        """Go on with what the next amendments say, in their order."""
        for amendment in self.amendments[:count]:
            self._adopt(amendment)
        self.amendments = self.amendments[count:]

    def close_day(self, balance: int, *, traded: bool) -> None:
        """End a trading day with a balance."""
        path.close_day(self.numbers, self.memory, balance, int(traded))

    def follow(self, equity: int) -> None:
        """Let a floor that trails live equity follow it."""
        path.follow(self.numbers, self.memory, equity)

    def next_peak(self) -> int:
        """Return the least equity at which a floor rises."""
        return path.next_peak(self.numbers, self.memory)

    def broken(self, balance: int, equity: int) -> BrokenRule | None:
        """Return the rule that an account breaks; of several one that ends it."""
        number = path.judge(self.numbers, self.memory, balance, equity)
        if number == path.NO_BREACH:
            return None
        return next(rule for rule in self.floors(balance) if rule.number == number)

    def disarm(self, rule: BrokenRule) -> None:
        """Judge no more by a rule: for good where it ends the account, else until the next day."""
        path.disarm(self.memory, rule.number)

    def floors(self, balance: int) -> list[BrokenRule]:
        """Return every rule that has a floor now, with its floor."""
        return [
            BrokenRule(number, _NAMES[number], Effect.HARD if is_hard else Effect.SOFT, floor)
            for number, is_hard, floor in self._measure_floors(balance)
            if floor != NO_FLOOR
        ]

    def hard_floor(self, balance: int) -> int | None:
        """Return the highest floor whose breach ends the account; None without one."""
        highest = max(floor for _, is_hard, floor in self._measure_floors(balance) if is_hard)
        return None if highest == NO_FLOOR else highest

    def edge(self, balance: int) -> int:
        """Return the highest equity at which a rule is broken; `NO_FLOOR` or under it where none can be."""
        return path.find_edge(self.numbers, self.memory, balance)

    def measure_ways(self, balance: int, equity: int) -> dict[int, int]:
        """Return by the rule's number how far each floor lies under what it is counted from, as a day begins.

        Args:
            balance: At the day's start.
            equity: At the day's start.
        """
        daily = choose_reference(self.numbers.daily_reference, balance, equity)
        counted_from = {path.MAXIMUM_LOSS: equity, path.DAILY_LOSS: daily, path.FLOATING_LOSS: balance}
        return {
            number: counted_from[number] - floor
            for number, _, floor in self._measure_floors(balance)
            if floor != NO_FLOOR
        }

    def is_passed(self, balance: int) -> bool:
        """Whether a closing balance passes the plan's phase."""
        return path.is_passed(self.numbers, self.memory, balance)

    def required_profit(self) -> int | None:
        """Return the profit that passes now, consistency included; None where nothing passes."""
        return path.find_required(self.numbers, self.memory) if self.numbers.target else None

    def deposit(self, amount: int) -> None:
        """Count money that was paid in as no profit."""
        path.deposit(self.memory, amount)

    def take_payout(self, balance: int, amount: int) -> None:
        """Take money out, after which there is a balance."""
        path.take_payout(self.numbers, self.memory, balance, amount)

    def ask_payout(self, balance: int, waited: int) -> int:
        """Take out what may be asked for at a day's close, and return it; 0 where nothing may.

        The account is told with the money that was taken out: its balance stays, and what the firm counts lies lower.

        Args:
            balance: Closed, as the account is told.
            waited: Calendar days since the payout before, or since the first trade; below 0 before there was one.
        """
        if self.payout is None:
            return 0
        amount = find_payout(self.numbers, self.payout, self.memory, balance, waited, self.payouts, self.paid)
        if amount:
            path.take_payout(self.numbers, self.memory, balance - amount, amount)
            path.deposit(self.memory, amount)
            self.numbers, self.payout = shift_numbers(self.numbers, amount), shift_payout(self.payout, amount)
            self.payouts, self.paid, self.offset = self.payouts + 1, self.paid + amount, self.offset + amount
        return amount

    @property
    def is_paid_out(self) -> bool:
        """Whether there were as many payouts as the plan has."""
        return self.payout is not None and self.payouts >= self.payout.count_max

    def _measure_floors(self, balance: int) -> tuple[tuple[int, int, int], ...]:
        """Return of each rule its number, whether it ends the account, and its floor; `NO_FLOOR` where it has none."""
        numbers, memory = self.numbers, self.memory
        return (
            (path.MAXIMUM_LOSS, 1, memory[path.LOSS_FLOOR]),
            (path.DAILY_LOSS, numbers.daily_is_hard, memory[path.DAILY_FLOOR]),
            (path.FLOATING_LOSS, numbers.floating_is_hard, path.floating_floor(numbers, memory, balance)),
        )

    def _adopt(self, amendment: Amendment) -> None:
        """Go on with other numbers; what is remembered stays."""
        self.plan = attrs.evolve(self.plan, rules=amendment.rules)
        self.numbers, self.payout = _count(self.plan, self.scale, self.offset)
        self.memory[path.LOSS_FOLLOWS] = self.numbers.loss_basis if self.memory[path.LOSS_FOLLOWS] else 0


def build_plan_state(plan: Plan, scale: Scale, balance: int | None = None) -> PlanState:
    """Return what a plan remembers of a fresh account.

    Args:
        plan: The plan.
        scale: How money is counted.
        balance: With which the account is told to begin, in whole units; None for the plan's own.
    """
    offset = 0 if balance is None else balance - scale.to_units(plan.balance)
    numbers, payout = _count(plan, scale, offset)
    memory = [0] * path.MEMORY
    path.begin(numbers, memory)
    return PlanState(plan, scale, numbers, memory, payout, offset, amendments=plan.amendments)


def _count(plan: Plan, scale: Scale, offset: int) -> tuple[RuleNumbers, PayoutNumbers | None]:
    """Return a plan's rules and terms of payouts as whole numbers, for money that is told as much higher up."""
    payout = build_payout(plan, scale)
    return shift_numbers(build_numbers(plan, scale), offset), None if payout is None else shift_payout(payout, offset)
