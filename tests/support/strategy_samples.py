"""Small sound strategies to plant faults in."""

from typing import Any

from typing_extensions import override

from propbots.api.strategy import Bar, Rules, RuleStrategy, Strategy, close, parameter
from series_samples import Momentum

__all__ = ["Follow", "FollowEvent"]


class Follow(RuleStrategy):
    """Goes with the change over some bars, as rules."""

    period: int = parameter(30, minimum=1, maximum=100, description="bars between the two prices")

    @override
    def rules(self) -> Rules:
        """Turn with the sign of the change."""
        change = Momentum(close, self.period)
        return Rules(long_entry=change > 10.0, short_entry=change < -10.0)


class FollowEvent(Strategy):
    """The same, as reactions to bars."""

    period: int = parameter(30, minimum=1, maximum=100, description="bars between the two prices")

    @override
    def on_start(self) -> None:
        """Declare the change."""
        self._change: Any = self.indicator(Momentum(close, self.period))

    @override
    def on_bar(self, bar: Bar) -> None:
        """Turn with its sign."""
        change = self._change.value
        if change is None:
            return
        if change > 10.0 and self.position_steps <= 0:
            self.turn(1, bar)
        elif change < -10.0 and self.position_steps >= 0:
            self.turn(-1, bar)

    def turn(self, sign: int, bar: Bar) -> None:
        """Leave what is held, and enter the other way."""
        del bar
        self.exit()
        self.enter_long() if sign > 0 else self.enter_short()
