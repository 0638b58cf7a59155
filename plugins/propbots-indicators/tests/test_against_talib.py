"""TA-Lib, which we did not write, gives the same values from the same bar on, to one part in a thousand million.

Two of them can be so near to 0 that the last digits of what they are made from show, so there an absolute difference is
allowed as well: the MACD is a difference of averages of the price, and TA-Lib's stochastic keeps a running sum, which
leaves some 1e-13 behind where three quotients of 0 average to 0.
"""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from propbots.api.indicator import Column, Indicator
from propbots_indicators import Atr, BollingerBands, DonchianChannel, Ema, Macd, Rsi, Sma, Stochastic

talib = pytest.importorskip("talib")

CASES: dict[str, tuple[Indicator, Callable[[Any], Any], int]] = {
    "sma": (Sma(), lambda bars: talib.SMA(bars.close, 20), 19),
    "sma of one": (Sma(period=2), lambda bars: talib.SMA(bars.close, 2), 1),
    "ema": (Ema(), lambda bars: talib.EMA(bars.close, 20), 19),
    "rsi": (Rsi(), lambda bars: talib.RSI(bars.close, 14), 14),
    "rsi of two": (Rsi(period=2), lambda bars: talib.RSI(bars.close, 2), 2),
    "macd": (Macd(), lambda bars: talib.MACD(bars.close, 12, 26, 9), 33),
    "macd of others": (Macd(fast=5, slow=35, signal=5), lambda bars: talib.MACD(bars.close, 5, 35, 5), 38),
    "bollinger bands": (BollingerBands(), lambda bars: talib.BBANDS(bars.close, 20, 2.0, 2.0), 19),
    "wide bollinger bands": (
        BollingerBands(period=50, deviations=2.5),
        lambda bars: talib.BBANDS(bars.close, 50, 2.5, 2.5),
        49,
    ),
    "atr": (Atr(), lambda bars: talib.ATR(bars.high, bars.low, bars.close, 14), 14),
    "atr of one": (Atr(period=1), lambda bars: talib.ATR(bars.high, bars.low, bars.close, 1), 1),
    "fast stochastic": (
        Stochastic(),
        lambda bars: talib.STOCHF(bars.high, bars.low, bars.close, 14, 3),
        15,
    ),
    "slow stochastic": (
        Stochastic(period=5, k_smoothing=3),
        lambda bars: talib.STOCH(bars.high, bars.low, bars.close, 5, 3, 0, 3, 0),
        8,
    ),
    "donchian channel": (
        DonchianChannel(),
        lambda bars: (
            talib.MAX(bars.high, 20),
            talib.MIDPRICE(bars.high, bars.low, 20),
            talib.MIN(bars.low, 20),
        ),
        19,
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_values_equal_talibs(name: str, bars: Any) -> None:
    indicator, run_talib, _ = CASES[name]

    ours = as_columns(indicator.compute_column(*bars.inputs_of(indicator)))

    theirs = as_columns(run_talib(bars))
    tolerance = {Macd: 1e-15 * bars.close.max(), Stochastic: 1e-11}.get(type(indicator), 0.0)
    for one, other in zip(ours, theirs, strict=True):
        np.testing.assert_allclose(one, other, rtol=1e-9, atol=tolerance)


@pytest.mark.parametrize("name", CASES)
def test_the_first_value_comes_on_the_same_bar(name: str, bars: Any) -> None:
    indicator, run_talib, lookback = CASES[name]

    theirs = as_columns(run_talib(bars))

    for column in (*theirs, *as_columns(indicator.compute_column(*bars.inputs_of(indicator)))):
        assert np.flatnonzero(~np.isnan(column))[0] == lookback
    assert indicator.lookback == lookback


def as_columns(values: Any) -> tuple[Column, ...]:
    return values if isinstance(values, tuple) else (values,)
