"""Which ticks the engine must be given: all of them, or those at which a fence wakes it."""

from collections.abc import Callable, Iterator
from itertools import islice

import attrs
import numpy as np
from numpy.typing import NDArray

from propbots.data.columns import CHUNK
from propbots.data.ticks import TickColumns
from propbots.domain.tick import QuoteTick, TradeTick
from propbots.engine.core import TickStretch
from propbots.engine.engine import Engine
from propbots.engine.hearing import Notice
from propbots.simulation.agenda import Agenda
from propbots.simulation.tick_tracks import TickTracks
from propbots.simulation.wakefulness import STRETCH, Progress

__all__ = ["find_tick_stretches"]


def find_tick_stretches(
    ticks: TickTracks, engine: Engine, agenda: Agenda, progress: Progress, *, longest: int = CHUNK
) -> Iterator[TickStretch]:
    """Give the ticks that the engine must see, and before them what else happens until then.

    A strategy that listens to ticks sees every one. For another only those are looked at that reach a fence. A bar that
    would go on after the last tick is not finished, and is not told.

    Args:
        ticks: All ticks of the run, of one instrument or several.
        engine: With its trader and its fences.
        agenda: What else happens, the bars made of the ticks included.
        progress: Told how far the run is, now and then.
        longest: The most ticks without a look at what else happens; 1 where a tick may set a timer.
    """
    give = _choose(ticks, engine)
    times, index, told = ticks.time.data, 0, 0
    while index < len(ticks):
        if agenda.next_ns <= times[index]:
            yield TickStretch((), 0, 0, 0, _take_until(agenda, times[index]))
        end = index + 1
        if longest > 1:
            end = max(end, min(index + longest, int(np.searchsorted(ticks.time, agenda.next_ns))))
        yield from give(index, end)
        index = end
        if index - told >= CHUNK:
            told = index
            progress(index, len(ticks))
    progress(len(ticks), len(ticks))


def _choose(ticks: TickTracks, engine: Engine) -> Callable[[int, int], Iterator[TickStretch]]:
    """Return what gives the ticks from an index up to another."""
    if len(ticks.each) > 1:
        return _Joined(ticks).give
    is_deaf = engine.trader.on_quote is None and engine.trader.on_trade is None
    return _Woken(ticks.each[0], engine).give if is_deaf else _Every(ticks.each[0]).give


def _take_until(agenda: Agenda, moment_ns: int) -> Iterator[Notice]:
    """Give what happens up to a moment, which is told before the tick that comes then."""
    while (now := agenda.next_ns) <= moment_ns:
        yield from agenda.take(now)
        yield from agenda.take_rest(now)


@attrs.define
class _Every:
    """Gives every tick; they are made and measured whole chunks at a time, whatever happens between two of them."""

    ticks: TickColumns
    _made: Iterator[QuoteTick | TradeTick] = attrs.field(init=False)
    _reach: "tuple[memoryview[int], memoryview[int], memoryview[int]]" = attrs.field(init=False)

    def __attrs_post_init__(self) -> None:
        """Measure the ticks, so many at a time as the engine may pass over by one comparison."""
        ticks, starts = self.ticks, np.arange(0, len(self.ticks), STRETCH)
        lows, highs = np.minimum.reduceat(ticks.bid, starts), np.maximum.reduceat(ticks.ask, starts)
        untils = ticks.time[np.append(starts[1:], len(ticks)) - 1]
        self._made, self._reach = ticks.ticks(), (lows.data, highs.data, untils.data)

    def give(self, first: int, last: int) -> Iterator[TickStretch]:
        """Give the ticks from an index, where the last call ended, up to another.

        A part of a stretch reaches no further than the whole of it, whose bounds stand for both.
        """
        made, (lows, highs, untils) = self._made, self._reach
        while first < last:
            place = first // STRETCH
            end = min(last, (place + 1) * STRETCH)
            yield TickStretch(islice(made, end - first), lows[place], highs[place], untils[place])
            first = end


