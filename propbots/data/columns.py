"""Bars as the engine reads them: whole ticks in columns, and the one crossing from floats to ticks and back."""

from bisect import bisect_left
from collections.abc import Callable, Iterator
from decimal import Decimal
from itertools import chain, repeat
from typing import Any, NamedTuple

import attrs
import numpy as np
from numpy.typing import NDArray

from propbots.data.table import BarTable, DataSource
from propbots.domain.bar import Bar, Feed
from propbots.domain.roll import Roll
from propbots.errors import DataCorrupt

__all__ = ["CHUNK", "BarColumns", "BarCursor", "to_columns", "to_floats", "to_steps"]

CHUNK = 4_096
"""Bars turned into Python integers at a time: few enough to stay in the processor's cache and to keep memory flat."""
_NEAR = 64
"""Bars within which the next bar that is looked for is expected."""
_WHOLE = 2.0**53
_PART = 65_536
"""Prices that are put on the grid at once, so that what is worked out on the way stays in the processor's cache."""


class BarCursor(NamedTuple):
    """Where a run stands in its bars, which go by in their order.

    Attributes:
        bars: In which.
        read: Makes the bar of an index.
        find: Finds a bar's index; that of the bar that was made last at once, and otherwise near the last one first.
    """

    bars: "BarColumns"
    read: Callable[[int], Bar]
    find: Callable[[Bar], int]


@attrs.frozen(eq=False)
class BarColumns:
    """Bars of one feed, oldest first, as columns of equal length.

    Attributes:
        feed: What the bars are of.
        open_time: When each bar begins, nanoseconds since 1970 UTC, int64.
        close_time: When each bar ends, nanoseconds since 1970 UTC, int64.
        open: First prices in ticks, int64.
        high: Highest prices in ticks, int64.
        low: Lowest prices in ticks, int64.
        close: Last prices in ticks, int64.
        volume: Traded quantity, float64; NaN where unknown.
        source: Where the bars came from.
        rows: Rows of the source, duplicates included.
        duplicates: Identical rows that were dropped.
        gaps: How often a bar begins later than the bar before it ends although the exchange is open.
        rounded: Prices that lay off the grid and were rounded to it.
        span: When the source's first and last bar begin, whichever of its bars are here; None where there is no source.
        rolls: Where one contract gives way to the next, in order; prices are those of the contract that is traded.
    """

    feed: Feed
    open_time: NDArray[np.int64]
    close_time: NDArray[np.int64]
    open: NDArray[np.int64]
    high: NDArray[np.int64]
    low: NDArray[np.int64]
    close: NDArray[np.int64]
    volume: NDArray[np.float64]
    source: DataSource
    rows: int = 0
    duplicates: int = 0
    gaps: int = 0
    rounded: int = 0
    span: tuple[int, int] | None = None
    rolls: tuple[Roll, ...] = ()

    def __len__(self) -> int:
        """Return the number of bars."""
        return len(self.open_time)

    def select(self, chosen: "NDArray[np.bool_] | slice") -> "BarColumns":
        """Return the chosen bars as columns of their own."""
        names = ("open_time", "close_time", "open", "high", "low", "close", "volume")
        return attrs.evolve(self, **{name: getattr(self, name)[chosen] for name in names})

    def floats(self, name: str) -> NDArray[np.float64]:
        """Return a price column as float64, each the float nearest to the exact price; or the volume.

        What is read from them goes on over rolls without a step: the prices of a later contract are those of the first
        one, as far as the spreads of the rolls so far tell. So nothing hangs on a roll that is still to come.
        """
        if name == "volume":
            return self.volume
        steps = getattr(self, name)
        return to_floats(steps - self.adjustment if self.rolls else steps, self.feed.instrument.tick_size)

    @property
    def adjustment(self) -> NDArray[np.int64]:
        """By how many ticks each bar's contract stands above the first one, as the rolls until then tell, int64."""
        begins = [roll.begins_ns for roll in self.rolls]
        spreads = np.cumsum([0, *(roll.spread_steps for roll in self.rolls)], dtype=np.int64)
        return spreads[np.searchsorted(begins, self.open_time, side="right")]

    def cursor(self) -> "BarCursor":
        """Return what makes the bar of an index and finds the index of a bar."""
        feed = self.feed
        opens, closes, volume = self.open_time.data, self.close_time.data, self.volume.data
        open_, high, low, close = self.open.data, self.high.data, self.low.data, self.close.data
        size, last = len(opens), 0

        def read(index: int) -> Bar:
            nonlocal last
            last = index
            return Bar(
                opens[index], closes[index], open_[index], high[index], low[index], close[index], volume[index], feed
            )

        def find(bar: Bar) -> int:
            nonlocal last
            time = bar.open_time_ns
            if opens[last] != time:
                near = last + _NEAR
                last = bisect_left(opens, time, last, near if near < size and opens[near] > time else size)
            return last

        return BarCursor(self, read, find)

    def bars(self) -> Iterator[Bar]:
        """Make the bars one after the other."""
        return chain.from_iterable(map(self.chunk, range(0, len(self), CHUNK)))

    def chunk(self, first: int) -> Iterator[Bar]:
        """Make the bars of a chunk, built in C; the memory of one chunk at a time is in use."""
        part = slice(first, first + CHUNK)
        names = ("open_time", "close_time", "open", "high", "low", "close", "volume")
        return map(Bar, *(getattr(self, name)[part].tolist() for name in names), repeat(self.feed))


