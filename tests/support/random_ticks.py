"""Random ticks: quotes and prints with jumps, locked books, unknown sizes, stamps that fall together and closed nights."""

from decimal import Decimal

import attrs
import numpy as np
from hypothesis import strategies as st

from propbots.data.table import DataSource
from propbots.data.tick_bars import bars_of_ticks
from propbots.data.ticks import TickColumns, tell_apart
from propbots.domain.bar import Bar
from propbots.domain.tick import QuoteTick, TradeTick
from propbots.domain.timeframe import HOUR, MINUTE, Timeframe
from propbots.simulation.request import BacktestRequest
from propbots.strategy.base import Strategy
from random_market import CALENDAR, FIRST_NS, INDEX, Market
from random_run import Conditions, RandomActor

__all__ = ["ListeningActor", "on_ticks", "tick_series"]

_PAUSES = st.sampled_from((0, 0, 1, 7, 1_000_000, 60_000_000_000, 10 * MINUTE, HOUR, 5 * HOUR, 30 * HOUR))
_MOVES = st.sampled_from((0, 0, 0, 1, -1, 1, -1, 2, -2, 5, -5, 12, -12))
_SPREADS = st.sampled_from((0, 1, 1, 1, 2, 4))
_SIZES = st.sampled_from((0, 1, 1, 2, 3, 8, 100))
_KINDS = {"both": st.booleans(), "quotes": st.just(False), "prints": st.just(True)}


@st.composite
def tick_series(draw: st.DrawFn, most: int = 80) -> TickColumns:
    """Ticks of the index; of both kinds, or of one alone."""
    kind = _KINDS[draw(st.sampled_from(sorted(_KINDS)))]
    row = st.tuples(_PAUSES, kind, _MOVES, _SPREADS, _SIZES, _SIZES)
    rows = draw(st.lists(row, min_size=min(8, most), max_size=most))
    now, bid, ask, found = FIRST_NS + HOUR, 1_000, 1_001, []
    for pause, is_trade, move, spread, first, second in rows:
        now += pause
        if is_trade:
            price = (ask if spread % 2 else bid) + move // 2
            found.append((now, 1, price, price, first, 0))
        else:
            bid += move
            ask = bid + spread
            found.append((now, 0, bid, ask, first, second))
    time, kinds, bids, asks, sizes, others = np.array(found, dtype=np.int64).T.copy()
    source = DataSource("nowhere", "random", "0" * 64)
    return TickColumns(INDEX, tell_apart(time), kinds == 1, bids, asks, sizes, others, source, rows=len(rows))


def on_ticks(
    strategy: Strategy, ticks: TickColumns, how: Conditions, *, fenced: bool, latency_ns: int = 0, minutes: int = 20
) -> BacktestRequest:
    """Build the backtest of a strategy over ticks."""
    bars = bars_of_ticks(ticks, Timeframe(minutes * MINUTE), CALENDAR)
    request = attrs.evolve(how, first=0, finer=False, spread=0, volume_limit=None, impact=Decimal(0)).request(
        strategy, Market(bars, bars), fenced=fenced
    )
    return attrs.evolve(request, ticks=ticks, latency_ns=latency_ns)


class ListeningActor(RandomActor):
    """Asks for what its script says as ticks come, and hears of bars without asking for anything."""

    def on_bar(self, bar: Bar) -> None:
        """Leave the bars alone."""

    def on_quote(self, quote: QuoteTick) -> None:
        """Ask for the tick's wishes."""
        self._react(quote.bid_steps, quote.event_time_ns)

    def on_trade(self, trade: TradeTick) -> None:
        """Ask for the tick's wishes."""
        self._react(trade.price_steps, trade.event_time_ns)

    def _react(self, price: int, now_ns: int) -> None:
        self.index += 1
        self.close, self.now_ns = price, now_ns
        if self.index < len(self.script):
            for wish in self.script[self.index]:
                self.ask(wish)
