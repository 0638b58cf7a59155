"""Ratios against two libraries that we did not write, and where they are undefined.

Where a definition differs from a library's, the test says so and converts one into the other.
"""

import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray
from scipy.stats import ttest_1samp

from propbots.report.day import compute_returns
from propbots.report.drawdown import compute_drawdown_fractions
from propbots.report.ratio import (
    compute_annual_return,
    compute_calmar,
    compute_ratio,
    compute_sharpe,
    compute_sortino,
    compute_system_quality,
    compute_ulcer_index,
    compute_volatility,
)
from ratio_oracles import empyrical, quantstats

START = 5_000_000
SEEDS = range(12)


def equity_path(seed: int, days: int = 250) -> NDArray[np.int64]:
    random = np.random.default_rng(seed)
    returns = random.normal(0.0004 * (seed % 5 - 2), 0.002 + 0.002 * (seed % 4), days)
    equity: NDArray[np.int64] = np.rint(START * np.cumprod(1 + returns)).astype(np.int64)
    return equity


def series_of(returns: NDArray[np.float64]) -> "pd.Series[float]":
    return pd.Series(returns, index=pd.date_range("2026-01-05", periods=len(returns), freq="B"))


@pytest.fixture(params=SEEDS)
def equity(request: pytest.FixtureRequest) -> NDArray[np.int64]:
    return equity_path(request.param)


@pytest.fixture
def returns(equity: NDArray[np.int64]) -> NDArray[np.float64]:
    return compute_returns(equity, START)


def test_sharpe_equals_both_oracles(returns: NDArray[np.float64]) -> None:
    sharpe = compute_sharpe(returns)

    assert sharpe == pytest.approx(empyrical.sharpe_ratio(returns), rel=1e-9)
    assert sharpe == pytest.approx(quantstats.sharpe(series_of(returns)), rel=1e-9)


def test_sortino_equals_both_oracles(returns: NDArray[np.float64]) -> None:
    sortino = compute_sortino(returns)

    assert sortino == pytest.approx(empyrical.sortino_ratio(returns), rel=1e-9)
    assert sortino == pytest.approx(quantstats.sortino(series_of(returns)), rel=1e-9)


def test_volatility_equals_both_oracles(returns: NDArray[np.float64]) -> None:
    volatility = compute_volatility(returns)

    assert volatility == pytest.approx(empyrical.annual_volatility(returns), rel=1e-9)
    assert volatility == pytest.approx(quantstats.volatility(series_of(returns)), rel=1e-9)


def test_annual_return_equals_the_oracle(equity: NDArray[np.int64], returns: NDArray[np.float64]) -> None:
    annual = compute_annual_return(START, int(equity[-1]), len(equity))

    assert annual == pytest.approx(empyrical.annual_return(returns), rel=1e-9)


def test_calmar_equals_the_oracle(equity: NDArray[np.int64], returns: NDArray[np.float64]) -> None:
    # The second oracle annualises by calendar time (365.25 days) and so differs from ours, which counts 252 days.
    greatest = float(compute_drawdown_fractions(equity, START).max())

    calmar = compute_calmar(compute_annual_return(START, int(equity[-1]), len(equity)), greatest)

    assert calmar == pytest.approx(empyrical.calmar_ratio(returns), rel=1e-9)


def test_ulcer_index_equals_the_oracle_with_its_other_divisor(
    equity: NDArray[np.int64], returns: NDArray[np.float64]
) -> None:
    # The oracle divides the sum of squares by n - 1; ours is the plain mean of the index's inventor.
    days = len(returns)

    ulcer = compute_ulcer_index(compute_drawdown_fractions(equity, START))

    assert ulcer is not None
    assert ulcer * math.sqrt(days / (days - 1)) == pytest.approx(quantstats.ulcer_index(series_of(returns)), rel=1e-9)


def test_system_quality_is_the_statistic_of_a_t_test() -> None:
    results = np.random.default_rng(3).normal(4, 30, 77)

    quality = compute_system_quality(results)

    assert quality == pytest.approx(float(ttest_1samp(results, 0).statistic), rel=1e-12)


@pytest.mark.parametrize("compute", [compute_sharpe, compute_sortino, compute_volatility])
@pytest.mark.parametrize(
    "returns", [[], [0.01], [0.01, math.nan, -0.02]], ids=["no days", "one day", "a return that is undefined"]
)
def test_ratios_of_days_are_none_where_undefined(compute: object, returns: list[float]) -> None:
    assert callable(compute)

    assert compute(np.array(returns, dtype=np.float64)) is None


def test_sharpe_is_none_where_every_day_returned_the_same() -> None:
    # 1.1, 1.21 and 1.331 times the start: the quotients differ in their last bits and nowhere else.
    returns = compute_returns(np.array([1_100_000, 1_210_000, 1_331_000]), 1_000_000)

    assert compute_sharpe(returns) is None
    assert compute_sharpe(np.zeros(5)) is None


def test_sharpe_exists_for_tiny_but_real_deviations() -> None:
    # One cent on a hundred million.
    returns = compute_returns(np.array([10_000_000_001, 10_000_000_003, 10_000_000_004]), 10_000_000_000)

    assert compute_sharpe(returns) == pytest.approx(empyrical.sharpe_ratio(returns), rel=1e-9)


def test_a_deviation_that_division_cannot_make_is_a_deviation() -> None:
    returns = np.array([0.01, 0.01 * (1 + 1e-11)])

    assert compute_sharpe(returns) == pytest.approx(empyrical.sharpe_ratio(returns), rel=1e-9)


def test_sortino_is_none_without_a_losing_day() -> None:
    assert compute_sortino(np.array([0.01, 0.0, 0.02])) is None


@pytest.mark.parametrize(
    ("start", "end", "days"),
    [(100, 110, 1), (0, 110, 20), (-5, 110, 20), (100, 0, 20), (100, -10, 20), (1, 10**9, 2)],
    ids=["one day", "began at 0", "began below 0", "ended at 0", "ended below 0", "beyond a float"],
)
def test_annual_return_is_none_where_undefined(start: int, end: int, days: int) -> None:
    assert compute_annual_return(start, end, days) is None


def test_calmar_is_none_without_a_drawdown() -> None:
    assert compute_calmar(0.2, 0.0) is None
    assert compute_calmar(None, 0.1) is None
    assert compute_calmar(0.2, None) is None


def test_ulcer_index_of_no_days_is_none() -> None:
    assert compute_ulcer_index(np.array([])) is None


def test_ratio_by_zero_is_none() -> None:
    assert compute_ratio(3, 0) is None
    assert compute_ratio(0, 4) == 0


@given(
    st.lists(st.integers(-(10**6), 10**6).map(lambda ppm: ppm / 10**6), min_size=2, max_size=40), st.floats(0.01, 10)
)
def test_sharpe_and_sortino_do_not_depend_on_the_size_of_the_bet(returns: list[float], size: float) -> None:
    column = np.array(returns)

    for compute in (compute_sharpe, compute_sortino):
        ratio, sized = compute(column), compute(column * size)

        assert (ratio is None) == (sized is None)
        assert ratio is None or sized == pytest.approx(ratio, rel=1e-6, abs=1e-9)
