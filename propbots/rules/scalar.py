"""The decisions of the rules as functions of whole numbers, and nothing else.

Every driver, the risk gate and every report decide by these functions. Money is in whole units of one scale.
"""

__all__ = [
    "NO_FLOOR",
    "NO_LOCK",
    "daily_floor",
    "is_breached",
    "is_consistent",
    "price_above_floor",
    "price_below_floor",
    "required_profit",
    "trail_end_of_day",
]

NO_LOCK = 2**62
"""The lock of a floor that never stops trailing."""
NO_FLOOR = -(2**62)
"""The floor of a rule that judges nothing at the moment."""


def is_breached(equity: int, floor: int) -> bool:
    """Whether live equity has touched a floor; touching is a breach."""
    return equity <= floor


def trail_end_of_day(floor: int, balance: int, distance: int, lock: int) -> int:
    """Return the floor after a day that closed at a balance; it never falls and never passes its lock."""
    return max(floor, min(balance - distance, lock))


def daily_floor(reference: int, amount: int) -> int:
    """Return the equity at which a day's loss limit is reached."""
    return reference - amount


def is_consistent(best_day: int, total: int, share_numerator: int, share_denominator: int) -> bool:
    """Whether the best day is at most a share of the total profit."""
    return best_day * share_denominator <= total * share_numerator


def required_profit(target: int, best_day: int, share_numerator: int, share_denominator: int) -> int:
    """Return the profit to reach: the target, or more where one day was so good that consistency asks for more."""
    for_consistency = -(-best_day * share_denominator // share_numerator)
    return max(target, for_consistency)


def price_below_floor(floor: int, balance: int, position: int, cost: int, step_value: int) -> int:
    """Return the highest price, in ticks, at which a long position's equity is at or under a floor.

    Args:
        floor: Equity of the breach.
        balance: Closed balance.
        position: Quantity steps held, above 0.
        cost: Sum of entry price times quantity steps, in ticks.
        step_value: Money of one tick per quantity step.
    """
    return (floor - balance + cost * step_value) // (position * step_value)


def price_above_floor(floor: int, balance: int, position: int, cost: int, step_value: int) -> int:
    """Return the lowest price, in ticks, at which a short position's equity is at or under a floor.

    Args:
        floor: Equity of the breach.
        balance: Closed balance.
        position: Quantity steps held, below 0.
        cost: Sum of entry price times quantity steps, in ticks, below 0 for prices above 0.
        step_value: Money of one tick per quantity step.
    """
    return -((floor - balance + cost * step_value) // (-position * step_value))
