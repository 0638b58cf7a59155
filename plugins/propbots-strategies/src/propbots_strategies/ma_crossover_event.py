"""The moving-average crossover, as reactions to bars."""

from typing_extensions import override

from propbots.api.strategy import Bar, Strategy, close, crosses_above, crosses_below, parameter
from propbots_indicators import Sma
from propbots_strategies.ma_crossover import check_lengths

__all__ = ["MaCrossoverEvent"]


class MaCrossoverEvent(Strategy):
    """Follow the trend that two simple averages of the close show.

    Makes the same trades as `ma-crossover`, which says the same as rules: long after a crossing above, short after one
    below, from the open of the next bar. It is here to compare the two ways of writing a strategy, and to start from
    when rules are not enough.

    A crossing above can come twice without one below in between, where the averages meet and part again on the side
    that they came from. Only what changes the position is acted on, so the second one leaves the position alone.
    """

    fast: int = parameter(10, minimum=1, maximum=100_000, description="length of the fast average, in bars")
    slow: int = parameter(50, minimum=2, maximum=100_000, description="length of the slow average, in bars")

    @override
    def on_start(self) -> None:
        """Declare the crossings.

        Raises:
            ConfigurationError: If the fast average is not the shorter one.
        """
        check_lengths(self.fast, self.slow)
        fast, slow = Sma(close, self.fast), Sma(close, self.slow)
        self._above = self.indicator(crosses_above(fast, slow))
        self._below = self.indicator(crosses_below(fast, slow))

    @override
    def on_bar(self, bar: Bar) -> None:
        """Turn with the crossings; what is held against one is closed first."""
        if self._above.value and self.position_steps <= 0:
            self.exit()
            self.enter_long()
        elif self._below.value and self.position_steps >= 0:
            self.exit()
            self.enter_short()