def to_floats(steps: NDArray[np.int64], tick_size: Decimal) -> NDArray[np.float64]:
    """Return prices in ticks as the nearest floats: one exact product, one rounding division."""
    numerator, denominator = tick_size.as_integer_ratio()
    return (steps * numerator).astype(np.float64) / float(denominator)


def to_steps(prices: NDArray[np.float64], tick_size: Decimal) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
    """Return prices as the nearest whole ticks, and which of them lay off the grid.

    A price is on the grid if it is the float nearest to a whole number of ticks, which for prices of up to 15 digits
    is the same as the decimal being one.
    """
    steps, off = np.empty(len(prices), dtype=np.int64), np.empty(len(prices), dtype=np.bool_)
    for first in range(0, len(prices), _PART):
        part = slice(first, first + _PART)
        steps[part], off[part] = _to_steps(prices[part], tick_size)
    return steps, off


def _to_steps(prices: NDArray[np.float64], tick_size: Decimal) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
    numerator, denominator = tick_size.as_integer_ratio()
    nearest = np.rint(prices * denominator / numerator)
    off = ~(np.abs(nearest * numerator) < _WHOLE)
    steps = np.where(off, 0.0, nearest).astype(np.int64)
    return steps, off | (to_floats(steps, tick_size) != prices)


def to_columns(
    table: BarTable, feed: Feed, close_time: NDArray[np.int64], *, gaps: int = 0, round_off_grid: bool = False
) -> BarColumns:
    """Put a table's prices on the instrument's grid.

    Args:
        table: Sound, in order.
        feed: What the bars are of; its timeframe is the table's.
        close_time: When each bar ends, nanoseconds since 1970 UTC.
        gaps: How often a bar is missing, as the instrument's calendar tells.
        round_off_grid: Round prices between two ticks, and count them, instead of refusing them.

    Raises:
        DataCorrupt: At the first price off the grid, unless they are to be rounded, and at one that no rounding saves:
            too large to be counted in ticks, or above 0 and rounded to it.
    """
    prices: dict[str, Any] = {}
    rounded = 0
    for name in ("open", "high", "low", "close"):
        prices[name], off = to_steps(getattr(table, name), feed.instrument.tick_size)
        if off.any():
            _require_countable(table, feed, name, prices[name])
            if not round_off_grid:
                _refuse_off_grid(table, feed, name, int(np.argmax(off)))
        rounded += int(off.sum())
    return BarColumns(
        feed=feed,
        open_time=table.open_time,
        close_time=close_time,
        **prices,
        volume=table.volume,
        source=table.source,
        rows=len(table) + table.duplicates,
        duplicates=table.duplicates,
        gaps=gaps,
        rounded=rounded,
        span=(int(table.open_time[0]), int(table.open_time[-1])),
    )


def _require_countable(table: BarTable, feed: Feed, name: str, steps: NDArray[np.int64]) -> None:
    """Refuse prices that came to nothing on the grid although they are something."""
    lost = (steps == 0) & (getattr(table, name) != 0)
    if not lost.any():
        return
    index = int(np.argmax(lost))
    instrument, value = feed.instrument, f"{getattr(table, name)[index]:.12g}"
    raise DataCorrupt(
        f"{table.source.location}: row {table.row[index]}, column {name}: {value} cannot be counted in ticks of "
        f"{instrument.tick_size}, those of {instrument.id}; check the instrument"
    )


def _refuse_off_grid(table: BarTable, feed: Feed, name: str, index: int) -> None:
    instrument = feed.instrument
    value = f"{getattr(table, name)[index]:.12g}"
    raise DataCorrupt(
        f"{table.source.location}: row {table.row[index]}, column {name}: {value} is off the tick grid of "
        f"{instrument.id} ({instrument.tick_size}); check the instrument, or round with --off-grid round"
    )
