"""The feeds beside the main one, as a strategy reads them over history."""

import attrs
import numpy as np

from propbots.data.columns import BarColumns
from propbots.data.feed_set import FeedSet
from propbots.domain.bar import Feed
from propbots.series.program import ColumnProgram, FeedColumns
from propbots.simulation.fields import ColumnFields

__all__ = ["RunFeeds"]


@attrs.frozen
class RunFeeds:
    """What `propbots.strategy.trader.Elsewhere` asks for, of one run.

    Attributes:
        feeds: All that can be asked for.
        main: The bars of the main feed, those for warming up included.
        begins_ns: When the first bar begins that is traded, nanoseconds since 1970 UTC.
    """

    feeds: FeedSet
    main: BarColumns
    begins_ns: int

    @property
    def main_feed(self) -> Feed:
        """The main feed."""
        return self.main.feed

    def find(self, name: str) -> Feed:
        """Return a feed by what a strategy calls it.

        Raises:
            ConfigurationError: If there is none.
        """
        return self.feeds.find(name).bars.feed

    def read(self, name: str) -> tuple[ColumnProgram, int]:
        """Return what works expressions out over a feed's bars, and the index of the first that will be given."""
        found = self.feeds.find(name)
        return ColumnProgram(ColumnFields(found.bars, found.calendar)), self.first_of(found.bars)

    def columns(self, name: str) -> FeedColumns:
        """Return a feed as the bars of the main one see it."""
        found = self.feeds.find(name)
        last = np.searchsorted(found.bars.close_time, self.main.close_time, side="right") - 1
        return FeedColumns(ColumnFields(found.bars, found.calendar), last)

    def first_of(self, bars: BarColumns) -> int:
        """Return the index of the first bar that has not ended when trading begins."""
        return int(np.searchsorted(bars.close_time, self.begins_ns, side="right"))
