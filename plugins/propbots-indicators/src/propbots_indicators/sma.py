"""The simple moving average."""

from typing_extensions import override

from propbots.api.indicator import Column, Columns, Expression, Indicator, Pane, State, close, parameter, run_steps
from propbots_indicators.mean import compute_means, start_mean, step_mean

__all__ = ["Sma"]


class Sma(Indicator):
    """Mean of the last values: the sum of the window divided by its length.

    Exact for decimal prices, so that equal averages compare equal (`mean`).

    Args:
        source: What is averaged.
        period: Length of the window, in bars.

    Source: John J. Murphy, Technical Analysis of the Financial Markets, 1999, chapter 9.
    """

    pane = Pane.PRICE
    source: Expression = close
    period: int = parameter(20, minimum=1, maximum=100_000, description="length of the window, in bars")

    @property
    @override
    def lookback(self) -> int:
        """Return the bars before the window is full."""
        return self.period - 1

    @override
    def start(self) -> State:
        """Return an empty window."""
        return start_mean(self.period)

    step = staticmethod(step_mean)

    @override
    def compute_present(self, *inputs: Column) -> Columns:
        """Return the means of all windows at once where the values share a grid: exact, so the same to the bit."""
        means = compute_means(inputs[0], self.period)
        return run_steps(self, inputs) if means is None else means
