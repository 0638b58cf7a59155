"""Random ticks of two instruments, and a strategy that trades both of them."""

from decimal import Decimal

import attrs
from hypothesis import strategies as st
from typing_extensions import override

from propbots.data.feed_set import FeedBars
from propbots.data.record import CostInputs
from propbots.data.tick_bars import bars_of_ticks
from propbots.data.ticks import TickColumns
from propbots.domain.bar import Bar
from propbots.domain.tick import QuoteTick, TradeTick
from propbots.domain.timeframe import MINUTE, Timeframe
from propbots.simulation.request import BacktestRequest, OtherFeed
from random_feeds import OTHER, Script, TwoMarketActor
from random_market import CALENDAR
from random_run import Conditions
from random_ticks import on_ticks, tick_series

__all__ = ["Pair", "PairActor", "on_pair", "pairs"]


@attrs.frozen
class Pair:
    """Ticks of the main instrument and of another one."""

    main: TickColumns
    other: TickColumns

    def until(self, moment_ns: int) -> "Pair":
        """Return the same as it was known at a moment."""
        return Pair(*(ticks.select(ticks.time <= moment_ns) for ticks in (self.main, self.other)))

    def prints_since(self, moment_ns: int) -> list[bool]:
        """Return of which instruments there are prints from a moment on, until the main one ends."""
        last_ns = self.main.time[-1]
        return [
            bool(ticks.is_trade[(ticks.time >= moment_ns) & (ticks.time <= last_ns)].any())
            for ticks in (self.main, self.other)
        ]


@st.composite
def pairs(draw: st.DrawFn, most: int = 40) -> Pair:
    """Any two series."""
    main, other = draw(tick_series(most)), draw(tick_series(most))
    return Pair(main, attrs.evolve(other, instrument=OTHER))


class PairActor(TwoMarketActor):
    """Asks for what its script says as ticks of either instrument come, and remembers all that it was told."""

    def follow(self, script: Script) -> "PairActor":
        """Take a script."""
        self.begin(script)
        return self

    @override
    def on_bar(self, bar: Bar) -> None:
        """Remember it."""
        self.told.append((bar.close_time_ns, "bar"))

    @override
    def on_quote(self, quote: QuoteTick) -> None:
        """Ask for the tick's wishes."""
        self._react(quote, quote.bid_steps)

    @override
    def on_trade(self, trade: TradeTick) -> None:
        """Ask for the tick's wishes."""
        self._react(trade, trade.price_steps)

    def _react(self, tick: QuoteTick | TradeTick, price: int) -> None:
        home = OTHER.id if tick.instrument.id == OTHER.id else ""
        self.index, self.now_ns, self.closes[home] = self.index + 1, tick.event_time_ns, price
        self.told.append((tick.event_time_ns, "tick", tick, self.equity))
        self.act()


def on_pair(
    strategy: PairActor, pair: Pair, how: Conditions, *, fenced: bool = True, latency_ns: int = 0
) -> BacktestRequest:
    """Build the backtest of a strategy over the ticks of two instruments."""
    bars = bars_of_ticks(pair.other, Timeframe(20 * MINUTE), CALENDAR)
    costs = CostInputs(Decimal("0.75"), how.slippage, "option")
    other = OtherFeed(FeedBars(bars, CALENDAR, pair.other), costs)
    request = on_ticks(strategy, pair.main, how, fenced=fenced, latency_ns=latency_ns)
    return attrs.evolve(request, others=(other,))
