"""Averages are the exact mean, rounded once, however long the run was."""

from collections import deque
from collections.abc import Iterable, Sequence
from fractions import Fraction
from math import nan
from typing import Any

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from propbots.api.indicator import Column
from propbots_indicators import BollingerBands, Sma
from propbots_indicators.grid import NO_GRID, find_common_grid, find_grid

ONE = 10**8
"""Decimals of up to eight digits are whole multiples of one part of this."""


def exact_means(parts: Iterable[int], period: int) -> list[float]:
    """Return the exact means of decimals that are given in parts of a hundred million, each rounded once."""
    window: deque[int] = deque(maxlen=period)
    means = []
    for part in parts:
        window.append(part)
        means.append(float(Fraction(sum(window), period * ONE)) if len(window) == period else nan)
    return means


def to_floats(parts: Sequence[int]) -> list[float]:
    """Return the floats nearest to the decimals: the division of whole numbers rounds once."""
    return [part / ONE for part in parts]


def stream(indicator: Any, values: Iterable[float]) -> list[Any]:
    advance = indicator.build_streamer()
    return [advance(value) for value in values]


def decimals(digits: int, size: int) -> st.SearchStrategy[int]:
    """Return decimals of some digits after the point and some before, in parts."""
    step = 10 ** (8 - digits)
    return st.integers(-(10**size), 10**size).map(lambda units: units * step)


prices = st.one_of(decimals(0, 6), decimals(2, 8), decimals(8, 14), st.just(0))
"""Such that thirty of them stay below 2**52 parts of a hundred million."""


@settings(max_examples=300)
@given(parts=st.lists(prices, max_size=80), period=st.integers(1, 30))
@example(parts=[1, 10_000_000_000, 1], period=1)
def test_the_mean_of_decimals_is_exact(parts: list[int], period: int) -> None:
    assert_all_equal(stream(Sma(period=period), to_floats(parts)), exact_means(parts, period))


@settings(max_examples=200)
@given(parts=st.lists(prices, max_size=80), period=st.integers(1, 30))
def test_the_mean_over_columns_is_exact(parts: list[int], period: int) -> None:
    column = np.array(to_floats(parts), dtype=np.float64)

    assert_all_equal(Sma(period=period).compute_column(column).tolist(), exact_means(parts, period))


@pytest.mark.parametrize(("digits", "scale"), [(2, 7_000), (8, 40_000)])
def test_nothing_drifts_over_a_long_run(digits: int, scale: int) -> None:
    random = np.random.default_rng(5)
    step = 10 ** (8 - digits)
    parts = (random.integers(scale, scale * 10**digits, 200_000) * step).tolist()
    period = 100
    sums = np.cumsum(np.array(parts, dtype=object))
    totals = sums[period - 1 :] - np.append(0, sums[:-period])

    values = to_floats(parts)
    means = stream(Sma(period=period), values)[period - 1 :]

    assert means == [total / (period * ONE) for total in totals.tolist()]
    assert Sma(period=period).compute_column(np.array(values))[period - 1 :].tolist() == means


def test_a_million_prices_have_exact_means() -> None:
    units = 500_000 + np.cumsum(np.random.default_rng(6).integers(-8, 9, 1_000_000))
    sums = np.cumsum(units)

    means = Sma(period=50).compute_column(units / 100)

    np.testing.assert_array_equal(means[49:], (sums[49:] - np.append(0, sums[:-50])) / 5_000)


@given(
    parts=st.lists(prices, min_size=1, max_size=12),
    others=st.lists(prices, max_size=30),
    data=st.data(),
)
def test_equal_averages_compare_equal_however_they_came_about(
    parts: list[int], others: list[int], data: st.DataObject
) -> None:
    shuffled = data.draw(st.permutations(parts))
    average = Sma(period=len(parts))

    first = stream(average, to_floats(parts))[-1]
    second = stream(average, to_floats([*others, *shuffled]))[-1]
    doubled = stream(Sma(period=2 * len(parts)), to_floats([*others, *parts, *shuffled]))[-1]

    assert first == second == doubled


numbers = st.floats(-1e12, 1e12) | st.sampled_from([1 / 3, 1e300, -1e300, 5e-324, 1e-8])


