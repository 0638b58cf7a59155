"""The feeds of a run: those that were configured, and all that follow from them by aggregation."""

from collections.abc import Sequence

import attrs
import numpy as np

from propbots.data.aggregate import aggregate
from propbots.data.columns import BarColumns
from propbots.data.tick_bars import bars_of_ticks
from propbots.data.ticks import TickColumns
from propbots.domain.bar import Feed
from propbots.domain.bar_size import BarSize, parse_bar_size
from propbots.domain.session import SessionCalendar
from propbots.domain.timeframe import Timeframe
from propbots.errors import ConfigurationError, UnknownName

__all__ = ["FeedBars", "FeedSet"]


@attrs.frozen(eq=False)
class FeedBars:
    """The bars of a feed, and the sessions that they lie in.

    Attributes:
        bars: Those of the feed.
        calendar: Of its instrument.
        ticks: From which the bars were made, as those of any size can be; None where the data are bars.
    """

    bars: BarColumns
    calendar: SessionCalendar
    ticks: TickColumns | None = None

    def between(self, first_ns: int, last_ns: int) -> "FeedBars":
        """Return the bars that begin at or after one moment and have ended by another, and the ticks in between."""
        chosen = (self.bars.open_time >= first_ns) & (self.bars.close_time <= last_ns)
        ticks = self.ticks
        if ticks is not None:
            ticks = ticks.select((ticks.time >= first_ns) & (ticks.time < last_ns))
        return attrs.evolve(self, bars=self.bars.select(chosen), ticks=ticks)

    @property
    def end_ns(self) -> int:
        """Until when it is known what happened; 0 where there is nothing."""
        if self.ticks is not None:
            return self.ticks.time.item(-1) if len(self.ticks) else 0
        return self.bars.close_time.item(-1) if len(self.bars) else 0


@attrs.frozen(eq=False)
class FeedSet:
    """The feeds that a strategy may ask for.

    Attributes:
        main: What the strategy is given.
        base: The same instrument as finely as the data have it.
        others: Further feeds, in the order in which they were configured.
    """

    main: FeedBars
    base: FeedBars
    others: Sequence[FeedBars] = ()
    _made: dict[str, FeedBars] = attrs.field(factory=dict, init=False)

    def find(self, name: str) -> FeedBars:
        """Return a feed by what a strategy calls it; a longer timeframe is aggregated.

        Args:
            name: A timeframe of the main instrument such as `1h`, another instrument, or both, as in `GOLD 5m`.

        Raises:
            ConfigurationError: If no feed is configured from which it follows.
        """
        if name not in self._made:
            self._made[name] = self._make(name)
        return self._made[name]

    @property
    def made(self) -> list[BarColumns]:
        """The bars that were made because somebody asked for them, each once, in the order of their names."""
        given = {one.bars.feed for one in (self.main, self.base, *self.others)}
        found = {one.bars.feed: one.bars for one in self._made.values() if one.bars.feed not in given}
        return [found[feed] for feed in sorted(found, key=lambda feed: feed.name)]

    def of(self, feed: Feed) -> FeedBars:
        """Return a feed that is configured, or that was found before.

        Raises:
            KeyError: For another.
        """
        known = {one.bars.feed: one for one in (*self._made.values(), *self.others, self.main)}
        return known[feed]

    def _make(self, name: str) -> FeedBars:
        instrument, timeframe = self._read(name)
        known = [feed for feed in (self.main, self.base, *self.others) if _id_of(feed) == instrument]
        if not known:
            every = dict.fromkeys(_id_of(feed) for feed in (self.main, *self.others))
            raise UnknownName("feed", name, list(every), hint="give it as a table [[feed]] of the configuration")
        if timeframe is None:
            return known[0]
        return self._with_timeframe(known, timeframe, name)

    def _with_timeframe(self, known: list[FeedBars], timeframe: Timeframe | BarSize, name: str) -> FeedBars:
        """Return one of an instrument's feeds if it has a timeframe, or the finest one that gives it, aggregated."""
        for feed in known:
            if feed.bars.feed.timeframe == timeframe:
                return feed
        if isinstance(timeframe, Timeframe) and self.main.ticks is None:
            _require_no_finer(timeframe, known[0].bars.feed, name)
        for feed in known:
            if feed.ticks is not None:
                return self._finished(feed, bars_of_ticks(feed.ticks, timeframe, feed.calendar))
        if isinstance(timeframe, BarSize):
            raise ConfigurationError(f"feed {name!r} is made of ticks, and the data of {_id_of(known[0])} are bars")
        timed = [feed for feed in known if isinstance(feed.bars.feed.timeframe, Timeframe)]
        shortest = min(timed or known, key=lambda feed: feed.bars.feed.length_ns)
        return self._finished(shortest, aggregate(shortest.bars, timeframe, shortest.calendar))

    def _finished(self, feed: FeedBars, bars: BarColumns) -> FeedBars:
        """Return bars made from a feed, without the one that would still go on where the data end."""
        return attrs.evolve(feed, bars=bars.select(np.asarray(bars.close_time <= self._end_ns())))

    def _end_ns(self) -> int:
        """Return until when it is known what happened."""
        if self.main.ticks is not None:
            return self.main.end_ns
        return max(feed.end_ns for feed in (self.main, self.base, *self.others))

    def _read(self, name: str) -> tuple[str, Timeframe | BarSize | None]:
        """Return the instrument and the timeframe of a feed's name."""
        name = name.strip()
        known = {_id_of(feed) for feed in (self.main, *self.others)}
        first, _, last = name.rpartition(" ")
        # Some instruments begin with a digit, as many futures of currencies do, and some have a space in their names.
        if name in known:
            return name, None
        if first:
            return first.strip(), parse_bar_size(last)
        if name[:1].isdigit():
            return _id_of(self.main), parse_bar_size(name)
        return name, None


def _require_no_finer(timeframe: Timeframe, traded: Feed, name: str) -> None:
    if timeframe < traded.length_ns:
        raise ConfigurationError(
            f"feed {name!r} must not be finer than {traded.name}, at which {traded.instrument.id} is traded; "
            "give a shorter --timeframe"
        )


def _id_of(feed: FeedBars) -> str:
    return feed.bars.feed.instrument.id
