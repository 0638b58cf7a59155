"""What a working order does, and within which prices it does nothing."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from propbots.domain.event import Side
from propbots.domain.order import Order, OrderRequest, OrderType, Protection, TimeInForce
from propbots.venue.book import NEVER_HIGH, NEVER_LOW, Book, WorkingOrder
from propbots.venue.fill import NO_PRICE

PRICES = st.integers(-20, 20)
PRICED = (OrderType.LIMIT, OrderType.STOP, OrderType.STOP_LIMIT, OrderType.TRAILING_STOP)


def a_request(side: Side = Side.BUY, kind: OrderType = OrderType.MARKET, **terms: object) -> OrderRequest:
    return OrderRequest(side, 1, kind, **{"client_order_id": "1", **terms})


def working(request: OrderRequest, *, parent_id: str | None = None, is_held: bool = False) -> WorkingOrder:
    return WorkingOrder.of(Order(request.client_order_id, request, parent_id=parent_id), is_held=is_held)


@st.composite
def priced_orders(draw: st.DrawFn) -> WorkingOrder:
    """An order that has been placed, at any price."""
    kind = draw(st.sampled_from(PRICED))
    trailing = kind is OrderType.TRAILING_STOP
    order = working(
        a_request(
            draw(st.sampled_from(Side)),
            kind,
            limit_steps=draw(PRICES) if kind in (OrderType.LIMIT, OrderType.STOP_LIMIT) else None,
            stop_steps=draw(PRICES) if kind in (OrderType.STOP, OrderType.STOP_LIMIT) else None,
            trail_steps=draw(st.integers(1, 5)) if trailing else None,
        )
    )
    if trailing:
        order.place(draw(PRICES))
    return order


@given(priced_orders(), st.lists(PRICES, min_size=2, max_size=5), st.integers(0, 3))
def test_between_its_fences_an_order_neither_acts_nor_moves(
    order: WorkingOrder, prices: list[int], through: int
) -> None:
    low, high = order.fences(through)
    prices = [price for price in prices if low < price < high]
    before = order.stop
    for start in prices:
        assert order.at_open(start, 0, through) == NO_PRICE
        for target in prices:
            assert order.on_way(start, target, through) == NO_PRICE
        order.follow(start)
        assert order.stop == before


@given(priced_orders(), st.integers(0, 3))
def test_at_its_fences_an_order_acts_or_moves(order: WorkingOrder, through: int) -> None:
    for fence in order.fences(through):
        if NEVER_LOW < fence < NEVER_HIGH:
            before = order.stop
            order.follow(fence)
            assert order.at_open(fence, 0, through) == fence or order.stop != before
            order.stop = before


def test_a_market_order_has_no_price_between_which_nothing_happens() -> None:
    low, high = working(a_request()).fences(1)

    assert low >= high


def test_a_market_on_open_order_waits_for_a_moment_and_not_for_a_price() -> None:
    order = working(a_request(kind=OrderType.MARKET_ON_OPEN))
    order.opens_ns = 100

    assert order.fences(1) == (NEVER_LOW, NEVER_HIGH)
    assert order.wakes_ns == 100
    assert (order.at_open(5, 99, 1), order.at_open(5, 100, 1)) == (NO_PRICE, 5)
    assert order.on_way(0, 10, 1) == NO_PRICE


def test_a_day_order_wakes_when_its_day_ends_and_another_never() -> None:
    for_day = working(a_request(kind=OrderType.LIMIT, limit_steps=5, time_in_force=TimeInForce.DAY))
    for_day.expires_ns = 100

    assert for_day.wakes_ns == 100
    assert working(a_request(kind=OrderType.LIMIT, limit_steps=5)).wakes_ns == NEVER_HIGH


def test_a_day_order_that_no_bar_has_seen_yet_wakes_at_once() -> None:
    resting = a_request(Side.BUY, OrderType.STOP, stop_steps=100, time_in_force=TimeInForce.DAY)

    assert working(resting).wakes_ns == 0


@pytest.mark.parametrize(
    ("side", "kind", "protection", "limit", "stop"),
    [
        (Side.SELL, OrderType.STOP, Protection(stop_offset_steps=4), None, 96),
        (Side.BUY, OrderType.STOP, Protection(stop_offset_steps=4), None, 104),
        (Side.SELL, OrderType.LIMIT, Protection(target_offset_steps=4), 104, None),
        (Side.BUY, OrderType.LIMIT, Protection(target_offset_steps=4), 96, None),
        (Side.SELL, OrderType.TRAILING_STOP, Protection(trail_steps=4), None, 96),
        (Side.BUY, OrderType.TRAILING_STOP, Protection(trail_steps=4), None, 104),
    ],
)
def test_an_exit_is_placed_on_its_side_of_the_fill(
    side: Side, kind: OrderType, protection: Protection, limit: int | None, stop: int | None
) -> None:
    held = working(a_request(side, kind, trail_steps=protection.trail_steps), is_held=True)

    held.activate(100, protection)

    assert not held.is_held
    assert (held.limit, held.stop) == (NO_PRICE if limit is None else limit, NO_PRICE if stop is None else stop)


def test_an_exit_told_as_a_price_stays_there() -> None:
    held = working(a_request(Side.SELL, OrderType.STOP, stop_steps=90), is_held=True)

    held.activate(100, Protection(stop_steps=90))

    assert held.stop == 90


def test_a_limit_that_was_traded_through_is_met_beyond_its_price() -> None:
    order = working(a_request(Side.BUY, OrderType.LIMIT, limit_steps=95))

    assert order.meets_at(95, 100, 1) == 94
    assert order.meets_at(95, 100, 0) == 95
    assert order.meets_at(93, 93, 1) == 93


def test_a_stop_is_met_at_its_price() -> None:
    assert working(a_request(Side.BUY, OrderType.STOP, stop_steps=105)).meets_at(105, 100, 1) == 105


def named(name: str, **terms: object) -> WorkingOrder:
    parent = terms.pop("parent_id", None)
    is_held = bool(terms.pop("is_held", False))
    return working(a_request(**{"client_order_id": name, **terms}), parent_id=parent, is_held=is_held)


def test_a_book_keeps_its_orders_in_the_order_in_which_they_came() -> None:
    book = Book()
    first, held, last = named("1"), named("2", parent_id="1", is_held=True), named("3")
    for order in (first, held, last):
        book.add(order)

    assert book.all() == [first, held, last]
    assert book.active == [first, last]
    assert book.exits_of("1") == [held]
    assert book.get("3") is last
    assert book.get("4") is None


def test_an_exit_that_is_placed_takes_its_old_turn() -> None:
    book = Book()
    held, last = named("2", parent_id="1", is_held=True), named("3")
    book.add(held)
    book.add(last)

    book.activate(held, 100, Protection(stop_offset_steps=1))

    assert book.active == [held, last]
    assert book.exits_of("1") == []


def test_an_order_that_is_let_go_no_longer_lives_and_a_list_at_hand_stays_as_it_is() -> None:
    book = Book()
    first, last = named("1"), named("2")
    book.add(first)
    book.add(last)
    at_hand = book.active

    book.remove(first)

    assert at_hand == [first, last]
    assert (book.active, book.all()) == ([last], [last])
    assert (first.is_live, last.is_live) == (False, True)


def test_siblings_are_the_others_of_a_group() -> None:
    book = Book()
    first, second, other, alone = (
        named("1", oco_group="a"), named("2", oco_group="a"), named("3", oco_group="b"), named("4")
    )  # fmt: skip
    for order in (first, second, other, alone):
        book.add(order)

    assert book.siblings(first) == [second]
    assert book.siblings(alone) == []
