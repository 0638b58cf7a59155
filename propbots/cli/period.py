"""From when to when: moments, or trading days of the exchange."""

from datetime import UTC, date, datetime, timedelta

from propbots.domain.session import SessionCalendar
from propbots.domain.time import to_nanoseconds
from propbots.errors import ConfigurationError

__all__ = ["read_end", "read_start"]


def read_start(text: str, calendar: SessionCalendar) -> int:
    """Return the first moment of a period, nanoseconds since 1970 UTC.

    Args:
        text: A moment in ISO 8601, or a date, which is a trading day.
        calendar: The instrument's sessions.

    Raises:
        ConfigurationError: If the text is neither.
    """
    found = _read(text, "--from")
    if isinstance(found, datetime):
        return _nanoseconds(found)
    while (span := calendar.span_of(found)) is None:
        found = _next_day(found, text, calendar)
    return span.open_time_ns


def read_end(text: str, calendar: SessionCalendar) -> int:
    """Return the first moment after a period, nanoseconds since 1970 UTC.

    Args:
        text: A moment in ISO 8601, which is not in the period, or a date, a trading day that is.
        calendar: The instrument's sessions.

    Raises:
        ConfigurationError: If the text is neither.
    """
    found = _read(text, "--to")
    if isinstance(found, datetime):
        return _nanoseconds(found)
    span = calendar.span_of(found)
    if span is not None:
        return span.close_time_ns
    while (following := calendar.span_of(found)) is None:
        found = _next_day(found, text, calendar)
    return following.open_time_ns


def _read(text: str, option: str) -> date | datetime:
    try:
        return date.fromisoformat(text)
    except ValueError:
        pass
    try:
        return datetime.fromisoformat(text)
    except ValueError as error:
        raise ConfigurationError(
            f"{option} must be a date such as 2026-02-02 or a moment such as 2026-02-02T14:30Z (was {text!r})"
        ) from error


def _next_day(day: date, text: str, calendar: SessionCalendar) -> date:
    if day.toordinal() - date.fromisoformat(text).toordinal() > 30:  # noqa: PLR2004 -- no exchange rests a month
        raise ConfigurationError(f"{text} lies outside the sessions of {calendar.name}")
    return day + timedelta(days=1)


def _nanoseconds(moment: datetime) -> int:
    return to_nanoseconds(moment if moment.tzinfo else moment.replace(tzinfo=UTC))
