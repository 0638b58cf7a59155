"""Minutes in the direction of the hour: `propbots backtest --strategy config/hour_trend.py`."""

from propbots.api import Rules, RuleStrategy, close, crosses_above, crosses_below, parameter
from propbots_indicators import Sma


class HourTrend(RuleStrategy):
    """Trades crossings of minutes, but only with the trend of finished hours."""

    fast: int = parameter(10, minimum=1, maximum=500, description="length of the fast average, in bars")
    slow: int = parameter(50, minimum=2, maximum=500, description="length of the slow average, in bars")
    hours: int = parameter(20, minimum=2, maximum=500, description="length of the trend's average, in hours")

    def rules(self) -> Rules:
        """Return when it buys and when it sells."""
        fast, slow = Sma(close, self.fast), Sma(close, self.slow)
        # What stands before .on("1h") is worked out on bars of an hour; each minute sees the last finished one.
        rises = (close > Sma(close, self.hours)).on("1h")
        return Rules(
            long_entry=crosses_above(fast, slow) & rises,
            short_entry=crosses_below(fast, slow) & ~rises,
            long_exit=crosses_below(fast, slow),
            short_exit=crosses_above(fast, slow),
        )
