"""Periods: a bare date is a trading day of the exchange, a moment is a moment, and calendars end."""

from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest

from propbots.cli.period import read_end, read_start
from propbots.domain.session import SessionCalendar, SessionSpan, UtcDays
from propbots.domain.time import to_nanoseconds
from propbots.errors import ConfigurationError


class EveningDays:
    """Trading days that open at 23:00 on the evening before and close at 22:00; none at weekends, none after 2026."""

    name = "evenings"

    def span_of(self, trading_day: date) -> SessionSpan | None:
        if trading_day.weekday() >= 5 or trading_day.year != 2026:
            return None
        midnight = ns(trading_day.isoformat())
        return SessionSpan(trading_day, midnight - 3600 * 10**9, midnight + 22 * 3600 * 10**9)

    def span_at(self, time_ns: int) -> SessionSpan:
        raise AssertionError(time_ns)

    def is_open(self, time_ns: int) -> bool:
        raise AssertionError(time_ns)


def ns(text: str) -> int:
    return to_nanoseconds(datetime.fromisoformat(text).replace(tzinfo=UTC))


def test_bare_dates_are_trading_days_and_both_included() -> None:
    assert read_start("2026-02-03", EveningDays()) == ns("2026-02-02T23:00")
    assert read_end("2026-02-03", EveningDays()) == ns("2026-02-03T22:00")


def test_day_of_rest_leads_to_the_next_session() -> None:
    assert read_start("2026-02-07", EveningDays()) == ns("2026-02-08T23:00")
    assert read_end("2026-02-07", EveningDays()) == ns("2026-02-08T23:00")


def test_without_sessions_days_are_those_of_utc() -> None:
    assert read_start("2026-02-07", UtcDays()) == ns("2026-02-07")
    assert read_end("2026-02-07", UtcDays()) == ns("2026-02-08")


@pytest.mark.parametrize(
    "text", ["2026-02-03T14:30Z", "2026-02-03T14:30:00+00:00", "2026-02-03T15:30+01:00", "2026-02-03T14:30"]
)
def test_moments_are_moments_and_those_without_a_zone_are_utc(text: str) -> None:
    assert read_start(text, EveningDays()) == ns("2026-02-03T14:30")
    assert read_end(text, EveningDays()) == ns("2026-02-03T14:30")


@pytest.mark.parametrize("text", ["2025-06-01", "2027-06-01", "9999-12-31", "0001-01-01"])
@pytest.mark.parametrize(("read", "option"), [(read_start, "--from"), (read_end, "--to")])
def test_day_beyond_the_calendar_is_refused(
    text: str, read: Callable[[str, SessionCalendar], int], option: str
) -> None:
    with pytest.raises(ConfigurationError, match=f"{option} {text} lies outside the sessions of evenings"):
        read(text, EveningDays())


@pytest.mark.parametrize(
    "text", ["", "soon", "2026-13-01", "2026-02-30", "2026-02-03T25:00", "1770000000", "02/03/2026"]
)
def test_what_is_neither_day_nor_moment_is_refused(text: str) -> None:
    with pytest.raises(ConfigurationError, match="--from must be a date such as 2026-02-02 or a moment such as"):
        read_start(text, EveningDays())
