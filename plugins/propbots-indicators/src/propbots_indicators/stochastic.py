"""Lane's stochastic oscillator."""

from math import nan
from typing import Any

import numpy as np
from typing_extensions import override

from propbots.api.indicator import Column, Columns, Indicator, State, close, high, low, parameter
from propbots_indicators.extremes import compute_extremes, start_extremes, step_extremes

__all__ = ["Stochastic"]


class Stochastic(Indicator):
    """Where the close lies in the range of the last bars, from 0 at the lowest low to 100 at the highest high.

    `k` is `100 * (close - lowest) / (highest - lowest)`, averaged over `k_smoothing` bars; `d` is the average of `k`
    over `d_period` bars. Both begin on the same bar. Where the range is nothing, 0 stands for the quotient, as TA-Lib
    has it. A `k_smoothing` of 1 gives the fast stochastic, 3 the slow one.

    Args:
        period: Length of the range, in bars.
        k_smoothing: Length of the average that makes `k`, in bars.
        d_period: Length of the average that makes `d`, in bars.

    Source: George C. Lane, Lane's Stochastics, Technical Analysis of Stocks & Commodities, 1984.
    """

    outputs = ("k", "d")
    reads = (high, low, close)
    period: int = parameter(14, minimum=1, maximum=100_000, description="length of the range, in bars")
    k_smoothing: int = parameter(1, minimum=1, maximum=1_000, description="length of the average that makes k, in bars")
    d_period: int = parameter(3, minimum=1, maximum=1_000, description="length of the average that makes d, in bars")

    @property
    @override
    def lookback(self) -> int:
        """Return the bars before the range and both averages are full."""
        return self.period + self.k_smoothing + self.d_period - 3

    @override
    def start(self) -> State:
        """Return an empty range and two empty averages."""
        return start_extremes(self.period), [nan] * self.k_smoothing, [nan] * self.d_period

    @staticmethod
    @override
    def step(state: State, high: float, low: float, close: float) -> tuple[State, Any]:
        """Place the close in the range and average twice."""
        extremes, fast, slow = state
        extremes, upper, lower = step_extremes(extremes, high, low)
        place = 100.0 * ((close - lower) / (upper - lower)) if upper != lower else 0.0
        k = _push(fast, place) if len(fast) > 1 else place
        d = _push(slow, k)
        if d != d:  # noqa: PLR0124 -- NaN is what differs from itself
            k = nan
        return (extremes, fast, slow), (k, d)

    @override
    def compute_present(self, *inputs: Column) -> Columns:
        """Return the values on all bars at once, by the same operations in the same order."""
        highs, lows, closes = inputs
        upper, lower = compute_extremes(highs, lows, self.period)
        place = 100.0 * ((closes - lower) / (upper - lower))
        place[upper == lower] = 0.0
        k = _smooth(place, self.k_smoothing)
        d = _smooth(k, self.d_period)
        k[np.isnan(d)] = nan
        return k, d


def _push(window: list[float], value: float) -> float:
    """Push a value into a short window and return the mean, summed afresh from the oldest on: nothing drifts."""
    total = 0.0
    for index in range(1, len(window)):
        kept = window[index]
        window[index - 1] = kept
        total += kept
    window[len(window) - 1] = value
    return (total + value) / len(window)


def _smooth(column: Column, length: int) -> Column:
    """Return what `_push` gives on every bar."""
    total = np.zeros(max(len(column) - length + 1, 0))
    for first in range(length):
        total += column[first : first + len(total)]
    smoothed = np.full(len(column), nan)
    smoothed[length - 1 :] = total / length
    return smoothed
