"""Two indices against each other, on three timeframes: `propbots backtest config/index-pair.toml`."""

from propbots.api import Bar, Strategy, close, parameter
from propbots_indicators import Sma


class IndexPair(Strategy):
    """Buys the main index and sells the other one when the main one has fallen behind, and the other way round."""

    length: int = parameter(24, minimum=2, maximum=500, description="of the averages, in bars of five minutes")
    gap: float = parameter(0.002, minimum=0.0, description="by which one must have fallen behind, as a share")

    def on_start(self) -> None:
        """Declare what is read, and follow the other index on bars of five minutes."""
        self.other = self.subscribe("MNQ 5m")
        self.day = self.indicator(Sma(close, 5).on("1d"))
        self.mine = self.indicator((close / Sma(close, self.length)).on("5m"))
        self.theirs = self.indicator((close / Sma(close, self.length)).on("MNQ 5m"))

    def on_bar(self, bar: Bar) -> None:
        """Decide on each finished bar of the other index; the main index's minutes only work the orders."""
        if bar.feed != self.other or self.mine.value is None or self.theirs.value is None:
            return
        behind = self.theirs.value - self.mine.value
        if not self.position_steps and abs(behind) > self.gap and self.day.value is not None:
            send, hedge = (self.buy, self.sell) if behind > 0 else (self.sell, self.buy)
            send(2)
            hedge(1, instrument="MNQ")
        elif self.position_steps and abs(behind) < self.gap / 4:
            self.exit()
            self.exit("MNQ")
