"""Matching: the market moves from price to price, and orders and rules act on its way, the nearest first."""

from collections.abc import Callable, Sequence

import attrs

from propbots.domain.event import OrderAccepted, OrderCanceled, OrderExpired, OrderFilled, OrderModified, Side
from propbots.domain.order import OrderRequest, OrderStatus, OrderType
from propbots.engine.account import Holding
from propbots.engine.engine import Engine
from propbots.engine.market import Market
from propbots.venue.asking import find_most, find_price
from propbots.venue.book import Book, WorkingOrder
from propbots.venue.bracket import end_exit, end_idle_exits, keep_for_more
from propbots.venue.closing import close_elsewhere
from propbots.venue.costs import Costs
from propbots.venue.fences import loss_fences
from propbots.venue.fill import NO_PRICE
from propbots.venue.following import end_followers, follow_fill, start_followers
from propbots.venue.immediate import fill_at_once
from propbots.venue.liquidity import Liquidity

__all__ = ["Matcher"]

_PENDING_SUBMIT = OrderStatus.PENDING_SUBMIT
_MARKET, _LIMIT, _STOP_LIMIT = OrderType.MARKET, OrderType.LIMIT, OrderType.STOP_LIMIT
_TRAILING_STOP, _FILLED = OrderType.TRAILING_STOP, OrderStatus.FILLED


