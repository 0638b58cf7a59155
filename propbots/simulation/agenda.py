"""What happens beside the main feed's bars, in the order in which a strategy hears of it.

At one moment bars come before all else, those of other feeds before the main one's and the longest first; then a
trading day is over, timers fire, and a trading day opens.
"""

from collections.abc import Iterator, Sequence
from heapq import merge
from itertools import count

import attrs

from propbots.data.columns import BarColumns
from propbots.domain.bar import Bar
from propbots.domain.event import SessionEvent
from propbots.domain.session import SessionCalendar
from propbots.engine.hearing import Notice
from propbots.strategy.timers import Timers

__all__ = ["Agenda", "Entry", "bar_entries", "session_entries"]

Entry = tuple[int, int, int, int, Notice]
"""When, of what kind, and at one moment and of one kind the lower number first; and what."""
_BAR, _MAIN_BAR, _SESSION_CLOSE, _TIMER, _SESSION_OPEN = range(5)
_NEVER = 2**62


def bar_entries(bars: BarColumns, place: int, *, is_main: bool = False) -> Iterator[Entry]:
    """Give a feed's bars as they close.

    Args:
        bars: Of the feed.
        place: The feed's among those of the same length.
        is_main: Whether it is the main feed, which comes last at a moment.
    """
    kind, length = _MAIN_BAR if is_main else _BAR, -bars.feed.length_ns
    return ((bar.close_time_ns, kind, length, place, bar) for bar in bars.bars())


def session_entries(calendar: SessionCalendar, first_ns: int, last_ns: int) -> Iterator[Entry]:
    """Give the trading days that open at or after one moment and before another, as they open and close."""
    moment, number = first_ns, count()
    while moment < last_ns:
        session = calendar.span_at(moment)
        if session.open_time_ns >= last_ns:
            return
        if session.open_time_ns >= first_ns:
            event = SessionEvent(session.open_time_ns, session, is_open=True)
            yield session.open_time_ns, _SESSION_OPEN, 0, next(number), event
        if session.close_time_ns <= last_ns:
            event = SessionEvent(session.close_time_ns, session, is_open=False)
            yield session.close_time_ns, _SESSION_CLOSE, 0, next(number), event
        moment = session.close_time_ns


@attrs.define(eq=False)
class Agenda:
    """All of it, merged.

    Attributes:
        entries: One iterator a source, each in order.
        timers: Of the strategy, which may set more at any time.
    """

    entries: Sequence[Iterator[Entry]]
    timers: Timers
    _merged: Iterator[Entry] = attrs.field(init=False)
    _next: Entry | None = attrs.field(init=False)

    def __attrs_post_init__(self) -> None:
        """Look at the first entry."""
        self._merged = merge(*self.entries)
        self._next = next(self._merged, None)

    @property
    def next_ns(self) -> int:
        """When something happens next; beyond all moments if nothing does."""
        known = _NEVER if self._next is None else self._next[0]
        return min(known, self.timers.next_ns)

    def take(self, moment_ns: int) -> list[Bar]:
        """Return what happens at a moment before the bar of the main feed that closes then: bars of other feeds."""
        bars = []
        while self._next is not None and self._next[0] == moment_ns and isinstance(bar := self._next[4], Bar):
            bars.append(bar)
            self._next = next(self._merged, None)
        return bars

    def take_rest(self, moment_ns: int) -> Iterator[Notice]:
        """Give what else happens at a moment, one after the other: what one of them sets or cancels counts at once."""
        while True:
            entry = self._next if self._next is not None and self._next[0] == moment_ns else None
            if self.timers.next_ns == moment_ns and (entry is None or entry[1] > _TIMER):
                yield self.timers.take()
            elif entry is not None:
                self._next = next(self._merged, None)
                yield entry[4]
            else:
                return
