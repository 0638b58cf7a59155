"""Aware UTC times at the surface, whole nanoseconds since 1970 inside."""

from datetime import UTC, date, datetime, timedelta

__all__ = ["EPOCH", "from_nanoseconds", "to_date_number", "to_nanoseconds", "to_text"]

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_SECONDS_SIZE = len("2026-01-01T00:00:00")
_EPOCH_DAY = date(1970, 1, 1).toordinal()


def from_nanoseconds(nanoseconds: int) -> datetime:
    """Return an aware UTC time, cut to the microsecond."""
    return EPOCH + timedelta(microseconds=nanoseconds // 1_000)


def to_nanoseconds(time: datetime) -> int:
    """Return nanoseconds since 1970 of an aware time.

    Raises:
        ValueError: If the time has no zone.
    """
    if time.tzinfo is None:
        raise ValueError(f"time must have a zone (was {time.isoformat()})")
    since = time - EPOCH
    return (since.days * 86_400 + since.seconds) * 1_000_000_000 + since.microseconds * 1_000


def to_text(nanoseconds: int) -> str:
    """Write a time as ISO 8601 in UTC, with as many decimals as it has."""
    seconds, rest = divmod(nanoseconds, 1_000_000_000)
    whole = (EPOCH + timedelta(seconds=seconds)).isoformat()[:_SECONDS_SIZE]
    return f"{whole}.{rest:09d}".rstrip("0") + "Z" if rest else f"{whole}Z"


def to_date_number(day: date) -> int:
    """Return a date as days since 1970."""
    return day.toordinal() - _EPOCH_DAY
