"""Orders that begin to work when another order is filled."""

from typing import TYPE_CHECKING

from propbots.domain.order import OrderType
from propbots.venue.book import WorkingOrder
from propbots.venue.fill import NO_PRICE
from propbots.venue.immediate import end_immediate, fill_at_once

if TYPE_CHECKING:
    from propbots.venue.matching import Matcher

__all__ = ["end_followers", "follow_first", "start_followers"]


def follow_first(matcher: "Matcher", working: WorkingOrder) -> None:
    """Let a new order wait for the first one; where that has ended on the way here, begin or end with it."""
    first = working.request.after
    if first in matcher.engine.filled_orders:
        matcher.book.due.append(working)
        _start_due(matcher)
    elif matcher.book.get(first) is None:
        matcher.cancel(working, "first order ended")


def start_followers(matcher: "Matcher", first: WorkingOrder) -> None:
    """Let the orders begin that waited for an order of which all is filled."""
    due = matcher.book.due
    is_starting = bool(due)
    due += matcher.book.followers(first.order.client_order_id)
    if not is_starting:  # else it was the fill of one of those that are about to begin
        _start_due(matcher)


def end_followers(matcher: "Matcher", first: WorkingOrder) -> None:
    """End the orders that waited for an order that ended before all of it was filled."""
    for working in matcher.book.followers(first.order.client_order_id):
        matcher.cancel(working, "first order ended")


def _start_due(matcher: "Matcher") -> None:
    due = matcher.book.due
    while due:
        if due[0].is_live and due[0].is_held:
            _start(matcher, due[0])
        due.pop(0)


def _start(matcher: "Matcher", working: WorkingOrder) -> None:
    """Let an order begin where the market is, as one that had come from outside at this moment."""
    matcher.book.release(working)
    if working.type is OrderType.TRAILING_STOP and working.stop == NO_PRICE:
        working.place(matcher.price)
    working.is_resting = (working.limit - matcher.price) * working.sign < matcher.costs.limit_through_steps
    if matcher.meet is not None:
        matcher.meet(working)
        if working.is_immediate:
            end_immediate(matcher, working)
    elif working.is_immediate:
        fill_at_once(matcher, working)
    elif working.type is OrderType.MARKET:
        matcher.take(working, matcher.price)
