"""A plan's rules as whole numbers: what the kernel counts with, whether interpreted or compiled."""

from collections.abc import Callable
from decimal import Decimal
from typing import NamedTuple

from propbots.domain.scale import Scale
from propbots.rules.plan import Plan
from propbots.rules.rule import (
    Consistency,
    DailyLoss,
    Effect,
    FloatingLoss,
    MaximumLoss,
    MaximumLossBasis,
    MinimumDays,
    ProfitBasis,
    ProfitTarget,
    Reference,
    Tier,
    WinningDays,
)
from propbots.rules.scalar import NO_LOCK

__all__ = ["CENT", "END_OF_DAY", "INTRADAY", "RuleNumbers", "build_numbers", "shift_numbers"]

CENT = Decimal("0.01")
"""The smallest coin, to which shares of money are rounded."""
END_OF_DAY, INTRADAY = 1, 2
"""What a floor follows, as the kernel counts it; 0 is nothing."""


class RuleNumbers(NamedTuple):
    """The rules of one plan; money in whole units, 0 and `NO_LOCK` for what the plan has not.

    `slack` is 1 where equity may stand exactly at a floor.
    """

    start: int
    loss_distance: int
    loss_basis: int
    loss_lock: int
    loss_slack: int
    loss_after_payout: int
    daily_amount: int
    daily_numerator: int
    daily_denominator: int
    daily_reference: int
    daily_slack: int
    daily_is_hard: int
    daily_tiers: tuple[int, ...]
    floating_amount: int
    floating_slack: int
    floating_is_hard: int
    target: int
    best_numerator: int
    best_denominator: int
    best_strict: int
    best_of_winners: int
    days: int
    winning_days: int
    winning_profit: int
    cent: int


def build_numbers(plan: Plan, scale: Scale) -> RuleNumbers:
    """Return a plan's rules as whole numbers."""
    return _build(plan, scale.to_units)


def shift_numbers(numbers: RuleNumbers, amount: int) -> RuleNumbers:
    """Return the same rules for an account whose money is counted from as much higher up."""
    levels = {name: getattr(numbers, name) for name in ("start", "loss_lock", "loss_after_payout")}
    return numbers._replace(**{name: level if level == NO_LOCK else level + amount for name, level in levels.items()})


def _build(plan: Plan, to_units: Callable[[Decimal], int]) -> RuleNumbers:
    loss, daily, floating = plan.find(MaximumLoss), plan.find(DailyLoss), plan.find(FloatingLoss)
    target, best = plan.find(ProfitTarget), plan.find(Consistency)
    least, winning = plan.find(MinimumDays), plan.find(WinningDays)
    daily_numerator, daily_denominator = _ratio(None if daily is None else daily.share)
    best_numerator, best_denominator = _ratio(None if best is None else best.best_day_share)
    return RuleNumbers(
        start=to_units(plan.balance),
        loss_distance=0 if loss is None else to_units(loss.amount),
        loss_basis=0 if loss is None else list(MaximumLossBasis).index(loss.basis),
        loss_lock=NO_LOCK if loss is None or loss.lock is None else to_units(loss.lock),
        loss_slack=int(loss is not None and loss.may_touch),
        loss_after_payout=NO_LOCK if loss is None or loss.after_payout is None else to_units(loss.after_payout),
        daily_amount=0 if daily is None or daily.amount is None else to_units(daily.amount),
        daily_numerator=daily_numerator,
        daily_denominator=daily_denominator,
        daily_reference=0 if daily is None else list(Reference).index(daily.reference),
        daily_slack=int(daily is not None and daily.may_touch),
        daily_is_hard=int(daily is not None and daily.effect is Effect.HARD),
        daily_tiers=_flatten(() if daily is None else daily.tiers, to_units),
        floating_amount=0 if floating is None else to_units(floating.amount),
        floating_slack=int(floating is not None and floating.may_touch),
        floating_is_hard=int(floating is not None and floating.effect is Effect.HARD),
        target=0 if target is None else to_units(target.profit),
        best_numerator=best_numerator,
        best_denominator=best_denominator,
        best_strict=int(best is not None and best.strict),
        best_of_winners=int(best is not None and best.of is ProfitBasis.POSITIVE_DAYS),
        days=0 if least is None else least.days,
        winning_days=0 if winning is None else winning.days,
        winning_profit=0 if winning is None else to_units(winning.profit),
        cent=to_units(CENT),
    )


def _ratio(share: Decimal | None) -> tuple[int, int]:
    return (0, 1) if share is None else share.as_integer_ratio()


_TIERS = 8
"""How many tiers there are room for: compiled code wants one length."""


def _flatten(tiers: tuple[Tier, ...], to_units: Callable[[Decimal], int]) -> tuple[int, ...]:
    """Return tiers one after the other, filled up with such as are never reached."""
    told = [number for tier in tiers for number in (to_units(tier.profit), to_units(tier.value))]
    return (*told, *(NO_LOCK,) * (2 * _TIERS - len(told)))
