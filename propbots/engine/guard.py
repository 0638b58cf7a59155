"""Closing early: how near a floor equity may come before everything is closed."""

from collections.abc import Mapping

from propbots.engine.caution import Caution
from propbots.rules.account_state import PlanState
from propbots.rules.scalar import NO_FLOOR, guard_floor

__all__ = ["find_guard", "measure_ways"]


def measure_ways(state: PlanState, caution: Caution, balance: int, equity: int) -> dict[int, int]:
    """Return by the rule's number what each may let the account lose from a day's start on, where it is closed early.

    Args:
        state: Of the account.
        caution: What the trader asked for.
        balance: At the day's start, in whole units.
        equity: At the day's start.
    """
    return {} if caution.auto_flatten == 1 else state.measure_ways(balance, equity)


def find_guard(state: PlanState, caution: Caution, ways: Mapping[int, int], balance: int) -> tuple[int, int]:
    """Return the equity at which everything is closed early, and the highest floor before which it is.

    Either is `NO_FLOOR` where nothing is closed early today.

    Args:
        state: Of the account.
        caution: What the trader asked for.
        ways: What each rule lets the account lose, by its number; empty where nothing is closed early.
        balance: Closed, in whole units.
    """
    numerator, denominator = caution.auto_flatten.as_integer_ratio()
    guard, nearest = NO_FLOOR, NO_FLOOR
    for rule in state.floors(balance) if ways else ():
        way = ways.get(rule.number, 0)
        if way > 0:
            guard = max(guard, guard_floor(rule.floor, rule.floor + way, numerator, denominator))
            nearest = max(nearest, rule.floor)
    return guard, nearest
