"""Wilder's relative strength index."""

from math import nan
from typing import Any

from typing_extensions import override

from propbots.api.indicator import Expression, Indicator, State, close, parameter
from propbots_indicators.settling import count_settling_bars

__all__ = ["Rsi"]


class Rsi(Indicator):
    """Share of the rises in all that the price moved, from 0 to 100.

    `rsi = 100 * rise / (rise + fall)`, where rise and fall are averages of the moves up and down from bar to bar, in
    Wilder's smoothing: `average = before + (move - before) / period`. They begin with the mean of the first `period`
    moves. Where nothing ever moved the value is 0, as TA-Lib has it; TA-Lib calls averages below 1e-14 nothing as
    well, here only 0 is, so that prices of any size are served.

    Args:
        source: Whose moves are measured.
        period: How long moves matter, in bars.

    Source: J. Welles Wilder, New Concepts in Technical Trading Systems, 1978, "The Relative Strength Index".
    """

    source: Expression = close
    period: int = parameter(14, minimum=1, maximum=100_000, description="how long moves matter, in bars")

    @property
    @override
    def lookback(self) -> int:
        """Return the bars before the averages have their first moves."""
        return self.period

    @property
    @override
    def settled(self) -> int:
        """Return the bars after which the first moves no longer show."""
        return self.lookback + count_settling_bars(1.0 / self.period)

    @override
    def start(self) -> State:
        """Return no value before, two averages of nothing, a move's weight, the moves taken, and how many it takes."""
        return nan, 0.0, 0.0, 1.0, 0, self.period

    @staticmethod
    @override
    def step(state: State, value: float) -> tuple[State, Any]:
        """Move both averages."""
        before, rise, fall, weight, count, period = state
        if count < period:
            if before != before:  # noqa: PLR0124 -- NaN is what differs from itself
                return (value, rise, fall, weight, count, period), nan
            count += 1
            weight = 1.0 / count
        move = value - before
        if move > 0.0:
            rise += (move - rise) * weight
            fall -= fall * weight
        else:
            rise -= rise * weight
            fall -= (move + fall) * weight
        if count < period:
            return (value, rise, fall, weight, count, period), nan
        moved = rise + fall
        return (value, rise, fall, weight, count, period), 100.0 * (rise / moved) if moved > 0.0 else 0.0
