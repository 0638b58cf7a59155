"""The prices between which, and the moment until which, nothing can happen to an account on ticks."""

from collections.abc import Iterable

from propbots.domain.order import OrderType
from propbots.engine.market import NEVER_HIGH, NEVER_LOW
from propbots.venue.fences import account_fences, joint_fences
from propbots.venue.matching import Matcher

__all__ = ["find_price_fences", "find_time_fence"]

_LIMIT = OrderType.LIMIT


def find_price_fences(matcher: Matcher) -> tuple[int, int]:
    """Return the prices at or beyond which an order or a rule of the account could act."""
    find_fences = joint_fences if matcher.others else account_fences
    low, high = find_fences(matcher.engine.supervisor, matcher.holding)
    for working in matcher.book.active:
        if working.type is _LIMIT and not working.is_resting:  # it has yet to meet its first tick
            return NEVER_HIGH, NEVER_LOW
        order_low, order_high = working.fences(0)
        low, high = max(low, order_low), min(high, order_high)
    return low, high


def find_time_fence(matcher: Matcher, arrivals: Iterable[int]) -> int:
    """Return the moment after which a clock turns for an order or a rule, or a decision reaches the book.

    Args:
        matcher: Of the market.
        arrivals: When decisions reach the book that are on their way, nanoseconds since 1970 UTC.
    """
    book, supervisor = matcher.book, matcher.engine.supervisor
    moments = [working.wakes_ns for working in (*book.active, *book.dated_orders(), *book.day_orders())]
    moments += [*arrivals, matcher.market.closing_ns]
    if supervisor is not None:
        moments.append(supervisor.next_turn_ns)
    return min(moments) - 1
