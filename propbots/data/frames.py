"""Which bar of a length of time each moment belongs to, aligned to the exchange's session."""

import attrs
import numpy as np
from numpy.typing import NDArray

from propbots.domain.session import SessionCalendar
from propbots.domain.timeframe import DAY, Timeframe
from propbots.errors import ConfigurationError

__all__ = ["Frames", "find_frames"]


@attrs.frozen(eq=False)
class Frames:
    """The bars of moments in order.

    Attributes:
        first: Index of the first moment of each bar, int64.
        last: Index of its last moment.
        begin: When each bar begins, nanoseconds since 1970 UTC, int64.
        end: When each bar ends; its last moment lies before.
    """

    first: NDArray[np.int64]
    last: NDArray[np.int64]
    begin: NDArray[np.int64]
    end: NDArray[np.int64]


def find_frames(time_ns: NDArray[np.int64], timeframe: Timeframe, calendar: SessionCalendar) -> Frames:
    """Return the bars that moments belong to.

    A bar begins a whole number of timeframes after its session opened, or before it where there are moments, and ends
    with it at the latest. It never begins before the last session with a moment was over.

    Args:
        time_ns: Moments in order, nanoseconds since 1970 UTC, shape (n,).
        timeframe: How long a bar lasts; a day is a session.
        calendar: The instrument's sessions.

    Raises:
        ConfigurationError: If the timeframe is longer than a day.
    """
    if timeframe > DAY:
        raise ConfigurationError(
            f"timeframe must be a day at most, since bars end with their session (was {timeframe})"
        )
    parts: list[Frames] = []
    first, over = 0, -(2**62)
    while first < len(time_ns):
        span = calendar.span_at(int(time_ns[first]))
        last = max(first + 1, int(np.searchsorted(time_ns, span.close_time_ns)))
        frame = span.close_time_ns - span.open_time_ns if timeframe.is_daily else int(timeframe)
        place = np.zeros(last - first, dtype=np.int64)
        if not timeframe.is_daily:
            place = (time_ns[first:last] - span.open_time_ns) // frame
        starts = np.flatnonzero(np.append(True, place[1:] != place[:-1]))
        begin = span.open_time_ns + place[starts] * frame
        end = np.minimum(begin + frame, span.close_time_ns)
        ends = np.append(starts[1:], last - first) - 1
        parts.append(Frames(starts + first, ends + first, np.maximum(begin, over), end))
        first, over = last, span.close_time_ns
    return _join(parts)


def _join(parts: list[Frames]) -> Frames:
    if not parts:
        nothing = np.empty(0, dtype=np.int64)
        return Frames(nothing, nothing, nothing, nothing)
    columns = ([getattr(part, name) for part in parts] for name in ("first", "last", "begin", "end"))
    return Frames(*map(np.concatenate, columns))
