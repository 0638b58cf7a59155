"""The Donchian channel."""

from typing import Any

from typing_extensions import override

from propbots.api.indicator import Column, Columns, Indicator, Pane, State, high, low, parameter
from propbots_indicators.extremes import compute_extremes, start_extremes, step_extremes

__all__ = ["DonchianChannel"]


class DonchianChannel(Indicator):
    """Highest high and lowest low of the last bars, the current one included, and the middle between them.

    For the channel of the bars before, as breakouts need it, take `DonchianChannel(20).upper.lag()`.

    Args:
        period: Length of the window, in bars.

    Source: John J. Murphy, Technical Analysis of the Financial Markets, 1999, chapter 9, "The 4-Week Rule".
    """

    outputs = ("upper", "middle", "lower")
    pane = Pane.PRICE
    reads = (high, low)
    period: int = parameter(20, minimum=1, maximum=100_000, description="length of the window, in bars")

    @property
    @override
    def lookback(self) -> int:
        """Return the bars before the window is full."""
        return self.period - 1

    @override
    def start(self) -> State:
        """Return an empty window."""
        return (start_extremes(self.period),)

    @staticmethod
    @override
    def step(state: State, high: float, low: float) -> tuple[State, Any]:
        """Push one bar into the window."""
        (extremes,) = state
        extremes, upper, lower = step_extremes(extremes, high, low)
        return (extremes,), (upper, (upper + lower) / 2.0, lower)

    @override
    def compute_present(self, *inputs: Column) -> Columns:
        """Return the channel of all windows at once: choosing and halving round nowhere else than in the step."""
        highs, lows = inputs
        upper, lower = compute_extremes(highs, lows, self.period)
        return upper, (upper + lower) / 2.0, lower
