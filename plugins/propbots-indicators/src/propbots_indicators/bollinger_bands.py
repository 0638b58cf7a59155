"""Bollinger bands."""

from math import nan, sqrt
from typing import Any

import numpy as np
from typing_extensions import override

from propbots.api.indicator import (
    Column,
    Columns,
    Expression,
    Indicator,
    Pane,
    State,
    close,
    parameter,
    run_steps,
)
from propbots_indicators.mean import compute_means, start_mean, step_mean

__all__ = ["BollingerBands"]

_CHUNK = 8_192
"""Windows worked on at a time; what they need fits into a processor's cache."""


class BollingerBands(Indicator):
    """A moving average and two bands, some standard deviations of the window above and below it.

    `middle = sma(period)`, `upper = middle + deviations * deviation`, `lower = middle - deviations * deviation`, where
    the deviation is the population's (its squares are divided by `period`). The squares are summed afresh for each
    window, about its own mean, so that nothing cancels out and a flat window's deviation is exactly 0.

    Args:
        source: What is averaged.
        period: Length of the window, in bars.
        deviations: Distance of the bands from the middle, in standard deviations.

    Source: John Bollinger, Bollinger on Bollinger Bands, 2001.
    """

    outputs = ("upper", "middle", "lower")
    pane = Pane.PRICE
    source: Expression = close
    period: int = parameter(20, minimum=1, maximum=100_000, description="length of the window, in bars")
    deviations: float = parameter(2.0, minimum=0.0, maximum=1_000.0, description="distance in standard deviations")

    @property
    @override
    def lookback(self) -> int:
        """Return the bars before the window is full."""
        return self.period - 1

    @override
    def start(self) -> State:
        """Return an empty mean, a window that is written twice, so that it always lies in one piece, and the width."""
        return start_mean(self.period), [0.0] * (2 * self.period), 0, self.deviations

    @staticmethod
    @override
    def step(state: State, value: float) -> tuple[State, Any]:
        """Push one value and measure the window."""
        mean, recent, position, deviations = state
        mean, middle = step_mean(mean, value)
        period = len(recent) // 2
        recent[position] = value
        recent[position + period] = value
        position = position + 1 if position + 1 < period else 0
        if middle != middle:  # noqa: PLR0124 -- NaN is what differs from itself
            return (mean, recent, position, deviations), (nan, nan, nan)
        squares = 0.0
        for past in recent[position : position + period]:
            distance = past - middle
            squares += distance * distance
        width = deviations * sqrt(squares / period)
        return (mean, recent, position, deviations), (middle + width, middle, middle - width)

    @override
    def compute_present(self, *inputs: Column) -> Columns:
        """Return the bands of all windows at once, by the same operations in the same order."""
        means = compute_means(inputs[0], self.period)
        if means is None:
            return run_steps(self, inputs)
        width = self.deviations * np.sqrt(_sum_squares(inputs[0], means, self.period) / self.period)
        return means + width, means, means - width


def _sum_squares(column: Column, means: Column, period: int) -> Column:
    """Return the sum of the squared distances of each window's values from its mean, oldest value first."""
    squares = np.zeros(len(column))
    distance = np.empty(_CHUNK)
    for first in range(period - 1, len(column), _CHUNK):
        last = min(first + _CHUNK, len(column))
        scratch, total, middle = distance[: last - first], squares[first:last], means[first:last]
        for age in range(period - 1, -1, -1):
            np.subtract(column[first - age : last - age], middle, out=scratch)
            np.multiply(scratch, scratch, out=scratch)
            np.add(total, scratch, out=total)
    return squares
