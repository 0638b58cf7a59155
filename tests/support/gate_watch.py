"""Looks over the gate's shoulder while a backtest runs: what it was asked, what it said, and how the account stood.

The account's money, its positions and the prices at which orders work are kept here anew, from the events alone.
"""

from collections.abc import Callable, Collection, Iterable, Sequence
from decimal import Decimal
from typing import Any

import attrs
import pytest
from msgspec.structs import replace

from propbots.domain.event import OrderAccepted, OrderEvent, OrderFilled, OrderModified
from propbots.domain.instrument import Instrument
from propbots.domain.order import Order, OrderRequest
from propbots.domain.outcome import PlanStatus
from propbots.engine.decision import Decision
from propbots.engine.engine import Engine
from propbots.engine.gate import ApprovedOrder, Denial, RiskGate, TradingState
from propbots.rules import path
from propbots.rules.scalar import NO_FLOOR
from propbots.simulation import event_driver
from propbots.simulation.composition import Run, compose_run
from propbots.simulation.event_driver import run_backtest
from propbots.simulation.request import BacktestRequest

__all__ = ["Market", "Review", "Watch", "watch"]


@attrs.frozen
class Market:
    """What is held and ordered of one instrument.

    Attributes:
        instrument: Which.
        position: Quantity steps, negative when short.
        price: Where it is, in ticks; None before anything is known.
        orders: Those that may still fill, each with how much of it and at which limit and stop.
        fee: Per contract and side.
    """

    instrument: Instrument
    position: int
    price: int | None
    orders: tuple[tuple[Order, int, int | None, int | None], ...]
    fee: Decimal


@attrs.frozen
class Review:
    """One question to the gate, and its answer.

    Attributes:
        request: What was asked for.
        state: What the gate let through.
        code: Of its refusal; empty where it let the order through.
        message: Of its refusal.
        is_reducing: Whether it let the order through as one that can only reduce.
        equity: Of the account, at the prices that are known.
        floor: The highest equity at which a rule is broken; None where none can be.
        main: The instrument's market.
        others: All other markets.
    """

    request: OrderRequest
    state: TradingState
    code: str
    message: str
    is_reducing: bool
    equity: Decimal
    floor: Decimal | None
    main: Market
    others: tuple[Market, ...]


