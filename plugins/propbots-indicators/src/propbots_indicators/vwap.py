"""The volume-weighted average price."""

from enum import StrEnum
from math import nan
from typing import Any

from typing_extensions import override

from propbots.api.indicator import BarField, Indicator, Pane, State, close, high, low, parameter, volume

__all__ = ["Anchor", "Vwap"]


class Anchor(StrEnum):
    """Where an average over a stretch of time begins."""

    SESSION = "session"


class Vwap(Indicator):
    """Average price of the session so far, each bar's typical price weighted by its volume.

    `vwap = sum(typical * volume) / sum(volume)`, `typical = (high + low + close) / 3`. It begins anew with each trading
    day of the exchange; for bars without an instrument that is the UTC day in which a bar ends. There is no value
    before a session's first volume. A bar whose volume is unknown is left out and has no value itself.

    The sums are plain: they last for a session only, and nothing is ever taken away from them.

    Args:
        anchor: Where the average begins.

    Source: Stephen A. Berkowitz, Dennis E. Logue and Eugene A. Noser, The Total Cost of Transactions on the NYSE,
        Journal of Finance 43, 1988.
    """

    pane = Pane.PRICE
    reads = (high, low, close, volume, BarField("trading_day"))
    anchor: Anchor = parameter(Anchor.SESSION, description="where the average begins")

    @property
    @override
    def lookback(self) -> int:
        """Return 0: the first bar with volume has a value."""
        return 0

    @override
    def start(self) -> State:
        """Return no day, and the sums of nothing."""
        return nan, 0.0, 0.0

    @staticmethod
    @override
    def step(
        state: State, high: float, low: float, close: float, volume: float, trading_day: float
    ) -> tuple[State, Any]:
        """Add the bar to the session's sums."""
        day, worth, traded = state
        if trading_day != day:
            worth = traded = 0.0
        worth += (high + low + close) / 3.0 * volume
        traded += volume
        return (trading_day, worth, traded), worth / traded if traded > 0.0 else nan
