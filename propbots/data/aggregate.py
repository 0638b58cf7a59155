"""Longer bars from shorter ones, aligned to the exchange's session, and when bars end."""

import attrs
import numpy as np
from numpy.typing import NDArray

from propbots.data.columns import BarColumns
from propbots.data.days import find_exchange_days
from propbots.data.table import BarTable
from propbots.domain.bar import Feed
from propbots.domain.session import SessionCalendar
from propbots.domain.time import to_text
from propbots.domain.timeframe import DAY, Timeframe
from propbots.errors import ConfigurationError, DataCorrupt

__all__ = ["aggregate", "closing_times", "find_frames"]


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
        ConfigurationError: If the timeframe is shorter than that of the bars, or no multiple of it.
    """
    have = columns.feed.timeframe
    if timeframe == have:
        return columns
    if timeframe < have or timeframe % have:
        raise ConfigurationError(f"timeframe must be {have} or a multiple of it, as the data are (was {timeframe})")
    if timeframe > DAY:
        raise ConfigurationError(
            f"timeframe must be a day at most, since bars end with their session (was {timeframe})"
        )
    begins, ends = find_frames(columns.open_time, timeframe, calendar)
    first = np.flatnonzero(np.append(True, begins[1:] != begins[:-1]))
    last = np.append(first[1:], len(columns)) - 1
    return attrs.evolve(
        columns,
        feed=Feed(columns.feed.instrument, timeframe),
        open_time=begins[first],
        close_time=ends[first],
        open=columns.open[first],
        high=np.maximum.reduceat(columns.high, first),
        low=np.minimum.reduceat(columns.low, first),
        close=columns.close[last],
        volume=np.add.reduceat(columns.volume, first),
    )


def find_frames(
    moments: NDArray[np.int64], timeframe: Timeframe, calendar: SessionCalendar
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return when the bar begins that each moment falls into, and when it ends.

    Args:
        moments: In order, nanoseconds since 1970 UTC, shape (n,).
        timeframe: Of the bars.
        calendar: The instrument's sessions.
    """
    begins, ends = np.empty_like(moments), np.empty_like(moments)
    first = 0
    while first < len(moments):
        span = calendar.span_at(int(moments[first]))
        last = max(first + 1, int(np.searchsorted(moments, span.close_time_ns)))
        frame = span.close_time_ns - span.open_time_ns if timeframe.is_daily else int(timeframe)
        begins[first:last] = span.open_time_ns
        if not timeframe.is_daily:
            begins[first:last] += (moments[first:last] - span.open_time_ns) // frame * frame
        ends[first:last] = np.minimum(begins[first:last] + frame, span.close_time_ns)
        first = last
    return begins, ends
