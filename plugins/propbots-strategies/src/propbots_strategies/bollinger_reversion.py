"""The return from outside the Bollinger Bands."""

from typing_extensions import override

from propbots.api.strategy import Rules, RuleStrategy, close, crosses_above, crosses_below, parameter
from propbots_indicators import BollingerBands

__all__ = ["BollingerReversion"]


class BollingerReversion(RuleStrategy):
    """Bet that a price that went too far comes back to its average.

    Buys when the close crosses back inside over the lower band and sells short when it crosses back inside under the
    upper one, so it waits until the move away has ended instead of standing in its way. It leaves when a close reaches
    the middle band, which is the average of the last `period` closes. Everything is decided at a close and filled at
    the open of the next bar.

    A close that jumps over both bands is not inside and enters nothing; the first move after a stretch of equal closes,
    whose bands lie on the price, is such a jump. One that crosses back and passes the middle in the same bar enters all
    the same, and leaves at the next close that has reached the middle.

    It earns in markets that go sideways and has no stop against a trend; add one before money depends on it.
    """

    period: int = parameter(20, minimum=2, maximum=100_000, description="length of the average, in bars")
    deviations: float = parameter(
        2.0, minimum=0.1, maximum=100.0, description="distance of the bands from the middle, in standard deviations"
    )

    @override
    def rules(self) -> Rules:
        """Enter where the close crosses back inside, leave at the middle."""
        bands = BollingerBands(close, self.period, self.deviations)
        return Rules(
            long_entry=crosses_above(close, bands.lower) & (close < bands.upper),
            short_entry=crosses_below(close, bands.upper) & (close > bands.lower),
            long_exit=close >= bands.middle,
            short_exit=close <= bands.middle,
        )
