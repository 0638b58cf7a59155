"""The state of one bot: its account, the markets it trades in, its live orders and its plan."""

from collections.abc import Callable

import attrs
from msgspec.structs import replace

from propbots.domain.bar import Bar, Feed
from propbots.domain.decision import ModifyOrder
from propbots.domain.event import (
    OrderDenied,
    OrderEvent,
    OrderFilled,
    OrderModifyDenied,
    OrderSubmitted,
    RiskEvent,
    RiskEventKind,
    Signal,
    SignalKind,
)
from propbots.domain.order import TERMINAL, Order, OrderRequest, OrderStatus, OrderType
from propbots.domain.tick import QuoteTick, TradeTick
from propbots.engine.account import Account
from propbots.engine.decision import Decision, SubmitOrder
from propbots.engine.exits import build_exits
from propbots.engine.foresight import find_cushion, look_out, look_out_on_change, reach_elsewhere
from propbots.engine.gate import ApprovedOrder, Denial, RiskGate
from propbots.engine.market import Market
from propbots.engine.order_rules import OrderRules
from propbots.engine.supervisor import Supervisor
from propbots.errors import invariant
from propbots.strategy.desk import Desk
from propbots.strategy.sizing import to_request
from propbots.strategy.trader import Trader

__all__ = ["Engine"]

_EXIT, _FILLED = SignalKind.EXIT, OrderStatus.FILLED
_MARKET = OrderType.MARKET


def _ignore(_tick: object) -> None:
    """Take a tick that the strategy does not listen to."""


