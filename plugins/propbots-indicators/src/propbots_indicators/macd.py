"""The moving average convergence/divergence."""

from math import nan
from typing import Any

import numpy as np
from typing_extensions import override

from propbots.api.indicator import (
    Column,
    Columns,
    Expression,
    Indicator,
    State,
    aliased_parameter,
    close,
    parameter,
    run_steps,
)
from propbots.errors import ConfigurationError
from propbots_indicators.ema import Ema, start_ema, step_ema
from propbots_indicators.settling import count_settling_bars

__all__ = ["Macd"]


class Macd(Indicator):
    """How far a fast exponential average of the price runs ahead of a slow one, and the average of that.

    `macd = ema(fast) - ema(slow)`, `signal = ema(macd, signal)`, `histogram = macd - signal`. Both averages are seeded
    on the same bar, the slow one's first, each with the mean of its last values, as TA-Lib does.

    Args:
        source: What is averaged.
        fast: Period of the fast average, in bars.
        slow: Period of the slow average, in bars.
        signal_period: Period of the average of the difference, in bars; set as `signal`.

    Source: Gerald Appel, Technical Analysis: Power Tools for Active Investors, 2005.
    """

    outputs = ("macd", "signal", "histogram")
    source: Expression = close
    fast: int = parameter(12, minimum=1, maximum=100_000, description="period of the fast average, in bars")
    slow: int = parameter(26, minimum=2, maximum=100_000, description="period of the slow average, in bars")
    signal_period: int = aliased_parameter(
        alias="signal", default=9, minimum=1, maximum=100_000, description="period of the difference's average, in bars"
    )

    def __attrs_post_init__(self) -> None:
        """Refuse averages in the wrong order.

        Raises:
            ConfigurationError: If the fast average is not the faster one.
        """
        if self.fast >= self.slow:
            raise ConfigurationError(f"Macd: fast must be below slow (was {self.fast}, with slow {self.slow})")

    @property
    @override
    def lookback(self) -> int:
        """Return the bars before the signal is seeded."""
        return self.slow + self.signal_period - 2

    @property
    @override
    def settled(self) -> int:
        """Return the bars after which no seed shows, in parts of the price."""
        return (
            self.lookback
            + count_settling_bars(2.0 / (self.slow + 1))
            + count_settling_bars(2.0 / (self.signal_period + 1))
        )

    @override
    def start(self) -> State:
        """Return three averages of nothing, and the bars by which the fast one begins later than the slow one."""
        return start_ema(self.fast), start_ema(self.slow), start_ema(self.signal_period), self.slow - self.fast

    @staticmethod
    @override
    def step(state: State, value: float) -> tuple[State, Any]:
        """Move the three averages."""
        fast, slow, signal, delay = state
        slow, slow_average = step_ema(slow, value)
        if delay > 0:
            return (fast, slow, signal, delay - 1), (nan, nan, nan)
        fast, fast_average = step_ema(fast, value)
        line = fast_average - slow_average
        if line - line != 0.0:
            return (fast, slow, signal, delay), (nan, nan, nan)
        signal, average = step_ema(signal, line)
        if average != average:  # noqa: PLR0124 -- NaN is what differs from itself
            return (fast, slow, signal, delay), (nan, nan, nan)
        return (fast, slow, signal, delay), (line, average, line - average)

    @override
    def compute_present(self, *inputs: Column) -> Columns:
        """Return the values on all bars, one average after the other, which is quicker than three at a time."""
        (column,) = inputs
        line = _average(column, self.fast, self.slow - self.fast) - _average(column, self.slow)
        signal = _average(line, self.signal_period, self.slow - 1)
        line[np.isnan(signal)] = nan
        return line, signal, line - signal


def _average(column: Column, period: int, delay: int = 0) -> Column:
    """Return the exponential average of a column that begins some bars later."""
    averages = np.full(len(column), nan)
    averages[delay:] = run_steps(Ema(period=period), (column[delay:],))
    return averages
