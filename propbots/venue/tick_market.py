"""The simulated exchange on ticks: orders take what the book's best offers, and rest until prints reach them."""

from collections.abc import Sequence
from random import Random  # noqa: TID251 -- seeded: the same ticks give the same run

import attrs

from propbots.domain.bar import Bar
from propbots.domain.decision import CancelOrder, ModifyOrder
from propbots.domain.event import OrderCanceled
from propbots.domain.order import OrderType
from propbots.domain.session import SessionCalendar
from propbots.domain.tick import QuoteTick, TradeTick
from propbots.engine.decision import Decision, SubmitOrder
from propbots.engine.market import NEVER_HIGH, NEVER_LOW
from propbots.strategy.market_view import MarketView
from propbots.venue.book import STOPS, WorkingOrder
from propbots.venue.change import modify
from propbots.venue.clocks import date_order, keep_out_of_news, turn_clocks
from propbots.venue.fill import NO_PRICE
from propbots.venue.following import follow_first
from propbots.venue.immediate import end_immediate, had_at_once
from propbots.venue.inbox import Inbox
from propbots.venue.market import BarState
from propbots.venue.matching import Matcher
from propbots.venue.standing import Standing
from propbots.venue.tick_fences import find_price_fences, find_time_fence
from propbots.venue.tick_matching import had_at_print, had_at_quote, is_triggered

__all__ = ["TickMarket"]

_MARKET, _LIMIT, _STOP_LIMIT = OrderType.MARKET, OrderType.LIMIT, OrderType.STOP_LIMIT
_MARKET_ON_OPEN = OrderType.MARKET_ON_OPEN