@attrs.define(eq=False)
class Watch:
    """What was seen.

    Attributes:
        request: Of the backtest.
        reviews: Everything that the gate was asked.
        after_each: Called after each event and each decision.
        run: The objects of the run.
        positions: Quantity steps by instrument, negative when short.
        cash: What the account was worth if all that is held were worth nothing.
        working: Limit and stop at which each order works, as the venue told them last.
        requests: What each order that was let through may do.
        fills: Each fill with the order's instrument and the position before it.
    """

    request: BacktestRequest
    after_each: Callable[["Watch"], None] = lambda _watch: None
    reviews: list[Review] = attrs.field(factory=list)
    run: Run = attrs.field(init=False)
    positions: dict[str, int] = attrs.field(factory=dict)
    cash: Decimal = attrs.field(init=False)
    working: dict[str, tuple[int | None, int | None]] = attrs.field(factory=dict)
    requests: dict[str, OrderRequest] = attrs.field(factory=dict)
    fills: list[tuple[OrderFilled, OrderRequest, int]] = attrs.field(factory=list)

    def __attrs_post_init__(self) -> None:
        """Begin with the balance."""
        self.cash = self.request.balance

    @property
    def engine(self) -> Engine:
        """The bot that is watched."""
        return self.run.engine

    @property
    def loss_floor(self) -> int | None:
        """Where the floor of the maximum loss stands, in whole units; None where it judges nothing."""
        supervisor = self.engine.supervisor
        floor = NO_FLOOR if supervisor is None else supervisor.state.memory[path.LOSS_FLOOR]
        return None if floor == NO_FLOOR else floor

    @property
    def is_alive(self) -> bool:
        """Whether the account has neither failed nor passed."""
        supervisor = self.engine.supervisor
        return supervisor is None or supervisor.status is PlanStatus.ACTIVE

    def markets(self) -> list[Market]:
        """Return every instrument's market, the main one first."""
        return [
            self._market(
                "" if place == 0 else venue.scale.instrument.id, venue.scale.instrument, venue.costs.commission
            )
            for place, venue in enumerate(self.run.venues)
        ]

    def _market(self, name: str, instrument: Instrument, fee: Decimal) -> Market:
        view = self.engine.desk.view(name) if name else self.engine.desk.main
        orders = tuple(
            (replace(order), order.reach_steps, *self.working.get(order.client_order_id, self._asked(order.request)))
            for order in self.engine.orders.values()
            if order.request.instrument == name
        )
        price = view.last_steps if view.is_known else None
        return Market(instrument, self.positions.get(name, 0), price, orders, fee)

    @staticmethod
    def _asked(request: OrderRequest) -> tuple[int | None, int | None]:
        return request.limit_steps, request.stop_steps

    def equity(self, markets: Iterable[Market]) -> Decimal:
        """Return the account's equity, worked out from its fills."""
        return self.cash + sum(_worth(one.instrument, one.position, one.price or 0) for one in markets)

    def note(self, request: OrderRequest, state: TradingState, verdict: ApprovedOrder | Denial) -> None:
        """Remember what the gate was asked and said."""
        markets, supervisor = self.markets(), self.engine.supervisor
        name = request.instrument
        places = ["" if place == 0 else one.instrument.id for place, one in enumerate(markets)]
        main = markets[places.index(name)]
        edge = NO_FLOOR if supervisor is None else supervisor.state.edge(self.engine.account.balance_units)
        floor = None if edge <= NO_FLOOR else self.engine.gate.scale.to_money(edge)
        self.reviews.append(
            Review(
                request,
                state,
                verdict.code if isinstance(verdict, Denial) else "",
                verdict.message if isinstance(verdict, Denial) else "",
                isinstance(verdict, ApprovedOrder) and verdict.order.request.reduce_only,
                self.equity(markets),
                floor,
                main,
                tuple(one for one in markets if one is not main),
            )
        )
        if isinstance(verdict, ApprovedOrder):
            self.requests[request.client_order_id] = verdict.order.request

    def hear(self, event: OrderEvent, request: OrderRequest | None) -> None:
        """Follow what happened to an order."""
        if isinstance(event, OrderAccepted | OrderModified):
            asked = (None, None) if request is None else self._asked(request)
            limit, stop = self.working.get(event.client_order_id, asked)
            told = limit if event.limit_steps is None else event.limit_steps
            self.working[event.client_order_id] = told, stop if event.stop_steps is None else event.stop_steps
        if isinstance(event, OrderFilled) and request is not None:
            name, signed = request.instrument, event.side.sign * event.last_quantity_steps
            before = self.positions.get(name, 0)
            instrument = self.engine.markets[name].holding.scale.instrument
            self.positions[name] = before + signed
            self.cash -= _worth(instrument, signed, event.last_price_steps)
            self.cash -= self.engine.gate.scale.to_money(event.commission_units)
            self.fills.append((event, request, before))


def _worth(instrument: Instrument, steps: int, price: int) -> Decimal:
    return steps * instrument.quantity_step * price * instrument.tick_size * instrument.point_value


def _ignore(_watch: Watch) -> None:
    pass


def watch(
    request: BacktestRequest,
    after_each: Callable[[Watch], None] = _ignore,
    *,
    on_start: Callable[[Watch], None] = _ignore,
) -> Watch:
    """Run a backtest and return what was seen of it.

    Args:
        request: The backtest.
        after_each: Called after each event and after each decision, when everything has followed it.
        on_start: Called once all objects are joined.
    """
    seen = Watch(request, after_each)
    take, decide, review = Engine.take, Engine.decide, RiskGate.review

    def compose(asked: BacktestRequest) -> Run:
        seen.run = compose_run(asked)
        on_start(seen)
        return seen.run

    def watched_take(engine: Engine, event: OrderEvent) -> None:
        order = engine.orders.get(event.client_order_id) or engine.ended_orders.get(event.client_order_id)
        seen.hear(event, None if order is None else order.request)
        take(engine, event)
        seen.after_each(seen)

    def watched_decide(engine: Engine) -> list[Decision]:
        decisions: Sequence[Decision] = decide(engine)
        seen.after_each(seen)
        return [*decisions]

    def watched_review(
        gate: RiskGate, asked: OrderRequest, position: int, live: Collection[Order], *rest: Any, **more: Any
    ) -> ApprovedOrder | Denial:
        state, verdict = gate.state, review(gate, asked, position, live, *rest, **more)
        seen.note(asked, state, verdict)
        return verdict

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(event_driver, "compose_run", compose)
        patch.setattr(Engine, "take", watched_take)
        patch.setattr(Engine, "decide", watched_decide)
        patch.setattr(RiskGate, "review", watched_review)
        run_backtest(request)
    return seen
