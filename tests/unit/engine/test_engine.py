"""Wishes become decisions through the gate, and events move orders, account and strategy, in this order."""

import pytest

from bot import a_bar, a_bot
from propbots.domain.decision import CancelOrder, ModifyOrder
from propbots.domain.event import (
    OrderAccepted,
    OrderCanceled,
    OrderDenied,
    OrderEvent,
    OrderFilled,
    OrderSubmitted,
    RiskEvent,
    RiskEventKind,
    Side,
    Signal,
    SignalKind,
)
from propbots.domain.order import OrderRequest, OrderStatus, OrderType, Protection
from propbots.engine.decision import SubmitOrder
from propbots.engine.engine import Engine
from propbots.engine.gate import TradingState
from propbots.errors import InvariantViolated
from rule_script import a_cap, a_plan


def a_request(steps: int = 1, **terms: object) -> OrderRequest:
    return OrderRequest(Side.BUY, steps, **terms)


def decide(engine: Engine, *requests: OrderRequest) -> list[SubmitOrder]:
    engine.desk.main.bar = a_bar()
    for request in requests:
        engine.desk.request(request)
    decisions = engine.decide()
    assert all(isinstance(decision, SubmitOrder) for decision in decisions)
    return [decision for decision in decisions if isinstance(decision, SubmitOrder)]


def fill(engine: Engine, name: str, side: Side = Side.BUY, steps: int = 1) -> None:
    engine.take(OrderAccepted(name, 1))
    engine.take(OrderFilled(name, 2, side, steps, 100, 0, "signal", "x"))


def test_an_approved_order_is_submitted_and_lives_until_it_ends() -> None:
    engine, _ = a_bot()
    (decision,) = decide(engine, a_request())
    order = decision.approved.order

    alive = dict(engine.orders)
    fill(engine, order.client_order_id)

    assert alive == {"1": order}
    assert engine.orders == {}
    assert order.status is OrderStatus.FILLED
    assert [type(event) for event in engine.journal] == [OrderSubmitted, OrderAccepted, OrderFilled]


def test_a_denied_order_is_told_and_journalled_and_leaves_no_decision() -> None:
    engine, puppet = a_bot(a_plan(a_cap(1)))

    decisions = decide(engine, a_request(2))

    assert decisions == []
    assert engine.denied == 1
    assert engine.orders == {}
    denied, event = engine.journal
    assert isinstance(denied, OrderDenied)
    assert isinstance(event, RiskEvent)
    assert (denied.code, event.kind, event.rule) == ("contract_cap", RiskEventKind.DENIED, "contract_cap")
    assert puppet.told == [denied]


def test_orders_of_one_decision_count_against_the_cap_together() -> None:
    engine, _ = a_bot(a_plan(a_cap(2)))

    decisions = decide(engine, a_request(2), a_request(1))

    assert len(decisions) == 1
    assert engine.denied == 1


def test_a_bracket_is_decided_with_its_exits_in_a_group_of_their_own() -> None:
    engine, _ = a_bot()

    (decision,) = decide(
        engine, a_request(2, protection=Protection(stop_offset_steps=3, target_steps=110, trail_steps=4))
    )

    stop, trailing, target = (approved.order for approved in decision.exits)
    assert [order.request.type for order in (stop, trailing, target)] == [
        OrderType.STOP,
        OrderType.TRAILING_STOP,
        OrderType.LIMIT,
    ]
    assert [order.request.reason for order in (stop, trailing, target)] == ["stop", "trailing_stop", "target"]
    assert target.request.limit_steps == 110
    assert trailing.request.trail_steps == 4
    for order in (stop, trailing, target):
        assert order.parent_id == "1"
        assert order.request.reduce_only
        assert (order.request.side, order.request.quantity_steps) == (Side.SELL, 2)
        assert order.request.oco_group == stop.request.oco_group
        assert order.status is OrderStatus.PENDING_SUBMIT


def test_the_exits_of_a_bracket_are_known_by_their_entry() -> None:
    engine, _ = a_bot()
    both = Protection(stop_offset_steps=3, target_offset_steps=3)

    decisions = decide(engine, a_request(protection=both), a_request(protection=both))

    for decision in decisions:
        entry = decision.approved.order.client_order_id
        assert [one.order.parent_id for one in decision.exits] == [entry, entry]


def test_a_signal_is_sized_when_it_is_decided() -> None:
    engine, _ = a_bot(quantity=3)
    engine.desk.signal(Signal(0, SignalKind.SELL_ENTRY, 5, 9, None))

    (decision,) = engine.decide()

    assert isinstance(decision, SubmitOrder)
    request = decision.approved.order.request
    assert (request.side, request.quantity_steps) == (Side.SELL, 3)
    assert request.protection == Protection(stop_offset_steps=5, target_offset_steps=9)


