"""Changes to working orders."""

from typing import TYPE_CHECKING

from propbots.domain.decision import ModifyOrder
from propbots.domain.event import OrderModified
from propbots.venue.book import WorkingOrder
from propbots.venue.fill import NO_PRICE

if TYPE_CHECKING:
    from propbots.venue.matching import Matcher

__all__ = ["modify", "tell_change"]


def modify(matcher: "Matcher", wish: ModifyOrder) -> None:
    """Work an order at other prices or for another quantity, or end it where no more than that is filled already.

    A price that it has not, or that its entry's fill will tell, stays as it is.
    """
    working = matcher.book.get(wish.client_order_id)
    if working is None:
        return
    quantity = wish.quantity_steps
    if quantity == working.order.quantity_steps:
        quantity = None
    if quantity is not None and quantity <= working.order.filled_quantity_steps:
        matcher.cancel(working, "nothing left of its quantity")
        return
    before = working.limit, working.stop
    if wish.limit_steps is not None and working.limit != NO_PRICE:
        working.limit, working.is_resting, working.is_met = wish.limit_steps, False, False
    if wish.stop_steps is not None and working.stop != NO_PRICE:
        working.stop = wish.stop_steps
    limit, stop = working.limit, working.stop
    is_exit_to_come = working.is_held and working.parent_id is not None  # it tells its prices when it is placed
    if ((limit, stop) != before or quantity is not None) and not is_exit_to_come:
        tell_change(matcher, working, quantity)


def tell_change(matcher: "Matcher", working: WorkingOrder, quantity: int | None) -> None:
    """Tell the engine at which prices an order works now, and for how much in all where that is something else."""
    limit, stop = (None if price == NO_PRICE else price for price in (working.limit, working.stop))
    name = working.order.client_order_id
    matcher.engine.take(OrderModified(name, matcher.time_ns, limit, stop, quantity))
