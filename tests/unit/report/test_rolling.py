"""Moving figures against pandas and a library that we did not write."""

import numpy as np
import pandas as pd
import pytest

from propbots.report.ratio import compute_sharpe
from propbots.report.rolling import compute_rolling_drawdown, compute_rolling_sharpe, compute_rolling_win_rate
from ratio_oracles import quantstats


@pytest.mark.parametrize("window", [2, 20, 60])
def test_rolling_sharpe_equals_the_oracle(window: int) -> None:
    returns = np.random.default_rng(5).normal(0.0003, 0.01, 200)
    series = pd.Series(returns, index=pd.date_range("2026-01-05", periods=200, freq="B"))

    sharpe = compute_rolling_sharpe(returns, window)

    expected = quantstats.rolling_sharpe(series, rolling_period=window, periods_per_year=252)
    assert np.isnan(sharpe[: window - 1]).all()
    np.testing.assert_allclose(sharpe[window - 1 :], expected.to_numpy()[window - 1 :], rtol=1e-9)


def test_the_last_rolling_sharpe_is_the_windows_own() -> None:
    returns = np.random.default_rng(6).normal(0, 0.01, 50)

    assert compute_rolling_sharpe(returns, 20)[-1] == pytest.approx(compute_sharpe(returns[-20:]), rel=1e-9)


@pytest.mark.parametrize("steady", [0.0, 0.003, -0.0007])
def test_rolling_sharpe_is_undefined_where_the_window_does_not_vary(steady: float) -> None:
    returns = np.array([0.01, -0.02] * 10 + [steady] * 12 + [0.01, 0.02])

    sharpe = compute_rolling_sharpe(returns, 10)

    assert np.isnan(sharpe[29:32]).all()
    assert np.isfinite(sharpe[28])
    assert np.isfinite(sharpe[32])


def test_rolling_sharpe_is_undefined_where_a_return_is() -> None:
    returns = np.array([0.01, np.nan, 0.02, -0.01, 0.03])

    assert np.isnan(compute_rolling_sharpe(returns, 3)).tolist() == [True, True, True, True, False]


def test_rolling_win_rate_counts_the_last_trades() -> None:
    rate = compute_rolling_win_rate(np.array([5, -5, 0, 7, 9]), 2)

    np.testing.assert_array_equal(rate, [np.nan, 0.5, 0.0, 0.5, 1.0])


def test_rolling_drawdown_looks_back_no_further_than_its_window() -> None:
    drawdown = compute_rolling_drawdown(np.array([100, 90, 95, 80, 85]), 3)

    np.testing.assert_array_equal(drawdown, [np.nan, np.nan, 5, 15, 10])


def test_runs_shorter_than_the_window_have_no_values() -> None:
    assert np.isnan(compute_rolling_sharpe(np.array([0.01, 0.02]), 20)).all()
    assert np.isnan(compute_rolling_win_rate(np.array([1]), 50)).all()
    assert np.isnan(compute_rolling_drawdown(np.array([1]), 20)).all()
    assert len(compute_rolling_sharpe(np.array([]), 20)) == 0