def test_an_exit_signal_closes_what_is_held_and_asks_for_nothing_when_flat() -> None:
    engine, _ = a_bot()
    engine.desk.signal(Signal(0, SignalKind.EXIT))
    flat = engine.decide()
    (entry,) = decide(engine, a_request(2))
    fill(engine, entry.approved.order.client_order_id, steps=2)
    engine.desk.signal(Signal(0, SignalKind.EXIT))

    (leave,) = engine.decide()

    assert flat == []
    assert isinstance(leave, SubmitOrder)
    request = leave.approved.order.request
    assert (request.side, request.quantity_steps, request.reduce_only) == (Side.SELL, 2, True)


def test_a_cancel_or_a_change_of_an_order_that_has_ended_is_dropped() -> None:
    engine, _ = a_bot()
    (live,) = decide(engine, a_request(type=OrderType.LIMIT, limit_steps=90))
    name = live.approved.order.client_order_id
    cancel, modify = CancelOrder(name), ModifyOrder(name, 91)
    engine.desk.cancel(cancel)
    engine.desk.modify(modify)
    while_live = engine.decide()
    engine.take(OrderAccepted(name, 1))
    engine.take(OrderCanceled(name, 2))
    engine.desk.cancel(cancel)
    engine.desk.modify(modify)

    assert while_live == [cancel, modify]
    assert engine.decide() == []


def test_what_is_wished_while_deciding_waits_for_the_next_event() -> None:
    engine, puppet = a_bot(a_plan(a_cap(1)))

    def ask_again(event: OrderEvent) -> None:
        if isinstance(event, OrderDenied):
            engine.desk.request(a_request(1))

    puppet.react = ask_again

    first = decide(engine, a_request(2))
    puppet.react = lambda _event: None
    second = engine.decide()

    assert first == []
    assert len(second) == 1
    assert engine.desk.wishes == []


def test_the_account_has_the_fill_when_the_strategy_is_told() -> None:
    engine, puppet = a_bot()
    (entry,) = decide(engine, a_request(2))
    held: list[int] = []
    puppet.react = lambda _event: held.append(engine.main.holding.position_steps)

    fill(engine, entry.approved.order.client_order_id, steps=2)

    assert held == [0, 2]


def test_an_exit_of_the_machine_passes_a_halted_gate() -> None:
    engine, _ = a_bot()
    engine.gate.restrict(TradingState.HALTED, "why")

    named = engine.register_exit(a_request(3, reduce_only=True, reason="flat_by"), 7)

    assert engine.orders[named.client_order_id].status is OrderStatus.PENDING_SUBMIT
    assert engine.journal == [OrderSubmitted(named.client_order_id, 7)]


def test_an_impossible_event_is_a_bug_and_not_swallowed() -> None:
    engine, _ = a_bot()
    (decision,) = decide(engine, a_request())
    name = decision.approved.order.client_order_id
    engine.take(OrderAccepted(name, 1))

    with pytest.raises(InvariantViolated):
        engine.take(OrderSubmitted(name, 2))


def test_a_fill_that_comes_after_the_end_of_its_order_is_taken() -> None:
    engine, puppet = a_bot()
    (decision,) = decide(engine, a_request(2))
    name = decision.approved.order.client_order_id
    events = [OrderAccepted(name, 1), OrderCanceled(name, 2), OrderFilled(name, 3, Side.BUY, 2, 100, 0, "signal", "x")]

    for event in events:
        engine.take(event)

    assert engine.main.holding.position_steps == 2
    assert puppet.told == events
    assert decision.approved.order.status is OrderStatus.FILLED


def test_an_answer_that_comes_after_the_fill_changes_nothing() -> None:
    engine, puppet = a_bot()
    (decision,) = decide(engine, a_request())
    name = decision.approved.order.client_order_id
    filled, accepted = OrderFilled(name, 1, Side.BUY, 1, 100, 0, "signal", "x"), OrderAccepted(name, 2)

    engine.take(filled)
    engine.take(accepted)

    assert engine.main.holding.position_steps == 1
    assert puppet.told == [filled]
    assert engine.journal[-2:] == [filled, accepted]


def test_a_partial_fill_may_come_before_the_acceptance() -> None:
    engine, _ = a_bot()
    (decision,) = decide(engine, a_request(2))
    name = decision.approved.order.client_order_id

    engine.take(OrderFilled(name, 1, Side.BUY, 1, 100, 0, "signal", "x"))
    engine.take(OrderAccepted(name, 2))

    assert decision.approved.order.status is OrderStatus.PARTIALLY_FILLED


def test_what_happens_to_an_order_that_nobody_knows_is_no_matter_of_course() -> None:
    engine, _ = a_bot()

    with pytest.raises(InvariantViolated, match=r"OrderAccepted must be about a known order \(was '7'\)"):
        engine.take(OrderAccepted("7", 1))
