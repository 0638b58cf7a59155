"""What a strategy may know of its account, and where its wishes lie."""

from decimal import Decimal

import pytest

from bot import a_bar, a_bot
from propbots.domain.decision import CancelOrder, ModifyOrder
from propbots.domain.event import OrderFilled, Side, Signal, SignalKind
from propbots.domain.order import OrderRequest
from propbots.domain.trade import PositionSide
from propbots.engine.engine import Engine
from propbots.strategy.desk import Desk
from propbots.strategy.market_view import Position


def holding(*fills: tuple[Side, int, int]) -> Engine:
    engine, _ = a_bot()
    for side, steps, price in fills:
        engine.main.holding.apply_fill(OrderFilled("1", 0, side, steps, price, 0, "signal", "x"), 0)
    return engine


@pytest.mark.parametrize(
    ("fills", "position"),
    [
        ((), Position(PositionSide.FLAT, Decimal(0), None)),
        (((Side.BUY, 1, 100), (Side.BUY, 1, 103)), Position(PositionSide.LONG, Decimal(2), Decimal("101.5"))),
        (((Side.SELL, 3, 100),), Position(PositionSide.SHORT, Decimal(3), Decimal(100))),
    ],
)
def test_a_position_tells_side_quantity_and_average_price(
    fills: tuple[tuple[Side, int, int], ...], position: Position
) -> None:
    assert holding(*fills).desk.main.position == position


def test_equity_is_told_at_the_last_close() -> None:
    desk = holding((Side.BUY, 2, 100)).desk
    desk.main.bar = a_bar(close=97)

    assert (desk.balance, desk.equity) == (50_000, 49_940)


def test_before_the_first_bar_it_is_no_time_and_equity_is_the_balance() -> None:
    desk = holding().desk

    assert (desk.now_ns, desk.equity) == (0, 50_000)


def test_now_is_the_close_of_the_bar_at_hand() -> None:
    desk = holding().desk
    desk.main.bar = a_bar(number=3)

    assert desk.now_ns == a_bar(number=3).close_time_ns


def test_wishes_lie_in_the_order_in_which_they_were_left() -> None:
    desk = holding().desk
    signal, cancel, modify = Signal(0, SignalKind.EXIT), CancelOrder("1"), ModifyOrder("1", 5)

    desk.signal(signal)
    desk.cancel(cancel)
    desk.modify(modify)
    name = desk.request(OrderRequest(Side.BUY, 1))

    assert desk.wishes == [signal, cancel, modify, OrderRequest(Side.BUY, 1, client_order_id=name)]


def test_names_of_orders_begin_with_the_prefix_and_never_repeat() -> None:
    engine = holding()
    desk = Desk({"": engine.desk.main}, "bot-")

    names = [desk.request(OrderRequest(Side.BUY, 1)), desk.next_id(), desk.request(OrderRequest(Side.BUY, 1))]

    assert names == ["bot-1", "bot-2", "bot-3"]
