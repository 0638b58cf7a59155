"""From when to when: moments, or trading days of the exchange."""

from datetime import UTC, date, datetime, timedelta

from propbots.domain.session import SessionCalendar, SessionSpan
from propbots.domain.time import to_nanoseconds
from propbots.errors import ConfigurationError

__all__ = ["read_end", "read_start"]

_REST_DAYS_MAX = 30
"""No exchange rests for a month; behind so many days without a session the calendar has ended."""


def read_start(text: str, calendar: SessionCalendar) -> int:
    """Return the first moment of a period, nanoseconds since 1970 UTC.

    Args:
        text: A moment in ISO 8601, or a date, which is a trading day.
        calendar: The instrument's sessions.

    Raises:
        ConfigurationError: If the text is neither, or the calendar does not reach so far.
    """
    found = _read(text, "--from")
    return found if isinstance(found, int) else _next_span(found, calendar, "--from").open_time_ns


def read_end(text: str, calendar: SessionCalendar) -> int:
    """Return the first moment after a period, nanoseconds since 1970 UTC.

    Args:
        text: A moment in ISO 8601, which is not in the period, or a date, a trading day that is.
        calendar: The instrument's sessions.

    Raises:
        ConfigurationError: If the text is neither, or the calendar does not reach so far.
    """
    found = _read(text, "--to")
    if isinstance(found, int):
        return found
    span = _next_span(found, calendar, "--to")
    return span.close_time_ns if span.trading_day == found else span.open_time_ns


def _read(text: str, option: str) -> date | int:
    """Return a trading day, or a moment; one without a zone is in UTC."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        pass
    try:
        moment = datetime.fromisoformat(text)
    except ValueError as error:
        raise ConfigurationError(
            f"{option} must be a date such as 2026-02-02 or a moment such as 2026-02-02T14:30Z (was {text!r})"
        ) from error
    return to_nanoseconds(moment if moment.tzinfo else moment.replace(tzinfo=UTC))


def _next_span(day: date, calendar: SessionCalendar, option: str) -> SessionSpan:
    """Return a trading day, or the first one after a day of rest."""
    days = range(min(_REST_DAYS_MAX, (date.max - day).days) + 1)
    spans = (calendar.span_of(day + timedelta(days=later)) for later in days)
    found = next((span for span in spans if span is not None), None)
    if found is None:
        raise ConfigurationError(f"{option} {day} lies outside the sessions of {calendar.name}")
    return found
