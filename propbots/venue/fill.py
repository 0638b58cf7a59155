"""When an order acts and at what price, as functions of whole ticks.

`sign` is 1 for a buy and -1 for a sell. `through` is by how many ticks the market must pass a limit before it fills:
1 when a limit fills only when traded through, 0 when a touch is enough.
"""

__all__ = [
    "NO_PRICE",
    "limit_at_open",
    "limit_fence",
    "limit_on_way",
    "slipped",
    "stop_at_open",
    "stop_on_way",
    "trail",
]

NO_PRICE = -(2**62)
"""What a function returns where an order does not act."""


def slipped(price: int, sign: int, slippage: int) -> int:
    """Return the price of a fill that is worse by the slippage."""
    return price + sign * slippage


def stop_at_open(sign: int, stop: int, open_: int) -> int:
    """Return the price at which an open triggers a stop: the open itself, where it gapped to the stop or beyond."""
    return open_ if (open_ - stop) * sign >= 0 else NO_PRICE


def stop_on_way(sign: int, stop: int, price: int, target: int) -> int:
    """Return the price at which a stop triggers as the market moves: its own, or the market's if already beyond."""
    if (price - stop) * sign >= 0:
        return price
    return stop if (target - stop) * sign >= 0 else NO_PRICE


def limit_at_open(sign: int, limit: int, open_: int, through: int) -> int:
    """Return the price at which an open fills a limit: the open, where it is better by enough."""
    return open_ if (limit - open_) * sign >= through else NO_PRICE


def limit_on_way(sign: int, limit: int, price: int, target: int, through: int) -> int:
    """Return the price at which a limit fills as the market moves: its own, or the market's if already better."""
    if (limit - price) * sign >= through:
        return price
    return limit if (limit - target) * sign >= through else NO_PRICE


def limit_fence(sign: int, limit: int, through: int) -> int:
    """Return the first price at which a limit fills: at or under it for a buy, at or above it for a sell."""
    return limit - sign * through


def trail(sign: int, stop: int, price: int, distance: int) -> int:
    """Return a trailing stop after the market was at a price; it only ever moves with the position."""
    followed = price + sign * distance
    return min(stop, followed) if sign > 0 else max(stop, followed)
