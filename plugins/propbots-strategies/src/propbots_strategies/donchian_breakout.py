"""The breakout of a Donchian channel."""

from typing_extensions import override

from propbots.api.strategy import Rules, RuleStrategy, close, parameter
from propbots_indicators import DonchianChannel

__all__ = ["DonchianBreakout"]


class DonchianBreakout(RuleStrategy):
    """Buy new highs and sell new lows.

    Buys when a bar closes above the highest high of the `entry` bars before it, and sells short when one closes below
    their lowest low. A long position is left when a bar closes below the lowest low of the `exit` bars before it, a
    short one above their highest high; a breakout to the other side turns the position. Everything is decided at a
    close and filled at the open of the next bar.

    The channel is that of the bars before, hence `lag(1)`: no close can lie beyond a channel that its own bar belongs
    to. An `exit` as long as the `entry`, or longer, only ever leaves with the turn.
    """

    entry: int = parameter(20, minimum=1, maximum=100_000, description="bars whose extremes an entry breaks")
    exit: int = parameter(10, minimum=1, maximum=100_000, description="bars whose extremes an exit breaks")

    @override
    def rules(self) -> Rules:
        """Enter beyond one channel, leave beyond the other."""
        entry, leave = DonchianChannel(self.entry), DonchianChannel(self.exit)
        return Rules(
            long_entry=close > entry.upper.lag(1),
            short_entry=close < entry.lower.lag(1),
            long_exit=close < leave.lower.lag(1),
            short_exit=close > leave.upper.lag(1),
        )
