"""An order moves along its table and nowhere else, and never fills more than was asked for."""

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from propbots.domain.event import (
    OrderAccepted,
    OrderCanceled,
    OrderCancelRequested,
    OrderDenied,
    OrderEvent,
    OrderExpired,
    OrderFilled,
    OrderModified,
    OrderModifyDenied,
    OrderModifyRequested,
    OrderOutcomeUnknown,
    OrderRejected,
    OrderSubmitted,
    Side,
)
from propbots.domain.order import TERMINAL, TRANSITIONS, WORKING, Order, OrderRequest, OrderStatus
from propbots.errors import InvariantViolated

WHOLE = 5
"""What every order of this page asks for."""


def a_fill(steps: int) -> OrderFilled:
    return OrderFilled("1", 0, Side.BUY, steps, 100, 0, "signal", "x")


EVENTS: tuple[OrderEvent, ...] = (
    OrderDenied("1", 0, "code", "why"),
    OrderSubmitted("1", 0),
    OrderAccepted("1", 0),
    OrderRejected("1", 0, "why"),
    OrderOutcomeUnknown("1", 0, "why"),
    OrderModifyRequested("1", 0),
    OrderModified("1", 0),
    OrderModifyDenied("1", 0, "code", "message"),
    OrderCancelRequested("1", 0),
    OrderCanceled("1", 0),
    OrderExpired("1", 0),
    a_fill(1),
)


def an_order(status: OrderStatus = OrderStatus.INITIALIZED, filled: int = 0) -> Order:
    return Order("1", OrderRequest(Side.BUY, WHOLE), status, filled)


def test_every_kind_of_event_is_on_this_page() -> None:
    kinds = {type(event) for event in EVENTS}

    assert kinds == set(OrderEvent.__subclasses__())


@pytest.mark.parametrize(
    ("status", "event"), list(product(OrderStatus, EVENTS)), ids=lambda one: str(one).split("(")[0]
)
def test_only_moves_of_the_table_are_possible(status: OrderStatus, event: OrderEvent) -> None:
    order = an_order(status)

    if (status, type(event)) in TRANSITIONS:
        order.apply(event)
        named = TRANSITIONS[status, type(event)]
        assert named is None or order.status is named
    else:
        with pytest.raises(InvariantViolated, match=f"cannot take {type(event).__name__} while {status.value}"):
            order.apply(event)
        assert order == an_order(status)


@pytest.mark.parametrize("status", sorted(TERMINAL))
def test_a_terminal_state_takes_nothing_but_a_late_fill(status: OrderStatus) -> None:
    kinds = {kind for (at, kind) in TRANSITIONS if at is status}

    assert kinds <= {OrderFilled}


def test_what_we_refused_and_what_is_filled_can_never_fill() -> None:
    assert (OrderStatus.DENIED, OrderFilled) not in TRANSITIONS
    assert (OrderStatus.FILLED, OrderFilled) not in TRANSITIONS


@pytest.mark.parametrize("status", [status for status in OrderStatus if status not in TERMINAL])
def test_every_state_that_is_not_terminal_has_a_way_to_an_end(status: OrderStatus) -> None:
    reached, edge = {status}, [status]
    while edge:
        at = edge.pop()
        ways = {to for (source, _), to in TRANSITIONS.items() if source is at and to is not None} - reached
        reached |= ways
        edge += ways

    assert reached & TERMINAL


@pytest.mark.parametrize("event", [OrderAccepted("1", 0), OrderModified("1", 0)])
@pytest.mark.parametrize(("filled", "status"), [(0, OrderStatus.ACCEPTED), (2, OrderStatus.PARTIALLY_FILLED)])
def test_an_answer_to_a_change_leads_back_to_what_was_filled(
    event: OrderEvent, filled: int, status: OrderStatus
) -> None:
    order = an_order(OrderStatus.PENDING_MODIFY, filled)

    order.apply(event)

    assert order.status is status
    assert order.status in WORKING


def test_fills_add_up_to_filled() -> None:
    order = an_order(OrderStatus.ACCEPTED)

    order.apply(a_fill(2))
    partly = order.status, order.filled_quantity_steps, order.leaves_quantity_steps
    order.apply(a_fill(3))

    assert partly == (OrderStatus.PARTIALLY_FILLED, 2, 3)
    assert (order.status, order.leaves_quantity_steps) == (OrderStatus.FILLED, 0)
    assert order.is_terminal


@pytest.mark.parametrize("steps", [WHOLE + 1, 0, -1])
def test_a_fill_of_too_much_or_of_nothing_is_refused_and_changes_nothing(steps: int) -> None:
    order = an_order(OrderStatus.ACCEPTED)

    with pytest.raises(InvariantViolated, match=f"of {WHOLE} steps cannot fill {steps}"):
        order.apply(a_fill(steps))
    assert order == an_order(OrderStatus.ACCEPTED)


def test_fills_that_together_overfill_are_refused() -> None:
    order = an_order(OrderStatus.ACCEPTED)
    order.apply(a_fill(3))

    with pytest.raises(InvariantViolated, match="cannot fill 6"):
        order.apply(a_fill(3))
    assert order.leaves_quantity_steps == 2


@pytest.mark.parametrize("status", [OrderStatus.CANCELED, OrderStatus.EXPIRED, OrderStatus.REJECTED])
def test_a_late_fill_is_counted_although_the_order_had_ended(status: OrderStatus) -> None:
    order = an_order(status)

    order.apply(a_fill(2))
    partly = order.status, order.filled_quantity_steps
    order.apply(a_fill(3))

    assert partly == (status, 2)
    assert order.status is OrderStatus.FILLED


@given(st.lists(st.one_of(st.sampled_from(EVENTS), st.builds(a_fill, st.integers(-1, WHOLE + 1))), max_size=12))
def test_whatever_happens_an_order_stays_sound(events: list[OrderEvent]) -> None:
    order = an_order()
    for event in events:
        before = order.status, order.filled_quantity_steps
        try:
            order.apply(event)
        except InvariantViolated:
            assert (order.status, order.filled_quantity_steps) == before
            continue
        assert (before[0], type(event)) in TRANSITIONS
        assert before[1] <= order.filled_quantity_steps <= WHOLE
        assert order.filled_quantity_steps + order.leaves_quantity_steps == WHOLE
        assert (order.status is OrderStatus.FILLED) == (order.leaves_quantity_steps == 0)
        if order.status in WORKING:
            assert (order.status is OrderStatus.PARTIALLY_FILLED) == (order.filled_quantity_steps > 0)


@pytest.mark.parametrize("status", [OrderStatus.PENDING_SUBMIT, OrderStatus.OUTCOME_UNKNOWN])
def test_an_order_in_doubt_can_be_asked_to_end(status: OrderStatus) -> None:
    order = an_order(status)

    order.apply(OrderCancelRequested("1", 0))
    order.apply(OrderModified("1", 0))

    assert order.status is OrderStatus.PENDING_CANCEL
