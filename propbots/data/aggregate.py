"""Longer bars from shorter ones, aligned to the exchange's session, and when bars end."""

import attrs
import numpy as np
from numpy.typing import NDArray

from propbots.data.columns import BarColumns
from propbots.data.days import find_exchange_days
from propbots.data.frames import find_frames
from propbots.data.table import BarTable
from propbots.domain.bar import Feed
from propbots.domain.bar_size import BarSize
from propbots.domain.session import SessionCalendar
from propbots.domain.time import to_text
from propbots.domain.timeframe import DAY, Timeframe
from propbots.errors import ConfigurationError, DataCorrupt

__all__ = ["aggregate", "closing_times"]


def closing_times(table: BarTable, calendar: SessionCalendar) -> NDArray[np.int64]:
    """Return when each bar of a table ends: its timeframe after it began; a daily one with its session.

    Raises:
        DataCorrupt: At a second daily bar of one session, which would end when the first one does.
    """
    if table.timeframe != DAY:
        return table.open_time + int(table.timeframe)
    days = find_exchange_days(table.open_time, calendar)
    second = np.flatnonzero(np.diff(days.first, append=len(table)) > 1)
    if len(second):
        index = int(days.first[second[0]]) + 1
        raise DataCorrupt(
            f"{table.source.location}: row {table.row[index]}, column time: a second daily bar of the session that "
            f"ends {to_text(int(days.end[second[0]]))}; check --timezone and --stamp, or drop days without a session"
        )
    return days.spread(days.end)


def aggregate(columns: BarColumns, timeframe: Timeframe, calendar: SessionCalendar) -> BarColumns:
    """Return bars of a longer timeframe.

    A bar begins a whole number of timeframes after its session opened, or before it where the data have bars there,
    and ends with it at the latest; what was not traded is not made up.

    Args:
        columns: Bars of the shorter timeframe.
        timeframe: The longer one.
        calendar: The instrument's sessions.

    Raises:
        ConfigurationError: If the timeframe is shorter than that of the bars, or no multiple of it, or the bars are
            filled by something else than time.
    """
    have = columns.feed.timeframe
    if isinstance(have, BarSize):
        raise ConfigurationError(f"bars of {timeframe} cannot be made from bars of {have}; make them from ticks")
    if timeframe == have:
        return columns
    if timeframe < have or timeframe % have:
        raise ConfigurationError(f"timeframe must be {have} or a multiple of it, as the data are (was {timeframe})")
    if not len(columns):
        return attrs.evolve(columns, feed=Feed(columns.feed.instrument, timeframe))
    frames = find_frames(columns.open_time, timeframe, calendar)
    first = frames.first
    return attrs.evolve(
        columns,
        feed=Feed(columns.feed.instrument, timeframe),
        open_time=frames.begin,
        close_time=frames.end,
        open=columns.open[first],
        high=np.maximum.reduceat(columns.high, first),
        low=np.minimum.reduceat(columns.low, first),
        close=columns.close[frames.last],
        volume=_sums(columns.volume, first),
    )


def _sums(volume: NDArray[np.float64], first: NDArray[np.int64]) -> NDArray[np.float64]:
    """Return what was traded in each longer bar as far as the shorter ones tell; NaN where none of them does."""
    unknown = np.isnan(volume)
    if not unknown.any():
        sums: NDArray[np.float64] = np.add.reduceat(volume, first)
        return sums
    told = np.add.reduceat(np.where(unknown, 0.0, volume), first)
    return np.where(np.logical_and.reduceat(unknown, first), np.nan, told)
