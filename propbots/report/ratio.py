"""Ratios of reward to risk, from daily returns; each None where it is undefined, never infinite and never NaN."""

import math

import numpy as np
from numpy.typing import NDArray

__all__ = [
    "DAYS_PER_YEAR",
    "compute_annual_return",
    "compute_calmar",
    "compute_ratio",
    "compute_sharpe",
    "compute_sortino",
    "compute_system_quality",
    "compute_ulcer_index",
    "compute_volatility",
]

DAYS_PER_YEAR = 252
"""Trading days by which daily figures are annualised."""
_ROUNDING = 16 * np.finfo(np.float64).eps
"""A deviation below this share of the values it comes from is the noise of their division, not a deviation."""


def compute_ratio(numerator: float, denominator: float) -> float | None:
    """Return a quotient, or None where the denominator is 0."""
    return numerator / denominator if denominator != 0 else None


def compute_volatility(returns: NDArray[np.float64]) -> float | None:
    """Return the sample deviation of daily returns over a year; None under two days or if one is undefined."""
    deviation = _deviation(returns)
    return None if deviation is None else deviation * math.sqrt(DAYS_PER_YEAR)


def compute_sharpe(returns: NDArray[np.float64]) -> float | None:
    """Return mean over deviation of daily returns, annualised.

    `mean(r) / std(r, ddof=1) * sqrt(252)` with a riskless rate of 0.

    Args:
        returns: One a trading day. Shape (days,).

    Returns:
        None under two days, if a return is undefined, or if all are equal.
    """
    deviation = _deviation(returns)
    if deviation is None or deviation == 0:
        return None
    return float(returns.mean()) / deviation * math.sqrt(DAYS_PER_YEAR)


def compute_sortino(returns: NDArray[np.float64]) -> float | None:
    """Return mean over downside deviation of daily returns, annualised.

    `mean(r) / sqrt(mean(min(r, 0)**2)) * sqrt(252)`: the downside is taken over all days, winning ones counting as 0.

    Args:
        returns: One a trading day. Shape (days,).

    Returns:
        None under two days, if a return is undefined, or if no day lost.
    """
    if not _is_usable(returns):
        return None
    downside = math.sqrt(float(np.square(np.minimum(returns, 0)).mean()))
    return None if downside == 0 else float(returns.mean()) / downside * math.sqrt(DAYS_PER_YEAR)


def compute_annual_return(start: int, end: int, days: int) -> float | None:
    """Return the yearly growth that compounds to the run's: `(end / start) ** (252 / days) - 1`.

    Args:
        start: Equity before the first day.
        end: Equity after the last.
        days: Trading days with bars.

    Returns:
        None under two days, if the account began or ended at 0 or below, or if the power is beyond a float.
    """
    if days < 2 or start <= 0 or end <= 0:  # noqa: PLR2004 -- two days, as for the other ratios
        return None
    try:
        return math.pow(end / start, DAYS_PER_YEAR / days) - 1
    except OverflowError:
        return None


def compute_calmar(annual_return: float | None, max_drawdown: float | None) -> float | None:
    """Return the annual return over the greatest drawdown, both as fractions of 1; None without a drawdown."""
    if annual_return is None or max_drawdown is None:
        return None
    return compute_ratio(annual_return, max_drawdown)


def compute_ulcer_index(drawdowns: NDArray[np.float64]) -> float | None:
    """Return the root of the mean squared drawdown of each day's close, as a fraction of 1; None without a day."""
    return math.sqrt(float(np.square(drawdowns).mean())) if len(drawdowns) else None


def compute_system_quality(results: NDArray[np.float64]) -> float | None:
    """Return `sqrt(n) * mean / std(ddof=1)` of the results of n trades; None under two trades or if all are equal."""
    deviation = _deviation(results)
    if deviation is None or deviation == 0:
        return None
    return math.sqrt(len(results)) * float(results.mean()) / deviation


def _is_usable(returns: NDArray[np.float64]) -> bool:
    return len(returns) > 1 and bool(np.isfinite(returns).all())


def _deviation(values: NDArray[np.float64]) -> float | None:
    if not _is_usable(values):
        return None
    deviation = float(values.std(ddof=1))
    return 0.0 if deviation <= _ROUNDING * float(np.abs(values).max()) else deviation