@attrs.define
class _Joined:
    """Gives every tick of several instruments; what comes from one of them in a row is a stretch."""

    ticks: TickTracks
    _made: list[Iterator[QuoteTick | TradeTick]] = attrs.field(init=False)
    _rows: "Iterator[tuple[int, int, int, int, int]]" = attrs.field(init=False)
    _row: tuple[int, int, int, int, int] = attrs.field(init=False)

    def __attrs_post_init__(self) -> None:
        """Find where one instrument gives way to another, and what is reached until then."""
        ticks, size = self.ticks, len(self.ticks)
        begins = np.diff(ticks.home, prepend=-1) != 0
        begins[::STRETCH] = True
        starts = np.flatnonzero(begins)
        ends = np.append(starts[1:], size)
        bid, ask = (self._join(name) for name in ("bid", "ask"))
        facts = ends, ticks.home[starts], np.minimum.reduceat(bid, starts), np.maximum.reduceat(ask, starts)
        self._made = [one.ticks() for one in ticks.each]
        self._rows = zip(*(fact.tolist() for fact in (*facts, ticks.time[ends - 1])), strict=True)
        self._row = next(self._rows)

    def _join(self, name: str) -> NDArray[np.int64]:
        """Return a column of all instruments in the order of time."""
        joined = np.empty(len(self.ticks), dtype=np.int64)
        for place, one in enumerate(self.ticks.each):
            joined[self.ticks.home == place] = getattr(one, name)
        return joined

    def give(self, first: int, last: int) -> Iterator[TickStretch]:
        """Give the ticks from an index, where the last call ended, up to another.

        A part of a stretch reaches no further than the whole of it, whose bounds stand for both.
        """
        names = ["", *(one.instrument.id for one in self.ticks.each[1:])]
        while first < last:
            end, home, low, high, until = self._row
            part = min(end, last)
            yield TickStretch(islice(self._made[home], part - first), low, high, until, (), names[home])
            first = part
            if part == end:
                self._row = next(self._rows, self._row)


@attrs.define
class _Woken:
    """Gives the ticks that reach a fence, which may move with each of them."""

    ticks: TickColumns
    engine: Engine
    _latest: dict[str, NDArray[np.int64]] = attrs.field(init=False)

    def __attrs_post_init__(self) -> None:
        """Find the last quote and the last print at each tick."""
        places, is_trade = np.arange(len(self.ticks)), self.ticks.is_trade
        kinds = {"quote": ~is_trade, "trade": is_trade}
        self._latest = {name: np.maximum.accumulate(np.where(kind, places, -1)) for name, kind in kinds.items()}

    def give(self, first: int, last: int) -> Iterator[TickStretch]:
        """Give those of the ticks from an index up to another, and show the engine the ticks that it was not given."""
        index = first
        while (index := self._find_next(index, last)) < last:
            self._catch_up(index - 1)
            tick = self.ticks.read(index)
            yield TickStretch((tick,), *tick.reach, tick.event_time_ns)
            index += 1
        self._catch_up(last - 1)

    def _find_next(self, index: int, last: int) -> int:
        """Return the next tick that reaches a fence, searched in parts that grow."""
        ticks, market, size = self.ticks, self.engine.main, STRETCH
        while index < last:
            part = slice(index, min(index + size, last))
            reached = ticks.bid[part] <= market.fence_low
            reached |= ticks.ask[part] >= market.fence_high
            reached |= ticks.time[part] > market.fence_time_ns
            place = int(reached.argmax())
            if reached[place]:
                return index + place
            index, size = part.stop, min(2 * size, CHUNK)
        return last

    def _catch_up(self, index: int) -> None:
        """Show the engine the last quote and the last print up to a tick."""
        for name, latest in self._latest.items():
            place = int(latest[index]) if index >= 0 else -1
            if place >= 0:
                setattr(self.engine.desk.main, name, self.ticks.read(place))
