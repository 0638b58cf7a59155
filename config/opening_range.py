"""An event strategy with a bracket: `propbots backtest --strategy config/opening_range.py`."""

from propbots.api import Bar, Strategy, parameter


class OpeningRange(Strategy):
    """Buys the break of each session's first bars, with a stop and a target of as many ticks."""

    bars: int = parameter(30, minimum=1, description="bars that make the range")
    ticks: int = parameter(20, minimum=1, description="distance of stop and target from the entry")

    def on_start(self) -> None:
        """Begin before the first session."""
        self.seen = 0
        self.top = None
        self.last_close = None

    def on_bar(self, bar: Bar) -> None:
        """Measure the range, then wait for a close above it; a break of over half an hour begins a new session."""
        if self.last_close is None or (bar.open_time - self.last_close).total_seconds() > 1800:
            self.seen, self.top = 0, None
        self.last_close = bar.close_time
        self.seen += 1
        if self.seen <= self.bars:
            self.top = bar.high if self.top is None else max(self.top, bar.high)
        elif self.top is not None and self.position_steps == 0 and bar.close > self.top:
            self.buy(stop_loss_ticks=self.ticks, take_profit_ticks=self.ticks)
            self.top = None
