"""Which trading day each bar belongs to."""

from collections.abc import Callable
from datetime import date

import attrs
import numpy as np
from numpy.typing import NDArray

from propbots.domain.session import SessionCalendar
from propbots.domain.time import to_date_number

__all__ = ["DaySpans", "count_gaps", "count_outside", "find_days", "find_exchange_days"]


@attrs.frozen(eq=False)
class DaySpans:
    """The trading days of moments in order.

    Attributes:
        first: Index of each day's first moment, int64.
        number: The days as days since 1970, int64.
        end: When each day is over, nanoseconds since 1970 UTC, int64.
        size: How many moments there are.
    """

    first: NDArray[np.int64]
    number: NDArray[np.int64]
    end: NDArray[np.int64]
    size: int

    def spread(self, facts: NDArray[np.int64]) -> NDArray[np.int64]:
        """Return for each moment what is told of its day.

        Args:
            facts: One a day, such as `number`.
        """
        return np.repeat(facts, np.diff(self.first, append=self.size))


def find_days(time_ns: NDArray[np.int64], day_at: "Callable[[int], tuple[date, int]]") -> DaySpans:
    """Return the trading days of moments.

    Args:
        time_ns: Moments in order, nanoseconds since 1970 UTC, shape (n,).
        day_at: Returns the day that contains a moment, or the next one, and the moment at which it is over.
    """
    days: list[tuple[int, int, int]] = []
    first = 0
    while first < len(time_ns):
        day, end_ns = day_at(int(time_ns[first]))
        days.append((first, to_date_number(day), end_ns))
        first = max(first + 1, int(np.searchsorted(time_ns, end_ns)))
    firsts, numbers, ends = np.array(days, dtype=np.int64).reshape(-1, 3).T
    return DaySpans(firsts, numbers, ends, len(time_ns))


def find_exchange_days(time_ns: NDArray[np.int64], calendar: SessionCalendar) -> DaySpans:
    """Return the exchange's trading days of moments in order."""

    def day_at(moment: int) -> tuple[date, int]:
        span = calendar.span_at(moment)
        return span.trading_day, span.close_time_ns

    return find_days(time_ns, day_at)


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


def count_outside(open_time: NDArray[np.int64], calendar: SessionCalendar) -> int:
    """Return how many bars begin when no session runs.

    Args:
        open_time: When each bar begins, in order, nanoseconds since 1970 UTC.
        calendar: The instrument's sessions.
    """
    days = find_exchange_days(open_time, calendar)
    opens = [calendar.span_at(int(time)).open_time_ns for time in open_time[days.first]]
    return int((np.searchsorted(open_time, opens) - days.first).clip(0).sum())
