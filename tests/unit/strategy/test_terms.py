"""An order's terms become exactly the order that they say, or are refused where they are written."""

from decimal import Decimal
from typing import Any

import pytest

from bot import a_bar, a_bot
from propbots.domain.event import Side
from propbots.domain.order import OrderRequest, OrderType, Protection, TimeInForce
from propbots.errors import ConfigurationError
from propbots.strategy.sizing import FixedQuantity, RiskToStop
from propbots.strategy.terms import OrderTerms, build_request


def request(quantity: Decimal | int | None = 1, **terms: Any) -> OrderRequest:
    engine, _ = a_bot()
    return build_request(engine.desk, Side.BUY, quantity, OrderTerms(**terms))


@pytest.mark.parametrize(
    ("terms", "kind"),
    [
        ({}, OrderType.MARKET),
        ({"limit_price": 99}, OrderType.LIMIT),
        ({"stop_price": 101}, OrderType.STOP),
        ({"stop_price": 101, "limit_price": 102}, OrderType.STOP_LIMIT),
        ({"trail_ticks": 4}, OrderType.TRAILING_STOP),
        ({"on_open": True}, OrderType.MARKET_ON_OPEN),
    ],
)
def test_the_prices_of_an_order_tell_its_type(terms: dict[str, Any], kind: OrderType) -> None:
    order = request(**terms)

    assert order.type is kind
    assert (order.limit_steps, order.stop_steps, order.trail_steps) == (
        terms.get("limit_price"),
        terms.get("stop_price"),
        terms.get("trail_ticks"),
    )


def test_an_order_says_nothing_that_it_was_not_told() -> None:
    assert request() == OrderRequest(Side.BUY, 1)


def test_every_other_term_is_taken_over() -> None:
    order = request(time_in_force=TimeInForce.DAY, reduce_only=True, oco_group="g", reason="why")

    assert (order.time_in_force, order.reduce_only, order.oco_group, order.reason) == (
        TimeInForce.DAY,
        True,
        "g",
        "why",
    )


@pytest.mark.parametrize(
    ("terms", "protection"),
    [
        ({"stop_loss_ticks": 3}, Protection(stop_offset_steps=3)),
        ({"stop_loss": 95}, Protection(stop_steps=95)),
        ({"take_profit_ticks": 3}, Protection(target_offset_steps=3)),
        ({"take_profit": 105}, Protection(target_steps=105)),
        ({"trailing_stop_ticks": 3}, Protection(trail_steps=3)),
        ({}, None),
    ],
)
def test_protective_exits_are_told_as_distances_or_prices(terms: dict[str, Any], protection: Protection | None) -> None:
    assert request(**terms).protection == protection


@pytest.mark.parametrize(
    ("terms", "message"),
    [
        ({"limit_price": Decimal("99.5")}, r"price must be a multiple of the tick size 1 \(was 99.5\)"),
        ({"take_profit": Decimal("NaN")}, r"\(was NaN\)"),
        ({"trail_ticks": 4, "limit_price": 99}, "an order has a limit price, a stop price or both"),
        ({"on_open": True, "stop_price": 101}, "an order has a limit price, a stop price or both"),
        ({"stop_loss": 95, "stop_loss_ticks": 3}, "give stop_loss or stop_loss_ticks, not both"),
        ({"take_profit": 105, "take_profit_ticks": 3}, "give take_profit or take_profit_ticks, not both"),
        ({"trail_ticks": 0}, r"trail_ticks must be a whole number above 0 \(was 0\)"),
        ({"stop_loss_ticks": -3}, r"stop_loss_ticks must be a whole number above 0 \(was -3\)"),
        ({"take_profit_ticks": 1.5}, r"take_profit_ticks must be a whole number above 0 \(was 1.5\)"),
        ({"time_in_force": "week"}, "week"),
    ],
)
def test_terms_that_make_no_sense_are_refused(terms: dict[str, Any], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        request(**terms)


def test_a_term_that_does_not_exist_is_refused_with_the_nearest_one() -> None:
    with pytest.raises(TypeError, match="an order has no term 'stop_los'; did you mean 'stop_loss'"):
        request(stop_los=95)


@pytest.mark.parametrize("quantity", [0, -1, Decimal("1.5"), Decimal("Infinity")])
def test_a_quantity_off_the_grid_is_refused(quantity: Decimal | int) -> None:
    with pytest.raises(ValueError, match=rf"quantity must be above 0 and a multiple of 1 \(was {quantity}\)"):
        request(quantity)


def test_an_order_that_names_no_quantity_has_the_configured_size() -> None:
    engine, _ = a_bot()
    engine.desk.main.sizer = FixedQuantity(7)

    assert build_request(engine.desk, Side.SELL, None, {}).quantity_steps == 7


@pytest.mark.parametrize(
    ("terms", "steps"),
    [
        ({"stop_loss_ticks": 5}, 10),
        ({"trailing_stop_ticks": 10}, 5),
        ({"stop_loss": 95}, 10),
        ({"stop_loss": 95, "limit_price": 97}, 25),
        ({"stop_loss": 95, "stop_price": 105}, 5),
        ({"stop_loss_ticks": 600}, 0),
        ({"reduce_only": True}, 3),
    ],
)
def test_an_order_that_names_no_quantity_is_sized_by_what_its_stop_risks(terms: dict[str, Any], steps: int) -> None:
    """A tick is worth 10, the last close is 100, and 500 may be lost."""
    engine, _ = a_bot()
    engine.desk.main.sizer, engine.desk.main.bar = RiskToStop(50_000), a_bar()
    engine.main.holding.position_steps = -3

    assert build_request(engine.desk, Side.BUY, None, terms).quantity_steps == steps


@pytest.mark.parametrize("terms", [{}, {"take_profit_ticks": 5}, {"stop_loss": 100}])
def test_an_order_without_a_stop_cannot_be_sized_by_risk(terms: dict[str, Any]) -> None:
    engine, _ = a_bot()
    engine.desk.main.sizer, engine.desk.main.bar = RiskToStop(50_000), a_bar()

    with pytest.raises(ConfigurationError, match="sizing by risk needs a strategy with a stop"):
        build_request(engine.desk, Side.BUY, None, terms)


@pytest.mark.parametrize(
    ("quantity", "terms", "told"),
    [
        (2**60, {}, "quantity must be at most 9007199254740992"),
        (None, {"limit_price": Decimal("1e20")}, "price must be within 9007199254740992 ticks of 0"),
        (None, {"stop_loss_ticks": 2**60}, "stop_loss_ticks must be at most 9007199254740992"),
    ],
)
def test_what_nobody_can_count_is_refused(quantity: int | None, terms: dict[str, Any], told: str) -> None:
    with pytest.raises(ValueError, match=told):
        request(quantity, **terms)
