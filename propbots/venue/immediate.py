"""Orders that fill at once or not at all."""

from typing import TYPE_CHECKING

from propbots.domain.order import OrderType, TimeInForce
from propbots.venue.book import WorkingOrder
from propbots.venue.fill import NO_PRICE

if TYPE_CHECKING:
    from propbots.venue.matching import Matcher

__all__ = ["end_immediate", "fill_at_once", "had_at_once"]

_REASONS = {TimeInForce.IOC: "immediate or cancel", TimeInForce.FOK: "fill or kill"}


def had_at_once(time_in_force: TimeInForce, wanted: int, available: int) -> int:
    """Return how much of an order fills of what is available: all or nothing where it says so.

    Args:
        time_in_force: Of the order.
        wanted: In quantity steps; of a reduce-only order what it may reduce.
        available: In quantity steps, at prices that the order accepts.
    """
    if time_in_force is TimeInForce.FOK and available < wanted:
        return 0
    return min(wanted, available)


def fill_at_once(matcher: "Matcher", working: WorkingOrder) -> None:
    """Fill what can be had where the market is, and cancel the rest."""
    if working.type is OrderType.MARKET:
        matcher.take(working, matcher.price)
    elif working.at_open(matcher.price, matcher.time_ns, matcher.costs.limit_through_steps) != NO_PRICE:
        matcher.act(working, matcher.price)
    end_immediate(matcher, working)


def end_immediate(matcher: "Matcher", working: WorkingOrder) -> None:
    """Cancel what is left of an order that had its moment; one that has ended stays as it is."""
    matcher.cancel(working, _REASONS[working.request.time_in_force])
