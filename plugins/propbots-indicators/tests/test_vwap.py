"""The volume-weighted average price begins anew with each trading day."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from math import isclose, nan
from typing import Any

import attrs
import numpy as np
import pytest

from propbots_indicators import Anchor, Vwap

MIDNIGHT = datetime(2024, 3, 5, tzinfo=UTC)


@attrs.frozen
class HandBar:
    high: Any
    low: Any
    close: Any
    volume: Any
    close_time: datetime


def at(hours: int, price: float, volume: float) -> HandBar:
    """Return a bar that ends some hours after midnight and has one price."""
    return HandBar(price, price, price, volume, MIDNIGHT + timedelta(hours=hours))


def test_prices_are_weighted_by_volume() -> None:
    vwap = Vwap()

    values = [vwap.next(bar) for bar in (at(1, 10.0, 1.0), at(2, 20.0, 3.0), at(3, 30.0, 4.0))]

    assert values == [10.0, 17.5, 23.75]


def test_the_price_of_a_bar_is_the_mean_of_high_low_and_close() -> None:
    assert Vwap().next(HandBar(13.0, 10.0, 10.0, 5.0, MIDNIGHT)) == 11.0


def test_without_an_instrument_a_day_is_the_utc_day_in_which_the_bar_ends() -> None:
    vwap = Vwap()

    values = [vwap.next(bar) for bar in (at(-1, 10.0, 1.0), at(0, 20.0, 1.0), at(1, 40.0, 1.0), at(2, 60.0, 1.0))]

    assert values == [10.0, 15.0, 40.0, 50.0]


def test_with_an_instrument_a_day_is_the_exchanges_trading_day() -> None:
    prices, volume = np.array([10.0, 20.0, 40.0, 60.0]), np.ones(4)
    days = np.array([5.0, 5.0, 5.0, 6.0])

    values = Vwap().compute_column(prices, prices, prices, volume, days)

    np.testing.assert_allclose(values, [10, 15, 70 / 3, 60], rtol=1e-15)


def test_there_is_no_value_before_the_days_first_volume() -> None:
    vwap = Vwap()
    bars = (at(1, 10.0, 0.0), at(2, 20.0, 2.0), at(3, 30.0, 0.0), at(25, 40.0, 0.0), at(26, 50.0, 1.0))

    assert [vwap.next(bar) for bar in bars] == [None, 20.0, 20.0, None, 50.0]


def test_a_bar_of_unknown_volume_is_left_out_and_has_no_value() -> None:
    vwap = Vwap()
    bars = (at(1, 10.0, 1.0), at(2, 99.0, nan), at(3, 20.0, 1.0), at(25, 99.0, nan), at(26, 30.0, 1.0))

    assert [vwap.next(bar) for bar in bars] == [10.0, None, 15.0, None, 30.0]


def test_decimals_give_decimals() -> None:
    bar = HandBar(Decimal("10.3"), Decimal("10.1"), Decimal("10.2"), 4.0, MIDNIGHT)

    assert Vwap().next(bar) == Decimal("10.2")


def test_values_are_right_to_the_last_digits_after_a_long_day(bars: Any) -> None:
    one_day = np.zeros(len(bars.close))

    value = Vwap().compute_column(bars.high, bars.low, bars.close, bars.volume, one_day)[-1]

    columns = zip(bars.high, bars.low, bars.close, bars.volume, strict=True)
    exact = [tuple(Fraction(float(number)) for number in row) for row in columns]
    worth = sum((high + low + close) / 3 * volume for high, low, close, volume in exact)
    assert isclose(value, worth / sum(row[3] for row in exact), rel_tol=1e-13)


def test_the_anchor_is_chosen_by_name() -> None:
    assert Vwap(anchor="session") == Vwap(Anchor.SESSION)  # type: ignore[arg-type]  # -- as from a file


def test_a_bar_without_its_end_is_refused() -> None:
    class Endless:
        high = low = close = volume = 1.0

    with pytest.raises(TypeError, match="reads bars with high, low, close, volume, close_time"):
        Vwap().next(Endless())