@attrs.define(eq=False)
class Engine:
    """One bot.

    Attributes:
        account: What is owned.
        markets: Where it trades, by instrument; the main one by the empty name as well.
        gate: What may be ordered.
        desk: Where the strategy leaves its wishes.
        trader: The strategy.
        supervisor: The plan's rules and the firm's days; None without a plan.
        order_rules: The plan's rules about orders beyond its caps; None where it has none.
        main: The market of the main instrument.
        each: All markets, each once.
        is_single: Whether there is no other one.
        looks_ahead: Whether a plan's rules about losses are held against the worst price.
        venues: The markets of other instruments, by the feed whose bars work their orders.
        on_bar: The trader's handler of bars.
        on_quote: The trader's handler of quotes.
        on_trade: The trader's handler of public prints.
        on_fill: The trader's handler of executions; None if it does not listen.
        on_order: The trader's handler of what else happens to orders; None if it does not listen.
        orders: Orders that may still fill, by name.
        ended_orders: Orders that ended before they were filled, by name; a fill may still come late.
        filled_orders: Names of the orders that are filled; an answer to something earlier may still come late.
        journal: Everything that happened to orders and rules, in order.
        bar_time_ns: When the bar began that was looked at closely last, nanoseconds since 1970 UTC.
        denied: Orders that the gate refused.
        ended: Whether the account has come to its end.
    """

    account: Account
    markets: dict[str, Market]
    gate: RiskGate
    desk: Desk
    trader: Trader
    supervisor: Supervisor | None = None
    order_rules: OrderRules | None = attrs.field(init=False)
    main: Market = attrs.field(init=False)
    each: list[Market] = attrs.field(init=False)
    is_single: bool = attrs.field(init=False)
    looks_ahead: bool = attrs.field(init=False)
    venues: dict[Feed, Market] = attrs.field(factory=dict)
    on_bar: Callable[[Bar], None] = attrs.field(init=False)
    on_quote: Callable[[QuoteTick], None] = attrs.field(init=False)
    on_trade: Callable[[TradeTick], None] = attrs.field(init=False)
    on_fill: Callable[[OrderFilled], None] | None = attrs.field(init=False)
    on_order: Callable[[OrderEvent], None] | None = attrs.field(init=False)
    orders: dict[str, Order] = attrs.field(factory=dict)
    ended_orders: dict[str, Order] = attrs.field(factory=dict)
    filled_orders: set[str] = attrs.field(factory=set)
    journal: list[OrderEvent | RiskEvent] = attrs.field(factory=list)
    bar_time_ns: int = 0
    denied: int = 0
    ended: bool = False

    def __attrs_post_init__(self) -> None:
        """Keep the handlers that are called by the million at hand."""
        self.main, self.is_single = self.markets[""], len(self.account.holdings) == 1
        self.each = list(dict.fromkeys(self.markets.values()))
        trader = self.trader
        self.on_bar, self.on_fill, self.on_order = trader.on_bar, trader.on_fill, trader.on_order
        self.on_quote, self.on_trade = trader.on_quote or _ignore, trader.on_trade or _ignore
        self.looks_ahead = self.supervisor is not None and self.main.reserve is not None
        self.order_rules = None if self.supervisor is None else self.supervisor.order_rules
        if self.supervisor is not None and self.is_single:
            self.supervisor.closing_cost = 0 if self.main.reserve is None else self.main.reserve.cushion

    def has_ended(self) -> bool:
        """Whether the plan has ended the account; told after each closer look."""
        self.ended = self.supervisor is not None and self.supervisor.is_over
        return self.ended

    def begin_phase(self, supervisor: Supervisor, now_ns: int) -> None:
        """Go on with the plan's next phase, its rules about orders and its blackouts; nothing may be held."""
        supervisor.begin_phase(self.account.balance_units, now_ns)
        rules = self.order_rules = supervisor.order_rules
        blackouts = {} if rules is None or rules.news is None else rules.news.blackouts
        for market in self.each:
            market.expect(blackouts.get(market.holding.scale.instrument.id, ()), now_ns)

    def take(self, event: OrderEvent) -> None:
        """Take what happened to an order: its state, the account and the strategy follow, in this order.

        Raises:
            InvariantViolated: For an order that nobody knows, or a move that its state has not.
        """
        order = self.orders.get(event.client_order_id) or self._find_ended(event)
        if order is None:
            self.journal.append(event)
            return
        order.apply(event)
        self.journal.append(event)
        if type(event) is OrderFilled:
            holding = (self.main if self.is_single else self.markets[order.request.instrument]).holding
            holding.apply_fill(event, self.bar_time_ns)
            supervisor = self.supervisor
            if supervisor is not None:
                supervisor.has_traded = True
                room = supervisor.room
                if not -room <= holding.position_steps <= room:
                    supervisor.note_fill(self.account.balance_units, self.bar_time_ns, find_cushion(self))
            if self.on_fill is not None:
                self.on_fill(event)
        else:
            if order.request.type is not _MARKET:
                order.follow_prices(event)
            if self.on_order is not None:
                self.on_order(event)
        if order.status in TERMINAL:
            self._put_away(order)

    def _find_ended(self, event: OrderEvent) -> Order | None:
        """Return an order that had ended; None for a late answer about one that is filled, which changes nothing."""
        name = event.client_order_id
        if name in self.filled_orders and type(event) is not OrderFilled:
            return None
        invariant(name in self.ended_orders, f"{type(event).__name__} must be about a known order (was {name!r})")
        return self.ended_orders[name]

    def _put_away(self, order: Order) -> None:
        name = order.client_order_id
        self.orders.pop(name, None)
        if order.status is _FILLED:
            self.ended_orders.pop(name, None)
            self.filled_orders.add(name)
        else:
            self.ended_orders[name] = order

    def decide(self) -> list[Decision]:
        """Turn the wishes on the desk into decisions, in their order, each through the risk gate.

        What a strategy wishes while it is told of a refusal waits for the next event; one that asks again whenever it
        is refused would never come to an end.
        """
        desk = self.desk
        wishes, desk.wishes, now = desk.wishes, [], desk.now_ns
        decisions: list[Decision] = []
        for wish in wishes:
            decision: Decision | None = None
            if isinstance(wish, Signal):
                view = desk.view(wish.instrument) if wish.instrument else desk.main
                quantity = 0 if wish.kind is _EXIT else view.sizer.quantity_steps(wish, view.scale)
                request = to_request(wish, view.account.position_steps, quantity, desk.next_id)
                decision = None if request is None else self._submit(request, now)
            elif isinstance(wish, OrderRequest):
                decision = self._submit(wish, now)
            elif wish.client_order_id in self.orders:
                decision = self._change(wish, now) if isinstance(wish, ModifyOrder) else wish
            if decision is not None:
                decisions.append(decision)
        return decisions

    def register_exit(self, request: OrderRequest, now: int) -> OrderRequest:
        """Submit an order that closes what is held, whatever the gate's state, and return it with its name."""
        named = replace(request, client_order_id=self.desk.next_id())
        verdict = self.gate.review(named, self.markets[request.instrument].holding.position_steps, ())
        invariant(not isinstance(verdict, Denial), "the gate must let every reduction through")
        if isinstance(verdict, ApprovedOrder):
            self._record_submitted(verdict.order, now)
        return named

    def register_entry(self, request: OrderRequest, now: int) -> OrderRequest | None:
        """Submit an order that the venue makes for us, and return it with its name; None if the gate refuses it."""
        named = replace(request, client_order_id=self.desk.next_id())
        decision = self._submit(named, now)
        return None if decision is None else named

    def _change(self, wish: ModifyOrder, now: int) -> ModifyOrder | None:
        """Let a change through after which no rule can be broken that could not be broken before it."""
        order = self.orders[wish.client_order_id]
        denial = self._object_to_quantity(order, wish.quantity_steps, now)
        outlook = look_out_on_change(self, order, wish) if denial is None and self.looks_ahead else None
        if outlook is not None:
            denial = self.gate.review_change(order, outlook)
        if denial is not None:
            self._tell_denial(OrderModifyDenied(wish.client_order_id, now, denial.code, denial.message), denial)
            return None
        if wish.quantity_steps is not None:
            order.asked_steps = max(order.asked_steps, wish.quantity_steps)
        return wish

    def _object_to_quantity(self, order: Order, quantity: int | None, now: int) -> Denial | None:
        """Refuse a larger quantity as an order for the difference would be refused."""
        if quantity is None:
            return None
        if order.parent_id is not None:
            return Denial("bracket_exit", "order", "the quantity of a bracket's exit follows its entry")
        more = quantity - order.filled_quantity_steps - order.reach_steps
        verdict = more > 0 and self._review(replace(order.request, quantity_steps=more), now, is_new=False)
        return verdict if isinstance(verdict, Denial) else None

    def _submit(self, request: OrderRequest, now: int) -> SubmitOrder | None:
        if request.after:
            verdict = self._review_follower(request, now)
        elif request.reduce_only:  # it passes whatever is held, and is half of all orders
            verdict = self.gate.review(request, 0, ())
        else:
            verdict = self._review(request, now)
        if isinstance(verdict, Denial):
            self._deny(request, verdict, now)
            return None
        self._record_submitted(verdict.order, now)
        if request.protection is None:
            return SubmitOrder(verdict)
        exits = tuple(
            self.gate.approve_exit(exit_request, request.client_order_id)
            for exit_request in build_exits(request, request.protection, self.desk.next_id)
        )
        for approved in exits:
            self._record_submitted(approved.order, now)
        return SubmitOrder(verdict, exits)

    def _review_follower(self, request: OrderRequest, now: int) -> ApprovedOrder | Denial:
        """Review an order that waits for another one: it must be at work, and in its market."""
        first = self.orders.get(request.after)
        if first is None:
            message = f"order {request.after!r}, after which this one is to begin, is unknown or has ended"
            return Denial("first_order_gone", "order", message)
        if first.request.instrument != request.instrument:
            message = f"order {request.after!r} is in another market; an order can begin after one of its own"
            return Denial("first_order_elsewhere", "order", message)
        return self._review(request, now)

    def _review(self, request: OrderRequest, now: int, *, is_new: bool = True) -> ApprovedOrder | Denial:
        live, rules = self.orders.values(), self.order_rules
        outlook = look_out(self, request) if self.looks_ahead else None
        objection = None if rules is None else rules.object_to(self, request, now, is_new=is_new)
        if self.is_single:
            position = self.main.holding.position_steps
            return self.gate.review(request, position, live, outlook=outlook, objection=objection)
        position = self.markets[request.instrument].holding.position_steps
        elsewhere = reach_elsewhere(self, request.instrument)
        here = [order for order in live if order.request.instrument == request.instrument]
        return self.gate.review(request, position, here, elsewhere, outlook=outlook, objection=objection)

    def _record_submitted(self, order: Order, now: int) -> None:
        event = OrderSubmitted(order.client_order_id, now)
        order.apply(event)
        if self.order_rules is not None:
            self.order_rules.note_sent(now)
        self.orders[order.client_order_id] = order
        self.journal.append(event)
        if order.request.instrument:
            self.desk.place(order.client_order_id, order.request.instrument)

    def _deny(self, request: OrderRequest, denial: Denial, now: int) -> None:
        self._tell_denial(OrderDenied(request.client_order_id, now, denial.code, denial.message), denial)

    def _tell_denial(self, event: OrderDenied | OrderModifyDenied, denial: Denial) -> None:
        self.denied += 1
        self.journal.append(event)
        self.journal.append(RiskEvent(event.event_time_ns, RiskEventKind.DENIED, denial.rule, "", denial.message))
        if self.on_order is not None:
            self.on_order(event)