@attrs.define(eq=False)
class Matcher:
    """Where the market is, which orders it works, and what their fills do to the account.

    Attributes:
        engine: Whose orders.
        market: In which market of the engine's.
        costs: What its fills cost.
        book: The working orders.
        name: Of the instrument, as orders have it: empty for the main one.
        price: Where the market is, in ticks.
        time_ns: When, nanoseconds since 1970 UTC.
        holding: What the account holds there.
        others: The matchers of the account's other markets.
        recall: Ends what is still on its way to the book, for a reason; None where nothing can be.
        liquidity: How much may be had, and what that does to the price; None for as much as is wanted, at no impact.
        meet: How an order that begins while the market is open meets it; None where it moves from price to price.
        heard_ns: Until when it is known where the market was; kept where there are others.
        bar_time_ns: When the bar began that is at hand; a moment within the last one, where none is.
    """

    engine: Engine
    market: Market
    costs: Costs
    book: Book = attrs.field(factory=Book)
    name: str = ""
    price: int = 0
    time_ns: int = 0
    holding: Holding = attrs.field(init=False)
    others: Sequence["Matcher"] = ()
    recall: Callable[[str], None] | None = None
    liquidity: Liquidity | None = None
    meet: Callable[[WorkingOrder], None] | None = None
    heard_ns: int = 0
    bar_time_ns: int = 0
    _executions: int = 0

    def __attrs_post_init__(self) -> None:
        """Keep at hand what every mark asks for."""
        self.holding = self.market.holding

    def mark(self, price: int) -> None:
        """Value the account at a price and let the plan judge it."""
        holding, supervisor = self.holding, self.engine.supervisor
        equity = holding.mark(price)
        while supervisor is not None and not supervisor.edge < equity < supervisor.peak:
            violation = supervisor.judge(holding.balance_units, equity, self.time_ns, self.engine.bar_time_ns)
            if violation is None:
                return
            self.engine.journal.append(violation)
            if supervisor.must_close(violation):
                self.price = price
                self.close_everything(violation.rule)
            equity = holding.mark(price)

    def open(self, price: int, time_ns: int) -> None:
        """Open a bar: mark what is held, then fill what an open fills, in the order in which the orders came."""
        self.time_ns = time_ns
        self.price = price
        self.mark(price)
        costs = self.costs
        for working in self.book.active:
            if not working.is_live or working.is_held:
                continue
            if working.is_immediate:
                fill_at_once(self, working)
                continue
            if working.type is _MARKET and self.liquidity is None:
                self.fill(working, price + working.sign * costs.worse[working.sign])
                continue
            if working.type is _MARKET:
                self.take(working, price)
                continue
            if working.type is _TRAILING_STOP and working.stop == NO_PRICE:
                working.place(price)
            reached = working.at_open(price, time_ns, costs.limit_through_steps)
            if reached != NO_PRICE:
                self.act(working, reached)
            working.is_resting = True
        self._move(price)

    def walk(self, target: int, *, until: WorkingOrder | None = None) -> None:
        """Move the market to a price.

        Args:
            target: Where to.
            until: Stop as soon as this order has acted.
        """
        while (found := self.find_next(target)) is not None:
            working, price, where = found
            if working is None:
                self.mark(where)
                continue
            self._move(where)
            self.act(working, price)
            if working is until:
                return
        self._move(target)
        self.mark(target)

    def close_everything(self, reason: str) -> None:
        """Cancel every order and close the position at the market, and in the other markets where they stand."""
        if self.others:
            close_elsewhere(self, reason)
        self.close_here(reason)

    def hear(self, time_ns: int, *, is_ahead: bool) -> None:
        """Note until when it is known where the market was, and whether the bar that begins then is at hand."""
        self.heard_ns, self.bar_time_ns = time_ns, time_ns if is_ahead else time_ns - 1

    def value_elsewhere(self) -> None:
        """Note what the account's other holdings are worth."""
        self.holding.account.value_elsewhere(self.holding)

    def close_here(self, reason: str) -> None:
        """Cancel every order and close the position at the market."""
        if self.others:
            self.value_elsewhere()
        if self.recall is not None:
            self.recall(reason)
        for working in self.book.all():
            self.cancel(working, reason)
        sign = -1 if self.holding.position_steps > 0 else 1
        self.close_position(reason, slippage=self.costs.worse[sign])

    def close_position(self, reason: str, *, slippage: int) -> None:
        """Close what is held at the market's price."""
        position = self.holding.position_steps
        if not position:
            return
        side = Side.SELL if position > 0 else Side.BUY
        wanted = OrderRequest(side, abs(position), reduce_only=True, reason=reason, instrument=self.name)
        request = self.engine.register_exit(wanted, self.time_ns)
        self.engine.take(OrderAccepted(request.client_order_id, self.time_ns))
        self.execute(request, abs(position), self.price + side.sign * slippage)
        self.mark(self.price)

    def accept(self, working: WorkingOrder) -> None:
        """Tell the engine that an order works, and at which prices; an exit may come to work more than once."""
        limit = None if working.limit == NO_PRICE else working.limit
        stop = None if working.stop == NO_PRICE else working.stop
        kind = OrderAccepted if working.order.status is _PENDING_SUBMIT else OrderModified
        self.engine.take(kind(working.order.client_order_id, self.time_ns, limit, stop))

    def resize(self, working: WorkingOrder, quantity: int) -> None:
        """Let an order work for another quantity in all, in quantity steps."""
        self.engine.take(OrderModified(working.order.client_order_id, self.time_ns, quantity_steps=quantity))

    def cancel(self, working: WorkingOrder, reason: str) -> None:
        """End an order, and the exits that wait for it; one that has ended stays as it is."""
        if working.is_live:
            self._end(working)
            self.engine.take(OrderCanceled(working.order.client_order_id, self.time_ns, reason))

    def expire(self, working: WorkingOrder, at_ns: int | None = None) -> None:
        """End an order whose time is over, since a moment; since now, if none is given."""
        now_ns = self.time_ns
        self.time_ns = now_ns if at_ns is None else at_ns
        self._end(working)
        self.engine.take(OrderExpired(working.order.client_order_id, self.time_ns))
        self.time_ns = now_ns

    def _end(self, working: WorkingOrder) -> None:
        self.book.remove(working)
        if working.request.protection is not None:
            for held in self.book.exits_of(working.order.client_order_id):
                self.cancel(held, "entry ended")
        if self.book.has_followers:
            end_followers(self, working)

    def find_next(self, target: int) -> tuple[WorkingOrder | None, int, int] | None:
        """Return what acts first on the way to a price, at which price, and where the market is then.

        None in the order's place is a rule of the account. It comes before an order that the market meets at the same
        price: who touches a floor has broken it, whatever is placed there.
        """
        start, through = self.price, self.costs.limit_through_steps
        is_used_up = self.liquidity is not None and not self.liquidity.available
        low, high = loss_fences(self.engine.supervisor, self.holding)
        best: tuple[WorkingOrder | None, int, int] | None = None
        if min(start, target) <= low:
            best = None, low, min(low, start)
        elif max(start, target) >= high:
            best = None, high, max(high, start)
        distance = abs(target - start) + 1 if best is None else abs(best[2] - start)
        for working in self.book.active:
            price = working.on_way(start, target, through)
            if price == NO_PRICE or (is_used_up and working.type is _LIMIT):
                continue
            where = working.meets_at(price, start, through)
            if abs(where - start) < distance:
                best, distance = (working, price, where), abs(where - start)
        return best

    def _move(self, price: int) -> None:
        """Be at a price, and let trailing stops follow."""
        self.price = price
        for working in self.book.active:
            working.follow(price)

    def act(self, working: WorkingOrder, price: int) -> None:
        """Let an order act at a price: fill, or begin to work as a limit."""
        if working.type is _STOP_LIMIT:
            if (working.limit - price) * working.sign >= 0:
                self.take(working, price)
            working.type, working.is_resting = _LIMIT, True
        elif working.type is _LIMIT:
            self.fill(working, price, find_most(self, working))
            working.is_met = True
        else:
            self.take(working, price)
            if working.is_live and not working.is_held:  # what could not be had is taken at the opens that follow
                working.type = _MARKET

    def take(self, working: WorkingOrder, price: int) -> None:
        """Let an order take from the market at a price, with all by which that is worse."""
        most = find_most(self, working)
        self.fill(working, find_price(self, working, price, most or 0), most)

    def fill(self, working: WorkingOrder, price: int, most: int | None = None) -> None:
        """Execute an order, as far as it may be, and do what follows from it.

        Args:
            working: The order.
            price: In ticks.
            most: The most quantity steps that can be had; the rest works on. None for as many as are wanted.
        """
        order, request = working.order, working.request
        quantity = leaves = order.leaves_quantity_steps
        if request.reduce_only:
            held = -self.holding.position_steps * working.sign
            quantity = 0 if held < 0 else held if held < leaves else leaves
        is_short = most is not None and most < quantity
        if is_short:
            quantity = most or 0
        if quantity:
            if quantity == leaves and (order.parent_id is None or not keep_for_more(self, working, quantity)):
                self.book.remove(working)
            if self.liquidity is not None:
                self.liquidity.take(quantity)
            self.execute(request, quantity, price)
            if order.parent_id is not None or request.oco_group is not None or request.protection is not None:
                follow_fill(self, working, quantity, price)
        if quantity < leaves and not is_short:
            end_exit(self, working, "nothing left to reduce")
        if self.book.has_exits:
            end_idle_exits(self)
        self.mark(self.price)
        if self.book.has_followers and working.order.status is _FILLED:
            start_followers(self, working)

    def execute(self, request: OrderRequest, quantity: int, price: int) -> None:
        """Tell the engine that a part or all of an order was executed at a price."""
        self._executions += 1
        self.engine.take(
            OrderFilled(
                request.client_order_id,
                self.time_ns,
                request.side,
                quantity,
                price,
                quantity * self.costs.commission_units,
                request.reason,
                f"{self.name}x{self._executions}",
            )
        )
