"""Fed by hand, bar by bar, over columns and compiled: the values are the same to the bit."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from propbots.api.indicator import Column, Indicator
from propbots_indicators import (
    Atr,
    BollingerBands,
    DonchianChannel,
    Ema,
    Macd,
    Rsi,
    Seed,
    Sma,
    Stochastic,
    Vwap,
)
from propbots_indicators.plugin import IndicatorsPlugin

Run = Callable[[Indicator, list[Column]], list[Column]]

periods = st.integers(1, 9)
INDICATORS: dict[str, st.SearchStrategy[Indicator]] = {
    "sma": periods.map(lambda period: Sma(period=period)),
    "ema": st.builds(lambda period, seed: Ema(period=period, seed=seed), periods, st.sampled_from(Seed)),
    "rsi": periods.map(lambda period: Rsi(period=period)),
    "macd": st.builds(lambda fast, more, signal: Macd(fast=fast, slow=fast + more, signal=signal), *[periods] * 3),
    "bollinger-bands": st.builds(
        lambda period, deviations: BollingerBands(period=period, deviations=deviations), periods, st.floats(0, 4)
    ),
    "atr": periods.map(lambda period: Atr(period=period)),
    "stochastic": st.builds(lambda period, k, d: Stochastic(period=period, k_smoothing=k, d_period=d), *[periods] * 3),
    "vwap": st.just(Vwap()),
    "donchian-channel": periods.map(lambda period: DonchianChannel(period=period)),
}

hundredths = st.integers(-10_000, 10_000).map(lambda number: number / 100)
numbers = st.one_of(
    hundredths,
    st.integers(-(10**12), 10**12).map(lambda number: number / 10**8),
    st.sampled_from([0.0, 1.0, 1 / 3, 100.25, 1e15, -1e15, 1e-300, 2.0**51, 1.7e308, -1.7e308]),
    st.floats(-1e6, 1e6),
    st.floats(allow_nan=False, allow_infinity=False),
)
gaps = st.sampled_from([float("nan"), float("inf"), float("-inf")])


def series(values: st.SearchStrategy[float]) -> st.SearchStrategy[list[float]]:
    return st.lists(values, max_size=60)


few = st.sampled_from([1.0, 2.0, 2.5])
columns = st.one_of(
    series(st.just(0.1)), series(few), series(hundredths), series(numbers), series(st.one_of(numbers, gaps))
)


def stream(indicator: Indicator, inputs: list[Column]) -> list[Column]:
    """Feed the state machine that runs live."""
    advance = indicator.build_streamer()
    return tabulate(indicator, [advance(*row) for row in zip(*(column.tolist() for column in inputs), strict=True)])


def step_plainly(indicator: Indicator, inputs: list[Column]) -> list[Column]:
    """Call the step as it is written, with its state as a tuple."""
    state, results = indicator.start(), []
    for row in zip(*(column.tolist() for column in inputs), strict=True):
        result: Any = (np.nan,) * len(indicator.outputs)
        if np.isfinite(row).all():
            state, result = type(indicator).step(state, *row)
        results.append(result)
    return tabulate(indicator, results)


def tabulate(indicator: Indicator, results: list[Any]) -> list[Column]:
    table = np.array([np.atleast_1d(result) for result in results], dtype=np.float64)
    return list(table.reshape(-1, len(indicator.outputs)).T)


def over_columns(indicator: Indicator, inputs: list[Column]) -> list[Column]:
    values: Any = indicator.compute_column(*inputs)
    return list(values) if isinstance(values, tuple) else [values]


def assert_same(first: list[Column], second: list[Column]) -> None:
    for one, other in zip(first, second, strict=True):
        np.testing.assert_array_equal(one, other)


def draw_inputs(data: st.DataObject, indicator: Indicator) -> list[Column]:
    if not indicator.reads:
        return [np.array(data.draw(columns), dtype=np.float64)]
    lows = np.array(data.draw(columns), dtype=np.float64)
    made = {"low": lows}
    for name in ("high", "close", "volume"):
        if data.draw(st.booleans()):
            made[name] = lows
            continue
        values = data.draw(st.sampled_from([few, hundredths, st.one_of(numbers, gaps)]))
        shape = st.lists(values, min_size=len(lows), max_size=len(lows))
        made[name] = np.array(data.draw(shape), dtype=np.float64)
    made["trading_day"] = (np.arange(len(lows)) // data.draw(periods)).astype(np.float64)
    return [made[field.name] for field in indicator.reads]


def test_every_registered_indicator_is_tried() -> None:
    registered = {contribution.name for contribution in IndicatorsPlugin().propbots_indicators()}

    assert set(INDICATORS) == registered


@pytest.mark.parametrize("name", INDICATORS)
@settings(max_examples=150, deadline=None)
@given(data=st.data())
def test_streaming_equals_columns_and_the_plain_step(name: str, data: st.DataObject) -> None:
    indicator = data.draw(INDICATORS[name])
    inputs = draw_inputs(data, indicator)

    streamed = stream(indicator, inputs)

    assert_same(streamed, over_columns(indicator, inputs))
    assert_same(streamed, step_plainly(indicator, inputs))


@pytest.mark.parametrize("name", INDICATORS)
@settings(max_examples=100, deadline=None)
@given(data=st.data(), signs=st.lists(st.sampled_from([1.7e308, -1.7e308, 1e308, 0.0]), max_size=40))
def test_streaming_equals_columns_where_sums_overflow(name: str, data: st.DataObject, signs: list[float]) -> None:
    indicator = data.draw(INDICATORS[name])
    inputs = [np.array(signs)] * max(len(indicator.reads), 1)

    assert_same(stream(indicator, inputs), over_columns(indicator, inputs))


@pytest.mark.parametrize("name", INDICATORS)
@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_compiled_equals_streaming(name: str, data: st.DataObject, compiled: Run) -> None:
    indicator = data.draw(INDICATORS[name])
    inputs = draw_inputs(data, indicator)

    assert_same(compiled(indicator, inputs), stream(indicator, inputs))