@attrs.define(eq=False)
class TickMarket:
    """Runs one engine's orders against quotes and prints.

    An order reaches the book when its latency is over, and first meets what stands there. It takes what is quoted on
    the other side, as much as is quoted; the rest waits for the next quote. A resting limit is filled whole by a print
    beyond it, and by a part of a print at it, which hangs on its place in the queue and is drawn by lot. Stops are
    triggered by prints, and by quotes where there are no prints. Without a quote, market orders take the next print.

    Attributes:
        matcher: Fills orders and keeps the book.
        view: Of the market, with the last quote and print.
        calendar: The instrument's sessions, by which day orders end.
        has_trades: Whether the ticks hold prints.
        latency_ns: How long a decision takes to the book.
        fenced: Whether ticks between the fences may be passed over; the answer is the same.
        seed: Of the lots.
        states: The account after each closer look, by moments in half nanoseconds.
        ambiguous: Empty; the order of events is known.
    """

    matcher: Matcher
    view: MarketView
    calendar: SessionCalendar
    has_trades: bool
    latency_ns: int = 0
    fenced: bool = True
    seed: int | str = 0
    states: list[BarState] = attrs.field(factory=list)
    ambiguous: list[int] = attrs.field(factory=list)
    _standing: Standing = attrs.field(factory=Standing)
    _inbox: Inbox = attrs.field(factory=Inbox)
    _lots: Random = attrs.field(init=False)

    def __attrs_post_init__(self) -> None:
        """Seed the lots, and be told when orders on their way must turn back, or others begin."""
        self.matcher.recall = self._recall
        self.matcher.meet = self._meet_standing
        self._lots = Random(self.seed)  # noqa: S311 -- lots for a queue, no secret

    def take(self, decisions: Sequence[Decision]) -> None:
        """Take what the engine decided; it reaches the book when its latency is over."""
        self._inbox.post(decisions, self.matcher.engine.desk.now_ns + self.latency_ns)
        self.set_fences()

    def look_closely(self, tick: QuoteTick | TradeTick) -> None:
        """Work out what a tick did, order by order."""
        now_ns = tick.event_time_ns
        self._come_to(now_ns)
        self.matcher.engine.bar_time_ns = now_ns
        if isinstance(tick, QuoteTick):
            self._standing.quote(tick)
            self._mark()
            self._meet_quote()
        else:
            if self.view.quote is None:
                self._standing.print(tick.price_steps)
                self._mark()
            self._meet_print(tick)
        self._leave(2 * now_ns)

    def wake(self, now_ns: int) -> None:
        """Work out what reached the book, and which clocks turned, until a moment before whose tick others hear."""
        if self.matcher.engine.bar_time_ns:  # otherwise the first tick of any market is still to come
            self._come_to(now_ns)
            self._leave(2 * now_ns - 1)

    def close_out(self, last: Bar, reason: str) -> None:
        """Close what is open where the market was last, without slippage, and end what is on its way or works."""
        matcher = self.matcher
        now_ns = matcher.engine.bar_time_ns = max(matcher.engine.desk.now_ns, last.close_time_ns)
        self._look_around(now_ns)
        self._mark()
        self._deliver(now_ns)
        for working in matcher.book.all():
            matcher.cancel(working, reason)
        self._mark()
        matcher.close_position(reason, slippage=0)
        self._leave(2 * now_ns)

    def catch_up(self) -> None:
        """Be where the last ticks were that were passed over."""
        self._standing.catch_up(self.view)

    def stand(self, now_ns: int) -> None:
        """Note where what is held could be closed, while other markets are looked at."""
        if self._standing.is_known:
            self._go_to(self.matcher.holding.position_steps)
            self.matcher.holding.stand_at(self.matcher.price)
        self.matcher.hear(now_ns, is_ahead=True)

    def set_fences(self) -> None:
        """Tell the engine within which prices and until when nothing can happen."""
        market, matcher = self.matcher.market, self.matcher
        market.fence_time_ns = find_time_fence(matcher, self._inbox.arrivals())
        low, high = find_price_fences(matcher)
        if not self.fenced or low >= high:
            low, high = NEVER_HIGH, NEVER_LOW
        market.fence_low, market.fence_high = low, high

    def _come_to(self, now_ns: int) -> None:
        """Let happen what was due until a moment, after the ticks before it and before its own."""
        matcher = self.matcher
        matcher.engine.bar_time_ns, matcher.engine.desk.clock_ns = now_ns - 1, now_ns
        self._look_around(now_ns)
        if now_ns >= matcher.market.closing_ns:
            # What reaches the book within the window must not meet the quote that stood before it.
            self._deliver(matcher.market.closing_ns - 1)
            keep_out_of_news(matcher, now_ns, now_ns + 1)
        self._deliver(now_ns)
        turn_clocks(matcher, self.calendar, now_ns, now_ns + 1, fenced=self.fenced)

    def _look_around(self, now_ns: int) -> None:
        """See where this market and the others are."""
        self.matcher.time_ns = now_ns
        self.matcher.engine.account.forget_marks()
        if self.matcher.others:
            self.matcher.value_elsewhere()
        self.catch_up()

    def _mark(self) -> None:
        """Value the account where what is held could be closed."""
        if self._standing.is_known:
            self._go_to(self.matcher.holding.position_steps)
            self.matcher.mark(self.matcher.price)

    def _go_to(self, position: int) -> None:
        """Be where a position could be closed."""
        self.matcher.price = self._standing.other_side(1 if position < 0 else -1)

    def _leave(self, half_ns: int) -> None:
        """Value the account and keep it by a moment in half nanoseconds, the half before for what precedes its tick."""
        self._mark()
        account, holding = self.matcher.engine.account, self.matcher.holding
        marks = account.equity_low, account.equity_high
        self.states.append(BarState(half_ns, account.balance_units, holding.position_steps, holding.cost, *marks))
        self.set_fences()

    def _deliver(self, until_ns: int) -> None:
        """Let the decisions reach the book whose latency is over, each at its moment, and be where that leads."""
        for arrived_ns, decision in self._inbox.take(until_ns):
            self.matcher.time_ns = arrived_ns
            if isinstance(decision, SubmitOrder):
                self._submit(decision)
            elif isinstance(decision, ModifyOrder):
                modify(self.matcher, decision)
                self._meet_standing(self.matcher.book.get(decision.client_order_id))
            elif isinstance(decision, CancelOrder):
                if (working := self.matcher.book.get(decision.client_order_id)) is not None:
                    self.matcher.cancel(working, decision.reason)
            else:
                self._mark()
                self.matcher.close_everything(decision.reason)
        self.matcher.time_ns = until_ns
        self._go_to(self.matcher.holding.position_steps)

    def _recall(self, reason: str) -> None:
        """End the orders that have not reached the book."""
        for name in self._inbox.recall():
            self.matcher.engine.take(OrderCanceled(name, self.matcher.time_ns, reason))

    def _submit(self, decision: SubmitOrder) -> None:
        matcher = self.matcher
        working = WorkingOrder.of(decision.approved.order)
        date_order(working, self.calendar, matcher.time_ns)
        if working.type is OrderType.TRAILING_STOP and self._standing.is_known:
            working.place(self._standing.other_side(working.sign))
        matcher.book.add(working)
        matcher.accept(working)
        for approved in decision.exits:
            matcher.book.add(WorkingOrder.of(approved.order, is_held=True))
        if working.good_till_ns and working.good_till_ns <= matcher.time_ns:
            matcher.expire(working)
        elif working.is_held:
            follow_first(matcher, working)
        else:
            self._meet_standing(working)

    def _meet_standing(self, working: WorkingOrder | None) -> None:
        """Let an order that has just come, or changed, meet the quote that stands."""
        if working is None or not working.is_live or working.is_held or self.view.quote is None:
            return
        self._meet(working, self._standing.other_side(working.sign))
        working.is_resting = True
        if working.is_immediate:
            end_immediate(self.matcher, working)

    def _meet_quote(self) -> None:
        """Let each order meet a new quote, in the order in which they came."""
        for working in self.matcher.book.active:
            if working.is_live and not working.is_held:
                other_side = self._standing.other_side(working.sign)
                if not self.has_trades:
                    self._follow(working, other_side)
                self._meet(working, other_side, by_quote=not self.has_trades)
                working.is_resting = True

    def _meet_print(self, trade: TradeTick) -> None:
        """Let each order meet a print, in the order in which they came."""
        for working in self.matcher.book.active:
            if not working.is_live or working.is_held:
                continue
            self._follow(working, trade.price_steps)
            if working.type in STOPS:
                self._trigger(working, trade.price_steps)
            elif working.type is _LIMIT and working.is_resting:
                self._fill_resting(working, trade)
            elif self.view.quote is None:
                self._meet(working, trade.price_steps, size=trade.quantity_steps)
            working.is_resting = True
            if working.is_immediate:
                end_immediate(self.matcher, working)

    def _meet(self, working: WorkingOrder, price: int, *, by_quote: bool = True, size: int | None = None) -> None:
        """Let an order take what can be had at once, or be triggered by it."""
        if working.type in STOPS:
            if by_quote:
                self._trigger(working, price)
            return
        if working.type is _MARKET_ON_OPEN and self.matcher.time_ns < working.opens_ns:
            return
        had = had_at_quote(working.sign, working.limit, price, price)
        if had != NO_PRICE:
            self._take_at(working, had, self._standing.size(working.sign) if size is None else size)

    def _take_at(self, working: WorkingOrder, price: int, size: int) -> None:
        """Fill an order at a price: a resting limit at its own, what crosses the spread with slippage."""
        if working.type is _LIMIT:
            price = working.limit if working.is_resting else price
        else:
            price += working.sign * self.matcher.costs.slippage_steps
        self._fill(working, price, size or None)

    def _trigger(self, working: WorkingOrder, price: int) -> None:
        """Let a stop go that a price has reached: it takes what stands, at no better price than that one."""
        if not is_triggered(working.sign, working.stop, price):
            return
        working.type, working.is_resting = _LIMIT if working.type is _STOP_LIMIT else _MARKET, False
        if self._standing.is_known:
            stands = self._standing.other_side(working.sign)
            self._meet(working, max(stands, price) if working.sign > 0 else min(stands, price))
        working.is_resting = True

    def _fill_resting(self, working: WorkingOrder, trade: TradeTick) -> None:
        is_at = trade.price_steps == working.limit
        share = self._lots.random() if is_at else 1.0
        most = had_at_print(working.sign, working.limit, trade.price_steps, trade.quantity_steps, share)
        if most:
            self._fill(working, working.limit, most)

    def _follow(self, working: WorkingOrder, price: int) -> None:
        if working.type is OrderType.TRAILING_STOP and working.stop == NO_PRICE:
            working.place(price)
        working.follow(price)

    def _fill(self, working: WorkingOrder, price: int, most: int | None) -> None:
        """Fill an order and value the account on the side on which it then stands."""
        held, leaves = self.matcher.holding.position_steps, working.order.leaves_quantity_steps
        wanted = leaves if not working.request.reduce_only else max(0, min(leaves, -held * working.sign))
        quantity = had_at_once(working.request.time_in_force, wanted, wanted if most is None else most)
        if wanted and not quantity:
            return
        self._go_to(held + working.sign * quantity)
        self.matcher.fill(working, price, most)
