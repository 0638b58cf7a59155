"""Signals become orders of the right side and size."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from propbots.domain.event import Side, Signal, SignalKind
from propbots.domain.instrument import AssetClass, Instrument
from propbots.domain.order import OrderRequest, Protection
from propbots.domain.scale import Scale
from propbots.errors import ConfigurationError
from propbots.strategy.sizing import FixedQuantity, RiskToStop, to_request

SCALE = Scale.of(Instrument("XYZ", AssetClass.FUTURES, Decimal("0.25"), Decimal(50), quantity_step=Decimal("0.5")))
"""A tick is worth 12.50 for 1.0, 6.25 for a quantity step."""


def a_signal(kind: SignalKind = SignalKind.BUY_ENTRY, **distances: int) -> Signal:
    return Signal(0, kind, **distances)


def test_a_fixed_quantity_is_told_in_steps() -> None:
    assert FixedQuantity.of(Decimal("1.5"), SCALE).quantity_steps(a_signal(), SCALE) == 3


@pytest.mark.parametrize("quantity", ["0", "-1", "0.25", "NaN"])
def test_a_quantity_off_the_grid_is_refused(quantity: str) -> None:
    with pytest.raises(ConfigurationError, match=rf"a multiple of 0.5 for XYZ \(was {quantity}\)"):
        FixedQuantity.of(Decimal(quantity), SCALE)


@pytest.mark.parametrize(
    ("money", "distance", "steps"),
    [("62.50", 10, 1), ("62.49", 10, 0), ("124.99", 10, 1), ("125", 10, 2), ("6.25", 1, 1)],
)
def test_money_at_risk_buys_what_the_stop_would_lose(money: str, distance: int, steps: int) -> None:
    sizer = RiskToStop(SCALE.to_units(Decimal(money)))

    assert sizer.quantity_steps(a_signal(stop_offset_steps=distance), SCALE) == steps


@given(st.integers(0, 10**7), st.integers(1, 500))
def test_money_at_risk_is_never_exceeded_and_not_wasted(money: int, distance: int) -> None:
    steps = RiskToStop(money).quantity_steps(a_signal(stop_offset_steps=distance), SCALE)

    loss = distance * SCALE.step_value
    assert steps * loss <= money < (steps + 1) * loss


def test_the_nearer_measure_of_risk_is_the_stop_and_a_trail_stands_in_for_it() -> None:
    sizer = RiskToStop(SCALE.to_units(Decimal(125)))

    assert sizer.quantity_steps(a_signal(stop_offset_steps=10, trail_steps=1), SCALE) == 2
    assert sizer.quantity_steps(a_signal(trail_steps=20), SCALE) == 1


def test_money_at_risk_without_a_stop_is_refused() -> None:
    with pytest.raises(ConfigurationError, match="needs a strategy with a stop"):
        RiskToStop(100).quantity_steps(a_signal(target_offset_steps=5), SCALE)


@pytest.mark.parametrize(("kind", "side"), [(SignalKind.BUY_ENTRY, Side.BUY), (SignalKind.SELL_ENTRY, Side.SELL)])
def test_an_entry_is_for_the_whole_size_whatever_is_held(kind: SignalKind, side: Side) -> None:
    assert to_request(a_signal(kind), -4, 3, lambda: "7") == OrderRequest(side, 3, client_order_id="7")


def test_an_entry_carries_its_distances() -> None:
    request = to_request(a_signal(stop_offset_steps=5, target_offset_steps=9, trail_steps=4), 0, 1, lambda: "7")

    assert request is not None
    assert request.protection == Protection(stop_offset_steps=5, target_offset_steps=9, trail_steps=4)


@pytest.mark.parametrize(("held", "side"), [(3, Side.SELL), (-3, Side.BUY)])
def test_an_exit_is_for_all_that_is_held_and_only_reduces(held: int, side: Side) -> None:
    request = to_request(a_signal(SignalKind.EXIT), held, 1, lambda: "7")

    assert request == OrderRequest(side, 3, reduce_only=True, client_order_id="7")


def test_there_is_nothing_to_exit_and_nothing_to_enter_with() -> None:
    assert to_request(a_signal(SignalKind.EXIT), 0, 1, lambda: "7") is None
    assert to_request(a_signal(), 0, 0, lambda: "7") is None
