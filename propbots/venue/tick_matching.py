"""When a tick makes an order act, and at what price and for how much, as functions of whole steps.

`sign` is 1 for a buy and -1 for a sell. A quantity of 0 means that nobody says how much there is.
"""

from propbots.venue.fill import NO_PRICE

__all__ = ["had_at_print", "had_at_quote", "is_triggered"]

_UNLIMITED = 2**62
"""As much as anybody may want."""


def had_at_quote(sign: int, limit: int, bid: int, ask: int) -> int:
    """Return the price at which an order takes what is quoted on the other side; `NO_PRICE` if its limit forbids.

    Args:
        sign: Of the order.
        limit: In ticks; `NO_PRICE` for an order without one.
        bid: Best bid.
        ask: Best ask.
    """
    price = ask if sign > 0 else bid
    return price if limit == NO_PRICE or (limit - price) * sign >= 0 else NO_PRICE


def is_triggered(sign: int, stop: int, price: int) -> bool:
    """Whether a price reaches a stop."""
    return (price - stop) * sign >= 0


def had_at_print(sign: int, limit: int, price: int, size: int, share: float) -> int:
    """Return how many quantity steps of a resting limit order a print fills.

    A print beyond the limit would not have happened before all that rested at the limit was filled. Of a print at the
    limit a part is ours, which hangs on how many stood before us in the queue.

    Args:
        sign: Of the order.
        limit: In ticks.
        price: Of the print, in ticks.
        size: Of the print, in quantity steps.
        share: The part of a print at the limit that is ours, from 0 to 1.
    """
    beyond = (limit - price) * sign
    if beyond > 0:
        return _UNLIMITED
    return int(size * share) if beyond == 0 else 0
