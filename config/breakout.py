"""A strategy in a file of its own: `propbots backtest --strategy config/breakout.py`."""

from propbots.api import Rules, RuleStrategy, close, crosses_above, crosses_below, parameter
from propbots_indicators import Atr, Sma


class QuietBreakout(RuleStrategy):
    """Buys strength while it is quiet, with a stop of two average ranges."""

    period: int = parameter(50, minimum=2, maximum=1000, description="length of the average, in bars")
    ranges: float = parameter(2.0, minimum=0.1, description="distance of the stop, in average true ranges")

    def rules(self) -> Rules:
        """Return when it buys, when it leaves, and where its stop stands."""
        average, reach = Sma(close, self.period), Atr(14)
        quiet = reach < Sma(reach, self.period)
        return Rules(
            long_entry=crosses_above(close, average) & quiet,
            long_exit=crosses_below(close, average),
            stop=reach * self.ranges,
        )
