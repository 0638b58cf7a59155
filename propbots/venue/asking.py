"""What an order would get if it asked the market now: how much, and at what price."""

from typing import TYPE_CHECKING

from propbots.domain.order import OrderType
from propbots.venue.book import WorkingOrder
from propbots.venue.fill import NO_PRICE
from propbots.venue.immediate import had_at_once

if TYPE_CHECKING:
    from propbots.venue.matching import Matcher

__all__ = ["find_most", "find_price", "find_quantity", "find_taken_price", "find_wanted"]

_LIMIT = OrderType.LIMIT


def find_wanted(matcher: "Matcher", working: WorkingOrder) -> int:
    """Return how many quantity steps of an order would fill if they could be had: of a reduce-only one what is held."""
    leaves = working.order.leaves_quantity_steps
    if not working.request.reduce_only:
        return leaves
    held = -matcher.holding.position_steps * working.sign
    return 0 if held < 0 else held if held < leaves else leaves


def find_most(matcher: "Matcher", working: WorkingOrder) -> int | None:
    """Return how many quantity steps of an order can be had; None for as many as are wanted."""
    if matcher.liquidity is None:
        return None
    return had_at_once(working.request.time_in_force, find_wanted(matcher, working), matcher.liquidity.available)


def find_quantity(matcher: "Matcher", working: WorkingOrder) -> int:
    """Return how many quantity steps of an order would fill."""
    most = find_most(matcher, working)
    return find_wanted(matcher, working) if most is None else most


def find_price(matcher: "Matcher", working: WorkingOrder, price: int, quantity: int) -> int:
    """Return the price at which some quantity steps of an order fill that acts at a price, in ticks."""
    if working.type is _LIMIT:
        return price
    reached, limit = find_taken_price(matcher, price, working.sign, quantity), working.limit
    if limit == NO_PRICE:
        return reached
    return min(reached, limit) if working.sign > 0 else max(reached, limit)


def find_taken_price(matcher: "Matcher", price: int, sign: int, quantity: int) -> int:
    """Return the price at which some quantity steps are taken from the market where it stands at a price, in ticks."""
    reached = matcher.costs.against(price, sign)
    return reached if matcher.liquidity is None else matcher.liquidity.moved(reached, sign, quantity)
