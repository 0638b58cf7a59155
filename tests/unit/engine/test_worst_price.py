"""What an account could lose at once, reckoned one quantity step at a time."""

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from propbots.domain.event import OrderModified
from propbots.domain.order import Order, OrderRequest, OrderStatus, OrderType, Protection, Side
from propbots.engine.worst_price import Exposure, Reserve

RESERVE = Reserve(step_value=125, gap=(1, 200), slippage=4, fee=61)
"""A tick is worth 1.25, a gap is half a per cent, a stop slips four ticks, a side costs 0.61."""
GAP = 100 * 125 + 4 * 125 + 61
"""What a step loses in a gap from a price of 20,000 ticks, slippage and fee included."""


def a_stop(at: int, quantity: int, side: Side = Side.SELL, status: OrderStatus = OrderStatus.ACCEPTED) -> Order:
    request = OrderRequest(side, quantity, OrderType.STOP, stop_steps=at, reduce_only=True)
    return Order("stop", request, status, stop_steps=at)


def an_entry(side: Side = Side.BUY, quantity: int = 1, **terms: Any) -> OrderRequest:
    return OrderRequest(side, quantity, **terms)


@pytest.mark.parametrize(
    ("position", "live", "candidate", "lost"),
    [
        (0, [], None, 0),
        (2, [], None, 2 * GAP),
        (-2, [], None, 2 * GAP),
        (2, [a_stop(19_990, 2)], None, 2 * (10 * 125 + 561)),
        (2, [a_stop(19_990, 1)], None, 10 * 125 + 561 + GAP),
        (2, [a_stop(20_010, 2)], None, 2 * 561),
        (2, [a_stop(19_990, 2, status=OrderStatus.PENDING_SUBMIT)], None, 2 * GAP),
        (2, [a_stop(19_990, 2, status=OrderStatus.OUTCOME_UNKNOWN)], None, 2 * GAP),
        (0, [], an_entry(), GAP + 561),
        (0, [], an_entry(protection=Protection(stop_offset_steps=10)), 10 * 125 + 2 * 561),
        (0, [], an_entry(protection=Protection(stop_steps=19_980)), 20 * 125 + 2 * 561),
        (0, [], an_entry(protection=Protection(trail_steps=8)), 8 * 125 + 2 * 561),
        (0, [], an_entry(type=OrderType.LIMIT, limit_steps=18_000), 90 * 125 + 561 + 61),
        (1, [], an_entry(Side.SELL, 2), 2 * (GAP + 561)),
        (1, [], an_entry(Side.BUY, 2), GAP + 2 * (GAP + 561)),
        (0, [Order("a", an_entry(quantity=3), OrderStatus.OUTCOME_UNKNOWN)], an_entry(), 4 * (GAP + 561)),
        (0, [Order("a", an_entry(Side.SELL, 3), OrderStatus.ACCEPTED)], an_entry(), 3 * (GAP + 561)),
        (0, [], an_entry(reduce_only=True), 0),
    ],
)
def test_the_worst_is_lost(position: int, live: list[Order], candidate: OrderRequest | None, lost: int) -> None:
    assert Exposure(RESERVE, 20_000, position, live).lose_most(candidate) == lost


@given(st.integers(-5, 5), st.integers(1, 5), st.sampled_from(Side), st.integers(0, 3))
def test_another_order_never_makes_the_worst_better(position: int, quantity: int, side: Side, waiting: int) -> None:
    live = [Order("a", an_entry(Side.BUY, waiting), OrderStatus.ACCEPTED)] if waiting else []
    exposure = Exposure(RESERVE, 20_000, position, live)

    assert exposure.lose_most(an_entry(side, quantity)) >= exposure.lose_most()


@pytest.mark.parametrize(("position", "side"), [(2, Side.BUY), (-2, Side.SELL)])
def test_a_stop_on_the_side_of_what_is_held_protects_nothing_of_it(position: int, side: Side) -> None:
    stop = a_stop(20_000 + 10 * side.sign, 2, side)

    assert Exposure(RESERVE, 20_000, position, [stop]).lose_most() == 2 * GAP


def test_an_entry_is_reckoned_from_the_price_to_which_it_was_moved() -> None:
    entry = an_entry(type=OrderType.LIMIT, limit_steps=18_000, protection=Protection(stop_steps=17_990))
    order = Order("a", entry, OrderStatus.ACCEPTED)
    order.follow_prices(OrderModified("a", 0, limit_steps=19_990))

    assert Exposure(RESERVE, 20_000, 0, [order]).lose_most() == 2_000 * 125 + 561 + 61


def test_a_change_of_quantity_alone_leaves_an_orders_prices_where_they_are() -> None:
    order = Order("a", an_entry(type=OrderType.STOP, stop_steps=20_100), OrderStatus.ACCEPTED)
    order.follow_prices(OrderModified("a", 0, stop_steps=20_200))
    order.follow_prices(OrderModified("a", 0, quantity_steps=3))

    assert order.working_prices == (None, 20_200)


def test_the_gap_is_rounded_against_the_account() -> None:
    assert Reserve(1, Decimal("0.005").as_integer_ratio(), 0, 0).lose_unprotected(201) == 2
