"""Orders that begin, or end, when another order is filled."""

from typing import TYPE_CHECKING

from propbots.domain.order import OrderType
from propbots.venue.book import WorkingOrder
from propbots.venue.bracket import follow_entry, follow_exit
from propbots.venue.fill import NO_PRICE
from propbots.venue.immediate import end_immediate, fill_at_once

if TYPE_CHECKING:
    from propbots.venue.matching import Matcher

__all__ = ["end_followers", "follow_fill", "follow_first", "start_followers"]


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


def follow_fill(matcher: "Matcher", working: WorkingOrder, quantity: int, price: int) -> None:
    """Do to other orders what follows from an order's fill.

    Args:
        matcher: Where they work.
        working: The order.
        quantity: Of this fill, in quantity steps.
        price: Of this fill, in ticks.
    """
    if working.order.parent_id is not None:
        follow_exit(matcher, working, quantity)
    elif working.request.oco_group is not None:
        _cancel_siblings(matcher, working)
    if working.request.protection is not None:
        follow_entry(matcher, working, quantity, price)


def _cancel_siblings(matcher: "Matcher", working: WorkingOrder) -> None:
    """End the other orders of an order's group, in whichever market they work."""
    for one in (matcher, *matcher.others):
        for sibling in one.book.siblings(working):
            one.time_ns = matcher.time_ns
            one.cancel(sibling, "other side filled")


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
