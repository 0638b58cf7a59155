"""From the clock on the wall to UTC."""

from collections.abc import Sequence
from datetime import UTC, timedelta, tzinfo
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

import attrs
import numpy as np
from numpy.typing import NDArray

from propbots.api.data import EPOCH, to_text
from propbots.errors import UnknownName, closest
from propbots_files.refusal import ColumnOfFile

__all__ = ["find_zone", "to_utc"]

_SECOND = 1_000_000_000
_DAY = 86_400


@attrs.frozen
class _Change:
    """A moment at which the clocks of a zone were put forward or back.

    Attributes:
        at: The moment, in seconds since 1970 UTC.
        before: By how many seconds the clock was ahead of UTC until then.
        after: By how many it was from then on.
    """

    at: int
    before: int
    after: int


def find_zone(name: str) -> tzinfo:
    """Return the zone of a name such as `America/Chicago`.

    Raises:
        UnknownName: If there is none, with the names that may be meant.
    """
    if name.upper() in {"UTC", "Z"}:
        return UTC
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        hint = "give a name such as America/Chicago, Europe/London or UTC to --timezone"
        raise UnknownName("time zone", name, _similar(name), hint=hint) from error


def _similar(name: str) -> list[str]:
    """Return the zones that a name may mean: those of a city, or the one spelt most alike."""
    zones = sorted(available_timezones())
    city = name.strip().replace(" ", "_").casefold()
    near = closest(name, zones)
    return [zone for zone in zones if zone.casefold().split("/")[-1] == city] or ([near] if near else [])


def to_utc(wall: NDArray[np.int64], zone: tzinfo, column: ColumnOfFile) -> tuple[NDArray[np.int64], int]:
    """Return the moments at which a clock showed the given times.

    Where clocks are put back, an hour comes twice. The rows of such an hour are told apart by their order: they run
    through it, jump back once, and run through it again.

    Args:
        wall: What the clock showed, as nanoseconds since 1970, in the order of the file; shape (times,).
        zone: Where the clock hung.
        column: Where the times stand in the file, for messages.

    Returns:
        Nanoseconds since 1970 UTC, shape (times,), and how many times were told apart by their order.

    Raises:
        DataCorrupt: At a time that clocks put forward left out, or that came twice and the order does not tell which.
    """
    if zone is UTC or len(wall) == 0:
        return wall, 0
    changes = _changes(zone, int(wall.min()) // _SECOND, int(wall.max()) // _SECOND)
    ends = np.array([change.at + change.before for change in changes], dtype=np.int64) * _SECOND
    starts = np.array([change.at + change.after for change in changes], dtype=np.int64) * _SECOND
    offsets = np.array([changes[0].before, *(change.after for change in changes)], dtype=np.int64) * _SECOND
    # How many changes the clock has behind it, if a time that comes twice is taken for the first of the two.
    passed = np.searchsorted(ends, wall, side="right")
    left_out = (passed > 0) & (wall < starts[passed - 1])
    if left_out.any():
        index = int(np.argmax(left_out))
        reason = f"{_clock(wall[index])} did not exist in {zone}, where clocks were put forward; check --timezone"
        raise column.refusal(index, reason)
    utc = wall - offsets[passed]
    following = np.minimum(passed, len(changes) - 1)
    twice = np.flatnonzero((passed < len(changes)) & (wall >= starts[following]))
    for change in np.unique(passed[twice]):
        rows = twice[passed[twice] == change]
        again = _again(wall, rows, zone, column)
        utc[again] = wall[again] - offsets[change + 1]
    return utc, len(twice)


def _again(wall: NDArray[np.int64], rows: NDArray[np.intp], zone: tzinfo, column: ColumnOfFile) -> NDArray[np.intp]:
    """Return those of the rows of one repeated hour that belong to its second run."""
    steps = np.diff(wall[rows])
    jumps = np.flatnonzero(steps < 0)
    if steps.tolist() == [0]:
        # Bars of an hour or more: the one of the first run, and the one of the second.
        jumps = np.array([0])
    if len(jumps) != 1:
        reason = f"{_clock(wall[rows[0]])} came twice in {zone} when clocks were put back"
        mend = "the rows do not show which of the two is meant; give times in UTC or with their offset"
        raise column.refusal(int(rows[0]), f"{reason}, and {mend}")
    return rows[jumps[0] + 1 :]


def _clock(wall: np.int64) -> str:
    return to_text(int(wall)).removesuffix("Z")


def _changes(zone: tzinfo, first: int, last: int) -> Sequence[_Change]:
    """Return the changes of a zone's clocks around a span of time, oldest first; at least one, which may be none.

    No zone changes twice within a day, so looking once a day finds every change.
    """
    days = range(first - 2 * _DAY, last + 3 * _DAY, _DAY)
    offsets = [_offset(zone, day) for day in days]
    changes = [
        _Change(_moment(zone, day, before), before, after)
        for day, before, after in zip(days, offsets, offsets[1:], strict=False)
        if before != after
    ]
    return changes or [_Change(days[0], offsets[0], offsets[0])]


def _moment(zone: tzinfo, start: int, before: int) -> int:
    """Return the second, within a day of the start, from which the zone has another offset than before."""
    low, high = start, start + _DAY
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if _offset(zone, middle) == before else (low, middle)
    return high


def _offset(zone: tzinfo, second: int) -> int:
    offset = (EPOCH + timedelta(seconds=second)).astimezone(zone).utcoffset()
    return 0 if offset is None else round(offset.total_seconds())
