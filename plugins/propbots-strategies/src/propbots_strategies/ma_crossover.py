"""The moving-average crossover, as rules."""

from typing_extensions import override

from propbots.api.strategy import (
    ConfigurationError,
    Rules,
    RuleStrategy,
    close,
    crosses_above,
    crosses_below,
    parameter,
)
from propbots_indicators import Sma

__all__ = ["MaCrossover", "check_lengths"]


class MaCrossover(RuleStrategy):
    """Follow the trend that two simple averages of the close show.

    Buys when the fast average crosses above the slow one and sells short when it crosses below, at the open of the next
    bar. A crossing against the position closes it first and then turns it, so that from the first crossing on there
    is always a position. Averages that only touch and part again on the same side are no crossing; a second crossing
    above while long changes nothing.

    It earns in long moves and pays for each turn of a market that goes sideways.
    """

    fast: int = parameter(10, minimum=1, maximum=100_000, description="length of the fast average, in bars")
    slow: int = parameter(50, minimum=2, maximum=100_000, description="length of the slow average, in bars")

    @override
    def rules(self) -> Rules:
        """Turn with the crossings.

        Raises:
            ConfigurationError: If the fast average is not the shorter one.
        """
        check_lengths(self.fast, self.slow)
        fast, slow = Sma(close, self.fast), Sma(close, self.slow)
        return Rules(long_entry=crosses_above(fast, slow), short_entry=crosses_below(fast, slow))


def check_lengths(fast: int, slow: int) -> None:
    """Refuse a fast average that is not the shorter one.

    Raises:
        ConfigurationError: With both lengths.
    """
    if fast >= slow:
        raise ConfigurationError(
            f"fast must be below slow (was fast={fast}, slow={slow}); shorten the fast average or lengthen the slow one"
        )
