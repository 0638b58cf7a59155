"""The stretches of a run in which more happens than the main feed's bars."""

from bisect import bisect_left
from collections.abc import Iterator
from itertools import islice

import attrs
import numpy as np

from propbots.data.columns import CHUNK, BarColumns
from propbots.domain.bar import Bar
from propbots.engine.core import Stretch
from propbots.simulation.agenda import Agenda
from propbots.simulation.wakefulness import STRETCH, Progress
from propbots.venue.exchange import Exchange

__all__ = ["find_stretches_beside"]


def find_stretches_beside(
    bars: BarColumns, agenda: Agenda, exchange: Exchange, progress: Progress, *, sets_timers: bool
) -> Iterator[Stretch]:
    """Give the bars of the main feed, and before each of them what else happens until it closes.

    Args:
        bars: All bars of the main feed in the run.
        agenda: What else happens.
        exchange: Told where all markets are while bars are looked at.
        progress: Told how far the run is, a chunk at a time.
        sets_timers: Whether any bar may set a timer.
    """
    main, told, total, closes = _MainBars(bars, agenda, sets_timers), 0, len(bars), bars.close_time.data
    while main.index < total:
        close_time = closes[main.index]
        yield from _until(close_time, agenda, exchange)
        beside = agenda.take(close_time)
        yield from _with_next(main, beside, exchange) if beside else _alone(main, exchange)
        if main.index - told >= CHUNK:
            told = main.index
            progress(told, total)
    yield from _until(_end_of(bars), agenda, exchange)
    progress(total, total)


def _end_of(bars: BarColumns) -> int:
    """Return the moment after which nothing is told: what comes with the last bar's close still is."""
    return bars.close_time.item(len(bars) - 1) + 1


@attrs.define(eq=False)
class _MainBars:
    """The bars of the main feed, given one after the other.

    Attributes:
        bars: All of them.
        agenda: What else happens.
        sets_timers: Whether any bar may set a timer, which then comes before the next bar.
        index: Of the bar that comes next.
    """

    bars: BarColumns
    agenda: Agenda
    sets_timers: bool
    index: int = 0
    last: Bar = attrs.field(init=False)
    _made: Iterator[Bar] = attrs.field(init=False)
    _closes: "memoryview[int]" = attrs.field(init=False)
    _reach: "tuple[list[int], list[int]]" = attrs.field(init=False)

    def __attrs_post_init__(self) -> None:
        """Measure the bars, so many at a time as the engine may pass over by one comparison."""
        bars, starts = self.bars, np.arange(0, len(self.bars), STRETCH)
        self._made, self._closes = bars.bars(), bars.close_time.data
        lows, highs = np.minimum.reduceat(bars.low, starts), np.maximum.reduceat(bars.high, starts)
        self._reach = lows.tolist(), highs.tolist()

    def take(self) -> Bar:
        """Return the next bar."""
        self.last = next(self._made)
        self.index += 1
        return self.last

    def take_until_more(self) -> Stretch:
        """Return bars up to the next of all else; a part of what was measured reaches no further than the whole."""
        first, place = self.index, self.index // STRETCH
        most = min((place + 1) * STRETCH, len(self.bars))
        end = max(first + 1, bisect_left(self._closes, self.agenda.next_ns, first, most))
        lows, highs = self._reach
        given = self._give(end) if self.sets_timers else self._give_all(end)
        return Stretch(given, lows[place], highs[place], self._closes[end - 1])

    def _give_all(self, end: int) -> list[Bar]:
        bars = list(islice(self._made, end - self.index))
        self.index, self.last = end, bars[-1]
        return bars

    def _give(self, end: int) -> Iterator[Bar]:
        """Give bars until one of them sets a timer for a moment before the next."""
        closes, timers = self._closes, self.agenda.timers
        yield self.take()
        while self.index < end and closes[self.index] < timers.next_ns:
            yield self.take()


def _until(moment_ns: int, agenda: Agenda, exchange: Exchange) -> Iterator[Stretch]:
    """Give what happens before a moment: at each moment bars first, and the rest when its turn comes."""
    while (now := agenda.next_ns) < moment_ns:
        bars = agenda.take(now)
        together = exchange.worked(bars)
        exchange.begin(together)
        yield Stretch((), 0, 0, 0, bars)
        exchange.end(together)
        yield Stretch((), 0, 0, 0, agenda.take_rest(now))


def _with_next(main: _MainBars, beside: list[Bar], exchange: Exchange) -> Iterator[Stretch]:
    """Give the next bar of the main feed, and before it the bars of other feeds that end with it."""
    bar = main.take()
    together = [*exchange.worked(beside), bar]
    if len(together) > 1:
        exchange.begin(together)
    yield Stretch((bar,), bar.low_steps, bar.high_steps, bar.close_time_ns, beside)
    exchange.end(together)


def _alone(main: _MainBars, exchange: Exchange) -> Iterator[Stretch]:
    """Give bars of the main feed with which nothing else happens."""
    yield main.take_until_more()
    exchange.end([main.last])
