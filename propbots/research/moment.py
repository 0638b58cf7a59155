"""Moments as ISO 8601 writes them, to the nanosecond."""

import re
from datetime import UTC, datetime, timedelta, timezone

import attrs

from propbots.domain.time import to_nanoseconds

__all__ = ["Moment", "read_moment"]

_SHAPE = re.compile(
    r"(?P<day>[0-9]{4}-[0-9]{2}-[0-9]{2}|[0-9]{8})"
    r"(?:[Tt ] ?(?P<clock>[0-9]{2}:[0-9]{2}(?::[0-9]{2})?|[0-9]{4}(?:[0-9]{2})?)(?:[.,](?P<fraction>[0-9]{1,9}))?"
    r" ?(?P<zone>[Zz]|UTC|GMT|(?P<sign>[-+])(?P<hours>[0-9]{2}):?(?P<minutes>[0-9]{2})?)?)?"
)
_FIRST, _LAST = 1970, 2261
"""Years whose nanoseconds since 1970 are not negative and fit into 64 bits."""
_WITH_SECONDS = (6, 8)


@attrs.frozen
class Moment:
    """A moment, and what its text left out.

    Attributes:
        time_ns: Nanoseconds since 1970 UTC.
        has_clock: Whether it said the time of day; otherwise midnight was taken.
        has_zone: Whether it said a zone; otherwise UTC was taken.
    """

    time_ns: int
    has_clock: bool
    has_zone: bool


def read_moment(text: str) -> Moment | None:
    """Return a moment; None where the text is none, or of a year that is not counted."""
    found = _SHAPE.fullmatch(text.strip())
    if found is None:
        return None
    clock, fraction = found["clock"] or "00:00", found["fraction"]
    if fraction and len(clock) not in _WITH_SECONDS:
        return None
    try:
        time = datetime.fromisoformat(f"{found['day']}T{clock}").replace(tzinfo=_zone(found))
    except ValueError:
        return None
    if not _FIRST < time.year < _LAST:
        return None
    nanoseconds = int(fraction.ljust(9, "0")) if fraction else 0
    return Moment(to_nanoseconds(time) + nanoseconds, found["clock"] is not None, found["zone"] is not None)


def _zone(found: re.Match[str]) -> timezone:
    if found["sign"] is None:
        return UTC
    ahead = timedelta(hours=int(found["hours"]), minutes=int(found["minutes"] or 0))
    return timezone(ahead if found["sign"] == "+" else -ahead)
