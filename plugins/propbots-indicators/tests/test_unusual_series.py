"""Flat, huge, tiny and negative prices; none of them raises, and each has the value that it should have."""

import warnings
from math import isclose, isnan
from typing import Any

import numpy as np
import pytest

from propbots.api.indicator import Column, Indicator
from propbots_indicators import Atr, BollingerBands, DonchianChannel, Ema, Macd, Rsi, Sma, Stochastic, Vwap

ALL: dict[str, Indicator] = {
    "sma": Sma(period=5),
    "ema": Ema(period=5),
    "rsi": Rsi(period=5),
    "macd": Macd(fast=3, slow=6, signal=4),
    "bollinger bands": BollingerBands(period=5),
    "atr": Atr(period=5),
    "stochastic": Stochastic(period=5, k_smoothing=2),
    "vwap": Vwap(),
    "donchian channel": DonchianChannel(period=5),
}
HOMOGENEOUS = ["sma", "ema", "macd", "bollinger bands", "atr", "vwap", "donchian channel"]
"""Their values are prices, so they scale with the prices."""
OSCILLATORS = ["rsi", "stochastic"]
"""Their values are shares, so they do not."""


def over(indicator: Indicator, bars: Any, factor: float = 1.0, shift: float = 0.0) -> list[Column]:
    columns = [
        column if field in ("volume", "trading_day") else column * factor + shift
        for field, column in zip(names_of(indicator), bars.inputs_of(indicator), strict=True)
    ]
    values: Any = indicator.compute_column(*columns)
    return list(values) if isinstance(values, tuple) else [values]


def names_of(indicator: Indicator) -> list[str]:
    return [field.name for field in indicator.reads] or ["close"]


@pytest.mark.parametrize("price", [0.0, 0.1, 1 / 3, 4781.25, -37.63, 1e-300, 1e150, -1e150])
def test_flat_prices(price: float) -> None:
    def last(indicator: Indicator) -> Any:
        column = np.full(60, price)
        fixed = {"volume": np.full(60, 7.0), "trading_day": np.zeros(60)}
        values: Any = indicator.compute_column(*(fixed.get(name, column) for name in names_of(indicator)))
        return tuple(each[-1] for each in values) if isinstance(values, tuple) else values[-1]

    assert last(Sma()) == price
    assert last(Ema()) == price
    assert last(Rsi()) == 0.0
    assert last(Macd()) == (0.0, 0.0, 0.0)
    assert last(BollingerBands()) == (price, price, price)
    assert last(Atr()) == 0.0
    assert last(Stochastic()) == (0.0, 0.0)
    assert isclose(last(Vwap()), price, rel_tol=1e-15)
    assert last(DonchianChannel()) == (price, price, price)


@pytest.mark.parametrize("name", ALL)
@pytest.mark.parametrize("factor", [1e-290, 1e-12, -1.0, 1e12, 1e300])
def test_prices_of_any_size_give_values_without_a_warning(name: str, factor: float, walked: Any) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        columns = over(ALL[name], walked, factor)

    lookback = ALL[name].lookback
    for column in columns:
        assert np.isnan(column[:lookback]).all()
        assert np.isfinite(column[lookback:]).mean() > 0.99 or abs(factor) > 1e100


@pytest.mark.parametrize("name", HOMOGENEOUS)
@pytest.mark.parametrize("factor", [1e-100, 1e-12, 0.01, 7.0, 1e100])
def test_values_in_prices_scale_with_the_prices(name: str, factor: float, walked: Any) -> None:
    scaled, plain = over(ALL[name], walked, factor), over(ALL[name], walked)

    for one, other in zip(scaled, plain, strict=True):
        np.testing.assert_allclose(one / factor, other, rtol=1e-9, atol=1e-11 * walked.close.max())


@pytest.mark.parametrize("name", OSCILLATORS)
@pytest.mark.parametrize("factor", [1e-100, 1e-12, 0.01, 7.0, 1e100])
def test_shares_do_not_depend_on_the_size_of_prices(name: str, factor: float, walked: Any) -> None:
    scaled, plain = over(ALL[name], walked, factor), over(ALL[name], walked)

    for one, other in zip(scaled, plain, strict=True):
        np.testing.assert_allclose(one, other, rtol=1e-7, atol=1e-7)


