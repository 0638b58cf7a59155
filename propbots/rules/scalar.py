"""The decisions of the rules as functions of whole numbers, and nothing else.

Every driver, the risk gate, the odds and every report decide by these functions, interpreted or compiled. Money is in
whole units of one scale.
"""

__all__ = [
    "NO_FLOOR",
    "NO_LOCK",
    "choose_reference",
    "choose_tier",
    "daily_floor",
    "guard_floor",
    "is_breached",
    "is_consistent",
    "new_peak",
    "price_above_floor",
    "price_below_floor",
    "required_profit",
    "share_of",
    "trail_floor",
]

NO_LOCK = 2**62
"""The lock of a floor that never stops trailing, and a peak that is never reached."""
NO_FLOOR = -(2**62)
"""The floor of a rule that judges nothing at the moment."""


def is_breached(equity: int, floor: int) -> bool:
    """Whether live equity has touched a floor; touching is a breach."""
    return equity <= floor


def trail_floor(floor: int, reference: int, distance: int, lock: int) -> int:
    """Return the floor after what it follows stood at a reference; it never falls and never passes its lock."""
    return max(floor, min(reference - distance, lock))


def new_peak(floor: int, distance: int, lock: int) -> int:
    """Return the least equity at which a floor that trails live equity rises."""
    return NO_LOCK if floor >= lock else floor + distance + 1


def choose_reference(kind: int, balance: int, equity: int) -> int:
    """Return from what a day's loss is counted: 0 takes the balance, 1 the equity, 2 the higher of both."""
    if kind == 0:
        return balance
    return equity if kind == 1 else max(balance, equity)


def share_of(amount: int, numerator: int, denominator: int, cent: int) -> int:
    """Return a share of an amount, rounded down to the cent: it is never more than the share, however money is counted.

    Args:
        amount: Of what.
        numerator: Of the share.
        denominator: Of the share.
        cent: Units of the smallest coin.
    """
    return amount * numerator // (denominator * cent) * cent


def daily_floor(reference: int, amount: int) -> int:
    """Return the equity at which a day's loss limit is reached."""
    return reference - amount


def guard_floor(floor: int, reference: int, numerator: int, denominator: int) -> int:
    """Return the equity at which a share of the way from a reference down to a floor is gone.

    Args:
        floor: Of the rule.
        reference: Equity from which the way begins.
        numerator: Of the share.
        denominator: Of the share.
    """
    return reference - (reference - floor) * numerator // denominator


def choose_tier(first: int, tiers: tuple[int, ...], profit: int) -> int:
    """Return what holds at a profit.

    Args:
        first: What holds below the first tier.
        tiers: For each tier the profit from which on it holds and what then holds, one after the other, rising.
        profit: As it stood when the day before closed.
    """
    value = first
    for place in range(0, len(tiers), 2):
        if profit >= tiers[place]:
            value = tiers[place + 1]
    return value


def is_consistent(best_day: int, total: int, share_numerator: int, share_denominator: int, strict: int) -> bool:
    """Whether the best day is at most a share of the total, or under it where the share is too much already."""
    return best_day * share_denominator + strict <= total * share_numerator


def required_profit(target: int, best_day: int, share_numerator: int, share_denominator: int, strict: int) -> int:
    """Return the profit to reach: the target, or more where one day was so good that consistency asks for more."""
    for_consistency = -(-(best_day * share_denominator + strict) // share_numerator)
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
