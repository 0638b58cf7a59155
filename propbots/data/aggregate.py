"""Longer bars from shorter ones, aligned to the exchange's session, and when bars end."""

import attrs
import numpy as np
from numpy.typing import NDArray

from propbots.data.columns import BarColumns
from propbots.data.days import session_closes
from propbots.data.table import BarTable
from propbots.domain.bar import Feed
from propbots.domain.session import SessionCalendar
from propbots.domain.timeframe import DAY, Timeframe
from propbots.errors import ConfigurationError

__all__ = ["aggregate", "closing_times"]


def closing_times(table: BarTable, calendar: SessionCalendar) -> NDArray[np.int64]:
    """Return when each bar of a table ends: its timeframe after it began; a daily one with its session."""
    if table.timeframe == DAY:
        return session_closes(table.open_time, calendar)
    return table.open_time + int(table.timeframe)


def aggregate(columns: BarColumns, timeframe: Timeframe, calendar: SessionCalendar) -> BarColumns:
    """Return bars of a longer timeframe.

    A bar begins a whole number of timeframes after its session opened and ends with it at the latest; what was not
    traded is not made up.

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
    begins, ends = _frames(columns, timeframe, calendar)
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


def _frames(
    columns: BarColumns, timeframe: Timeframe, calendar: SessionCalendar
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return when the longer bar of each bar begins, and when it ends."""
    begins, ends = np.empty_like(columns.open_time), np.empty_like(columns.open_time)
    first = 0
    while first < len(columns):
        span = calendar.span_at(int(columns.open_time[first]))
        last = max(first + 1, int(np.searchsorted(columns.open_time, span.close_time_ns)))
        times = columns.open_time[first:last]
        frame = min(int(timeframe), span.close_time_ns - span.open_time_ns) if timeframe.is_daily else int(timeframe)
        begins[first:last] = span.open_time_ns + np.maximum(times - span.open_time_ns, 0) // frame * frame
        ends[first:last] = np.minimum(begins[first:last] + frame, span.close_time_ns)
        first = last
    return begins, ends
