"""The ticks of several instruments, in one order of time."""

from collections.abc import Sequence

import attrs
import numpy as np
from numpy.typing import NDArray

from propbots.data.ticks import TickColumns, tell_apart
from propbots.simulation.tick_account import TickPrices, find_prices

__all__ = ["TickTracks", "join_ticks"]


@attrs.frozen(eq=False)
class TickTracks:
    """Ticks of the instruments of a run.

    Attributes:
        each: Those of each instrument, the main one first.
        time: Of all of them in order, nanoseconds since 1970 UTC; no two the same.
        home: The place among `each` of the instrument whose tick each of them is.
    """

    each: Sequence[TickColumns]
    time: NDArray[np.int64]
    home: NDArray[np.intp]

    def __len__(self) -> int:
        """Return the number of ticks."""
        return len(self.time)

    def spread(self, place: int) -> TickPrices:
        """Return where what is held of an instrument could be closed at each tick of any, 0 before its first."""
        prices = find_prices(self.each[place])
        if len(self.each) == 1:
            return prices
        last = np.cumsum(self.home == place) - 1
        long, short = (np.append(column, 0)[last] for column in (prices.of_long, prices.of_short))
        return TickPrices(self.time, long, short)

    def until(self, last: int) -> "TickTracks":
        """Return the first ticks."""
        home = self.home[:last]
        each = [ticks.select(slice(int((home == place).sum()))) for place, ticks in enumerate(self.each)]
        return TickTracks(each, self.time[:last], home)


def join_ticks(each: Sequence[TickColumns]) -> TickTracks:
    """Put the ticks of several instruments into one order; those of one moment are a nanosecond apart.

    Args:
        each: The ticks of each instrument. At one moment those of the first one come last, those of the others in their
            order.
    """
    if len(each) == 1:
        return TickTracks(each, each[0].time, np.zeros(len(each[0]), dtype=np.intp))
    homes = np.concatenate([np.full(len(ticks), place) for place, ticks in enumerate(each)])
    times = np.concatenate([ticks.time for ticks in each])
    order = np.lexsort((np.where(homes == 0, len(each), homes), times))
    time, home = tell_apart(times[order]), homes[order]
    apart = [attrs.evolve(ticks, time=time[home == place]) for place, ticks in enumerate(each)]
    return TickTracks(apart, time, home)
