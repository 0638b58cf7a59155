"""Figures over a window that moves along a run; NaN until the window is full."""

import math

import bottleneck as bn
import numpy as np
from numpy.typing import NDArray

from propbots.report.ratio import DAYS_PER_YEAR

__all__ = ["compute_rolling_drawdown", "compute_rolling_sharpe", "compute_rolling_win_rate"]

_ROUNDING = 1e-6
"""A moving variance is a difference of sums, whose rounding grows with the run: a deviation below this share of the
largest return cannot be told from it."""


def compute_rolling_sharpe(returns: NDArray[np.float64], window: int) -> NDArray[np.float64]:
    """Return mean over deviation of the last returns, annualised as the run's Sharpe ratio is.

    Args:
        returns: One a trading day. Shape (days,).
        window: In days, at least 2.

    Returns:
        Shape (days,), float64. NaN for the first `window - 1` days, where a return of the window is undefined and
        where all of its returns are equal.
    """
    if len(returns) < window:
        return np.full(len(returns), np.nan)
    mean = bn.move_mean(returns, window)
    deviation = bn.move_std(returns, window, ddof=1)
    sharpe = np.full(len(returns), np.nan)
    largest = float(np.nanmax(np.abs(returns), initial=0.0))
    np.divide(mean * math.sqrt(DAYS_PER_YEAR), deviation, out=sharpe, where=deviation > _ROUNDING * largest)
    return sharpe


def compute_rolling_win_rate(net: NDArray[np.int64], window: int) -> NDArray[np.float64]:
    """Return the winners among the last trades as a fraction of 1.

    Args:
        net: Results of the trades in the order of their exits. Shape (trades,).
        window: In trades, at least 1.

    Returns:
        Shape (trades,), float64. NaN for the first `window - 1` trades.
    """
    if len(net) < window:
        return np.full(len(net), np.nan)
    return np.asarray(bn.move_mean((net > 0).astype(np.float64), window))


def compute_rolling_drawdown(equity: NDArray[np.int64], window: int) -> NDArray[np.float64]:
    """Return how far each day's equity lies below the best of the last days.

    Args:
        equity: At the days' closes, whole units of money. Shape (days,).
        window: In days, at least 1.

    Returns:
        Whole units of money, 0 or more. Shape (days,), float64. NaN for the first `window - 1` days.
    """
    if len(equity) < window:
        return np.full(len(equity), np.nan)
    return np.asarray(bn.move_max(equity.astype(np.float64), window) - equity)
