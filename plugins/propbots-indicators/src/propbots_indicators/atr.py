"""Wilder's average true range."""

from math import nan
from typing import Any

from typing_extensions import override

from propbots.api.indicator import Indicator, State, close, high, low, parameter
from propbots_indicators.settling import count_settling_bars

__all__ = ["Atr"]


class Atr(Indicator):
    """Average of the bars' ranges, each reaching to the close before where that lies outside, in units of the price.

    `range = max(high, close before) - min(low, close before)`, averaged by Wilder's smoothing:
    `atr = before + (range - before) / period`. It begins with the mean of the first `period` ranges; the first bar has
    none, since no close lies before it.

    Args:
        period: How long ranges matter, in bars.

    Source: J. Welles Wilder, New Concepts in Technical Trading Systems, 1978, "The Volatility System".
    """

    reads = (high, low, close)
    period: int = parameter(14, minimum=1, maximum=100_000, description="how long ranges matter, in bars")

    @property
    @override
    def lookback(self) -> int:
        """Return the bars before the average has its first ranges."""
        return self.period

    @property
    @override
    def settled(self) -> int:
        """Return the bars after which the first ranges no longer show."""
        return self.lookback + count_settling_bars(1.0 / self.period)

    @override
    def start(self) -> State:
        """Return no close before, an average of nothing, a range's weight, the ranges taken, and how many it takes."""
        return nan, 0.0, 1.0, 0, self.period

    @staticmethod
    @override
    def step(state: State, high: float, low: float, close: float) -> tuple[State, Any]:
        """Move the average."""
        before, average, weight, count, period = state
        if count < period:
            if before != before:  # noqa: PLR0124 -- NaN is what differs from itself
                return (close, average, weight, count, period), nan
            count += 1
            weight = 1.0 / count
        top = high if high > before else before
        bottom = low if low < before else before
        average += (top - bottom - average) * weight
        return (close, average, weight, count, period), average if count == period else nan
