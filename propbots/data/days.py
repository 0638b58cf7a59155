"""Which trading day each bar belongs to."""

from collections.abc import Callable
from datetime import date

import numpy as np
from numpy.typing import NDArray

from propbots.domain.session import SessionCalendar
from propbots.domain.time import to_date_number

__all__ = ["count_gaps", "number_days", "session_closes"]


def number_days(time_ns: NDArray[np.int64], day_at: "Callable[[int], tuple[date, int]]") -> NDArray[np.int64]:
    """Return the number of each moment's trading day, as days since 1970.

    Args:
        time_ns: Moments in order, nanoseconds since 1970 UTC, shape (n,).
        day_at: Returns the day that contains a moment, or the next one, and the moment at which it is over.

    Returns:
        Shape (n,), int64.
    """
    numbers = np.empty(len(time_ns), dtype=np.int64)
    first = 0
    while first < len(time_ns):
        day, end_ns = day_at(int(time_ns[first]))
        last = max(first + 1, int(np.searchsorted(time_ns, end_ns)))
        numbers[first:last] = to_date_number(day)
        first = last
    return numbers


def session_closes(open_time: NDArray[np.int64], calendar: SessionCalendar) -> NDArray[np.int64]:
    """Return when the trading day of each bar closes, nanoseconds since 1970 UTC, int64."""
    closes = np.empty(len(open_time), dtype=np.int64)
    first = 0
    while first < len(open_time):
        end_ns = calendar.span_at(int(open_time[first])).close_time_ns
        last = max(first + 1, int(np.searchsorted(open_time, end_ns)))
        closes[first:last] = end_ns
        first = last
    return closes


def count_gaps(open_time: NDArray[np.int64], timeframe_ns: int, calendar: SessionCalendar) -> int:
    """Return how often a bar begins later than the bar before it ended although the exchange was open.

    Args:
        open_time: When each bar begins, in order, nanoseconds since 1970 UTC.
        timeframe_ns: How long a bar lasts.
        calendar: The instrument's sessions.
    """
    ends = open_time[:-1] + timeframe_ns
    late = np.flatnonzero(open_time[1:] > ends)
    return sum(calendar.is_open(int(ends[index])) for index in late)