@given(before=st.lists(numbers, max_size=30), value=numbers, period=st.integers(1, 12))
def test_the_mean_of_equal_values_is_that_value(before: list[float], value: float, period: int) -> None:
    assert stream(Sma(period=period), [*before, *[value] * period])[-1] == value


@given(values=st.lists(st.floats(-1e6, 1e6), max_size=60), period=st.integers(1, 12))
def test_the_mean_of_any_floats_is_right_to_a_few_bits(values: list[float], period: int) -> None:
    means = stream(Sma(period=period), values)

    for last in range(period - 1, len(values)):
        window = values[last - period + 1 : last + 1]
        exact = sum(map(Fraction, window), Fraction(0)) / period
        largest = max(map(abs, window))
        assert abs(Fraction(means[last]) - exact) <= Fraction(largest) * 4 * period / 2**53 + Fraction(5e-324) * period


def test_a_value_that_left_the_window_leaves_nothing_behind() -> None:
    values = [1 / 3, 1e200, -1e200, *[1 / 7, 2 / 7, 3 / 7, 2 / 7] * 3]

    means = stream(Sma(period=4), values)

    np.testing.assert_allclose(means[-8:], 2 / 7, rtol=1e-15)


def test_a_window_returns_to_exact_sums_after_a_value_on_no_grid() -> None:
    parts = (np.random.default_rng(7).integers(1, 10_000, 300) * 10**6).tolist()
    values = [0.1, 1 / 3, *to_floats(parts)]

    means = stream(Sma(period=7), values)

    assert means[20:] == exact_means(parts, 7)[18:]


def test_a_value_that_leaves_does_not_decide_the_grid_of_those_that_stay() -> None:
    fine = (np.random.default_rng(9).integers(1, 10**9, 40) * 10**3 + 1).tolist()
    parts = [10**9 * ONE, *(whole * ONE for whole in range(7)), *fine]

    means = stream(Sma(period=8), to_floats(parts))

    assert_all_equal(means, exact_means(parts, 8))


@given(parts=st.lists(prices, min_size=1, max_size=30), period=st.integers(1, 9))
def test_averages_of_mirrored_prices_are_mirrored(parts: list[int], period: int) -> None:
    values = to_floats(parts)

    assert_all_equal(
        stream(Sma(period=period), [-value for value in values]),
        [-mean for mean in stream(Sma(period=period), values)],
    )


@given(parts=st.lists(prices, max_size=60), period=st.integers(1, 12))
def test_the_middle_band_is_the_simple_average(parts: list[int], period: int) -> None:
    values = to_floats(parts)

    bands = stream(BollingerBands(period=period), values)

    assert_all_equal([middle for _, middle, _ in bands], stream(Sma(period=period), values))


@pytest.mark.parametrize(
    ("column", "grid"),
    [
        ([], 1.0),
        ([4781.0, 0.0, -3.0], 1.0),
        ([4781.25, 4781.5], 100.0),
        ([0.1, 0.12345678], 1e8),
        ([0.1, 0.123456789], NO_GRID),
        ([1 / 3], NO_GRID),
        ([0.1, 1e14], NO_GRID),
        ([1e300], NO_GRID),
    ],
)
def test_the_coarsest_grid_that_holds_all_values_is_found(column: list[float], grid: float) -> None:
    with np.errstate(over="ignore"):
        assert find_common_grid(np.array(column, dtype=np.float64), 20) == grid
    if column:
        assert find_grid([*column[:-1], *[0.0] * (21 - len(column))], 1.0, column[-1]) == grid


def test_a_fine_price_after_many_coarse_ones_refines_the_grid() -> None:
    column: Column = np.array([*[1.5] * 2_000, 1.25, *[1.5] * 10])

    means = Sma(period=4).compute_column(column)

    assert find_common_grid(column, 4) == 100.0
    assert means[2_000] == 1.4375


def assert_all_equal(first: list[float], second: list[float]) -> None:
    np.testing.assert_array_equal(first, second)


@pytest.mark.parametrize("value", [-250_423_122_252.99615, 2.0**51 + 0.5, 2.0**52 - 1])
def test_the_mean_of_one_value_far_out_is_the_same_over_columns_and_bar_by_bar(value: float) -> None:
    average = Sma(period=1)

    assert average.compute_column(np.array([value] * 3)).tolist() == stream(average, [value] * 3)