@pytest.mark.parametrize("name", ["sma", "ema", "macd", "bollinger bands"])
def test_prices_below_zero_mirror_prices_above(name: str, walked: Any) -> None:
    mirrored, plain = over(ALL[name], walked, -1.0), over(ALL[name], walked)
    if name == "bollinger bands":
        plain = plain[::-1]

    for one, other in zip(mirrored, plain, strict=True):
        np.testing.assert_array_equal(-one, other)


def test_an_rsi_of_rises_alone_is_100_and_of_falls_alone_0() -> None:
    rises = np.arange(100.0) / 3

    assert Rsi().compute_column(rises)[-1] == 100.0
    assert Rsi().compute_column(rises[::-1])[-1] == 0.0


def test_a_close_at_the_highest_high_is_100_and_at_the_lowest_low_0() -> None:
    random = np.random.default_rng(4)
    highs = 1 / 3 + np.cumsum(random.random(50))
    k, d = Stochastic(period=7).compute_column(highs, highs - 1 / 7, highs)
    falling, _ = Stochastic(period=7).compute_column(-highs + 1 / 7, -highs, -highs)

    assert set(k[8:]) == {100.0}
    assert set(d[8:]) == {100.0}
    assert set(falling[8:]) == {0.0}


def test_a_flat_range_counts_as_0_even_where_the_average_is_not(walked: Any) -> None:
    highs = np.array([2.0, 2.0, 2.0, 2.0, 3.0])
    lows = np.array([1.0, 2.0, 2.0, 2.0, 2.0])
    closes = np.array([2.0, 2.0, 2.0, 2.0, 3.0])

    k, d = Stochastic(period=2, d_period=2).compute_column(highs, lows, closes)

    np.testing.assert_array_equal(k, [np.nan, np.nan, 0, 0, 100])
    np.testing.assert_array_equal(d, [np.nan, np.nan, 50, 0, 50])


def test_deviations_are_sound_where_prices_are_large_and_hardly_move() -> None:
    random = np.random.default_rng(8)
    moves = random.integers(-2, 3, 500)
    column = 1e9 + moves / 8

    upper, middle, _ = BollingerBands(period=20, deviations=1.0).compute_column(column)

    exact = np.array([np.std(moves[last - 19 : last + 1] / 8) for last in range(19, 500)])
    np.testing.assert_allclose((upper - middle)[19:], exact, atol=2.5e-7)


def test_deviations_of_the_population_are_measured(walked: Any) -> None:
    upper, _, lower = BollingerBands(period=20, deviations=2.5).compute_column(walked.close)

    windows = np.lib.stride_tricks.sliding_window_view(walked.close, 20)
    np.testing.assert_allclose(upper[19:], windows.mean(axis=1) + 2.5 * windows.std(axis=1), rtol=1e-13)
    np.testing.assert_allclose(lower[19:], windows.mean(axis=1) - 2.5 * windows.std(axis=1), rtol=1e-13)


def test_extremes_are_those_of_the_window(walked: Any) -> None:
    for period in (1, 2, 3, 7, 8, 9, 64, 100):
        upper, middle, lower = DonchianChannel(period=period).compute_column(walked.high, walked.low)

        highs = np.lib.stride_tricks.sliding_window_view(walked.high, period).max(axis=1)
        lows = np.lib.stride_tricks.sliding_window_view(walked.low, period).min(axis=1)
        np.testing.assert_array_equal(upper[period - 1 :], highs)
        np.testing.assert_array_equal(lower[period - 1 :], lows)
        np.testing.assert_array_equal(middle[period - 1 :], (highs + lows) / 2)


@pytest.mark.parametrize("name", ALL)
def test_fewer_bars_than_the_lookback_give_no_value(name: str, walked: Any) -> None:
    indicator = ALL[name]
    few = [column[: indicator.lookback] for column in walked.inputs_of(indicator)]

    values: Any = indicator.compute_column(*few)

    for column in values if isinstance(values, tuple) else (values,):
        assert len(column) == indicator.lookback
        assert all(isnan(value) for value in column)
