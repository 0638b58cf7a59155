"""clock: asks what time it is now, not when the bar closed."""

from datetime import UTC, datetime

from typing_extensions import override

from propbots.api import Bar, Strategy


class WallClock(Strategy):
    @override
    def on_bar(self, bar: Bar) -> None:
        if datetime.now(UTC).year < 2000:  # here
            self.buy()
