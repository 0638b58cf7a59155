"""What may be taken out of an account, and how much of it arrives; in whole numbers alone, as the rule kernel."""

from collections.abc import MutableSequence
from typing import NamedTuple

from propbots.domain.scale import Scale
from propbots.rules import path
from propbots.rules.goal import Payout
from propbots.rules.numbers import CENT, RuleNumbers
from propbots.rules.plan import Plan
from propbots.rules.scalar import NO_FLOOR, NO_LOCK, share_of

__all__ = [
    "NO_PAYOUT",
    "PayoutNumbers",
    "arrives",
    "build_payout",
    "find_limit",
    "find_payout",
    "is_ready",
    "shift_payout",
]

_STEPS = 8
"""How many different maxima there is room for: compiled code wants one length."""


class PayoutNumbers(NamedTuple):
    """The terms of payouts; money in whole units, `NO_LOCK` and `NO_FLOOR` for bounds that the plan has not."""

    minimum: int
    maximum: tuple[int, ...]
    share_numerator: int
    share_denominator: int
    above: int
    gate: int
    profit: int
    first_days: int
    every_days: int
    split_numerator: int
    split_denominator: int
    fee: int
    count_max: int
    total: int
    cent: int


NO_PAYOUT = PayoutNumbers(0, (NO_LOCK,) * _STEPS, 0, 1, NO_LOCK, NO_LOCK, NO_LOCK, 0, 0, 0, 1, 0, 0, 0, 1)
"""The terms of an account that pays nothing."""


def build_payout(plan: Plan, scale: Scale) -> PayoutNumbers | None:
    """Return a plan's terms of payouts as whole numbers; None where it pays nothing."""
    rule = plan.find(Payout)
    if rule is None:
        return None
    to_units = scale.to_units
    steps = [to_units(amount) for amount in rule.maximum] or [NO_LOCK]
    return PayoutNumbers(
        minimum=to_units(rule.minimum),
        maximum=tuple(steps + steps[-1:] * (_STEPS - len(steps))),
        share_numerator=rule.share.as_integer_ratio()[0],
        share_denominator=rule.share.as_integer_ratio()[1],
        above=to_units(plan.balance if rule.above is None else rule.above),
        gate=NO_FLOOR if rule.gate is None else to_units(rule.gate),
        profit=to_units(rule.profit),
        first_days=rule.first_days,
        every_days=rule.every_days,
        split_numerator=rule.split.as_integer_ratio()[0],
        split_denominator=rule.split.as_integer_ratio()[1],
        fee=to_units(rule.fee),
        count_max=NO_LOCK if rule.count is None else rule.count,
        total=NO_LOCK if rule.total is None else to_units(rule.total),
        cent=to_units(CENT),
    )


def find_limit(payout: PayoutNumbers, balance: int, number: int, paid: int) -> int:
    """Return the most that a request may ask for, 0 at least; it may be less than the minimum.

    Args:
        payout: The plan's terms.
        balance: Closed.
        number: How many payouts there were before.
        paid: What they took out together.
    """
    if number >= payout.count_max:
        return 0
    asked = share_of(max(0, balance - payout.above), payout.share_numerator, payout.share_denominator, payout.cent)
    cap = payout.maximum[min(number, len(payout.maximum) - 1)]
    return max(0, min(asked, cap, payout.total - paid))


def is_ready(
    numbers: RuleNumbers, payout: PayoutNumbers, memory: MutableSequence[int], balance: int, waited: int, number: int
) -> bool:
    """Whether a request may be made: its gate, its profit, its days, and no day too good.

    Args:
        numbers: The plan's rules.
        payout: Its terms of payouts.
        memory: What the kernel remembers.
        balance: Closed.
        waited: Calendar days since the payout before, or since the first trade.
        number: How many payouts there were before.
    """
    profit = path.profit_of(memory, balance)
    return (
        balance >= payout.gate
        and profit >= payout.profit
        and (profit > 0 or number == 0)
        and waited >= (payout.every_days if number else payout.first_days)
        and memory[path.DAYS] >= numbers.days
        and memory[path.WINNING_DAYS] >= numbers.winning_days
        and path.is_steady(numbers, memory, balance)
    )


def find_payout(  # noqa: PLR0913, PLR0917 -- compiled code takes arrays and numbers, no objects
    numbers: RuleNumbers,
    payout: PayoutNumbers,
    memory: MutableSequence[int],
    balance: int,
    waited: int,
    number: int,
    paid: int,
) -> int:
    """Return what may be asked for at a day's close, as much as there is; 0 where nothing may.

    Args:
        numbers: The plan's rules.
        payout: Its terms of payouts.
        memory: What the kernel remembers.
        balance: Closed.
        waited: Calendar days since the payout before, or since the first trade; below 0 before there was one.
        number: How many payouts there were before.
        paid: What they took out together.
    """
    if waited < 0 or number >= payout.count_max or not is_ready(numbers, payout, memory, balance, waited, number):
        return 0
    limit = find_limit(payout, balance, number, paid)
    return limit if limit >= payout.minimum else 0


def shift_payout(payout: PayoutNumbers, amount: int) -> PayoutNumbers:
    """Return the same terms for an account whose money is counted from as much higher up."""
    return payout._replace(
        above=payout.above + amount, gate=payout.gate if payout.gate == NO_FLOOR else payout.gate + amount
    )


def arrives(payout: PayoutNumbers, amount: int) -> int:
    """Return how much of a payout arrives: the trader's share without the fee, rounded down, 0 at least."""
    return max(0, share_of(amount, payout.split_numerator, payout.split_denominator, payout.cent) - payout.fee)
