"""Rolling over: what is held of one contract is closed, and opened again in the next one, at what that costs."""

from propbots.domain.event import OrderAccepted, OrderModified, Side
from propbots.domain.order import OrderRequest
from propbots.domain.roll import Roll
from propbots.venue.bracket import end_exit
from propbots.venue.fill import NO_PRICE
from propbots.venue.matching import Matcher

__all__ = ["roll_over"]

_REASON = "roll"


def roll_over(matcher: Matcher, roll: Roll) -> None:
    """Go over to the next contract.

    Both sides are market orders, with slippage and commission, at the prices that both contracts had at one moment. So
    what is held neither gains nor loses by the spread between them. Orders that work are moved by the spread.

    Args:
        matcher: Of the instrument's market.
        roll: Which contracts, and at which prices.
    """
    held = matcher.holding.position_steps
    matcher.time_ns, matcher.price = roll.ended_ns, roll.old_steps
    matcher.close_position(_REASON, slippage=matcher.costs.worse[-1 if held > 0 else 1])
    matcher.price = roll.new_steps
    for working in matcher.book.all():
        _move(matcher, working.order.client_order_id, roll.spread_steps)
    if held:
        _open_again(matcher, held)
        matcher.mark(matcher.price)


def _open_again(matcher: Matcher, held: int) -> None:
    """Open what was held; if the gate lets it no more, the exits that protected it end."""
    side = Side.BUY if held > 0 else Side.SELL
    instrument = matcher.name
    wanted = OrderRequest(side, abs(held), reason=_REASON, instrument=instrument)
    request = matcher.engine.register_entry(wanted, matcher.time_ns)
    if request is None:
        for working in matcher.book.active:
            if working.parent_id is not None:
                end_exit(matcher, working, "position closed")
        return
    matcher.engine.take(OrderAccepted(request.client_order_id, matcher.time_ns))
    matcher.execute(request, abs(held), matcher.costs.against(matcher.price, side.sign))


def _move(matcher: Matcher, name: str, spread: int) -> None:
    """Move an order's prices by the spread between two contracts."""
    working = matcher.book.get(name)
    if working is None or (working.limit == NO_PRICE and working.stop == NO_PRICE):
        return
    working.limit, working.stop = (NO_PRICE if p == NO_PRICE else p + spread for p in (working.limit, working.stop))
    if not working.is_held:
        prices = (None if price == NO_PRICE else price for price in (working.limit, working.stop))
        matcher.engine.take(OrderModified(name, matcher.time_ns, *prices))
