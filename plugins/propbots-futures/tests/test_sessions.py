"""The session tables as they are shipped: their shape, their hours, and the holidays of 2024 to 2027."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest

from propbots.api.instrument import SessionSpan, SessionTable
from propbots_futures.sessions import CALENDAR_NAMES, load_sessions

CHICAGO = ZoneInfo("America/Chicago")
MINUTE = 60_000_000_000
ANCHOR = datetime(1970, 1, 1, tzinfo=UTC)
CONTINUOUS = date(2021, 6, 28)
"""Since then all groups trade from 17:00 to 16:00 without a halt."""

# Written by hand from the US holidays and the exchange's practice, not from the library that the tables are made with.
# Closing times in Chicago; "-" is a regular day, "closed" a day without trading.
HOLIDAYS = """
day         equity  energy  metals  fx      rates   # why
2024-01-01  closed  closed  closed  closed  closed  # New Year's Day
2024-01-15  12:00   13:30   13:30   -       12:00   # Martin Luther King Day
2024-02-19  12:00   13:30   13:30   -       12:00   # Presidents' Day
2024-03-29  closed  closed  closed  closed  closed  # Good Friday
2024-05-27  12:00   13:30   13:30   -       12:00   # Memorial Day
2024-06-19  12:00   13:30   13:30   -       12:00   # Juneteenth
2024-07-03  12:15   -       -       -       -       # eve of Independence Day
2024-07-04  12:00   13:30   13:30   -       12:00   # Independence Day
2024-09-02  12:00   13:30   13:30   -       12:00   # Labor Day
2024-11-28  12:00   13:30   13:30   -       12:00   # Thanksgiving
2024-11-29  12:15   12:45   12:45   12:15   12:15   # Friday after it
2024-12-24  12:15   12:45   12:45   12:15   12:15   # Christmas Eve
2024-12-25  closed  closed  closed  closed  closed  # Christmas
2025-01-01  closed  closed  closed  closed  closed  # New Year's Day
2025-01-09  08:30   -       -       -       12:15   # day of mourning for President Carter
2025-01-20  12:00   13:30   13:30   -       12:00   # Martin Luther King Day
2025-02-17  12:00   13:30   13:30   -       12:00   # Presidents' Day
2025-04-18  closed  closed  closed  closed  closed  # Good Friday
2025-05-26  12:00   13:30   13:30   -       12:00   # Memorial Day
2025-06-19  12:00   13:30   13:30   -       12:00   # Juneteenth
2025-07-03  12:15   -       -       -       -       # eve of Independence Day
2025-07-04  12:00   12:00   12:00   12:00   12:00   # Independence Day, a Friday
2025-09-01  12:00   13:30   13:30   -       12:00   # Labor Day
2025-11-27  12:00   13:30   13:30   -       12:00   # Thanksgiving
2025-11-28  12:15   13:45   13:45   13:45   12:15   # Friday after it
2025-12-24  12:15   12:45   12:45   12:45   12:15   # Christmas Eve
2025-12-25  closed  closed  closed  closed  closed  # Christmas
2026-01-01  closed  closed  closed  closed  closed  # New Year's Day
2026-01-19  12:00   13:30   13:30   -       12:00   # Martin Luther King Day
2026-02-16  12:00   13:30   13:30   -       12:00   # Presidents' Day
2026-04-03  08:15   closed  closed  10:15   10:15   # Good Friday, with the employment report
2026-05-25  12:00   13:30   13:30   -       12:00   # Memorial Day
2026-06-19  12:00   12:00   12:00   12:00   12:00   # Juneteenth, a Friday
2026-07-03  12:00   12:00   12:00   12:00   12:00   # Independence Day, kept on Friday
2026-09-07  12:00   13:30   13:30   -       12:00   # Labor Day
2026-11-26  12:00   13:30   13:30   -       12:00   # Thanksgiving
2026-11-27  12:15   13:45   13:45   13:45   12:15   # Friday after it
2026-12-24  12:15   12:45   12:45   12:45   12:15   # Christmas Eve
2026-12-25  closed  closed  closed  closed  closed  # Christmas
2027-01-01  closed  closed  closed  closed  closed  # New Year's Day
2027-01-18  12:00   13:30   13:30   -       12:00   # Martin Luther King Day
2027-02-15  12:00   13:30   13:30   -       12:00   # Presidents' Day
2027-03-26  closed  closed  closed  closed  closed  # Good Friday
2027-05-31  12:00   13:30   13:30   -       12:00   # Memorial Day
2027-06-18  12:00   12:00   12:00   12:00   12:00   # Juneteenth, kept on Friday
2027-07-05  12:00   13:30   13:30   -       12:00   # Independence Day, kept on Monday
2027-09-06  12:00   13:30   13:30   -       12:00   # Labor Day
2027-11-25  12:00   13:30   13:30   -       12:00   # Thanksgiving
2027-11-26  12:15   13:45   13:45   13:45   12:15   # Friday after it
2027-12-24  closed  closed  closed  closed  closed  # Christmas, kept on Friday
"""

every_calendar = pytest.mark.parametrize("name", CALENDAR_NAMES)


def wall_time(nanoseconds: int) -> datetime:
    """Return a moment as Chicago's clocks show it."""
    return (ANCHOR + timedelta(microseconds=nanoseconds // 1_000)).astimezone(CHICAGO)


def moment(day: date, clock: str) -> int:
    """Return a Chicago wall time as nanoseconds since 1970."""
    since = datetime.combine(day, time.fromisoformat(clock), tzinfo=CHICAGO) - ANCHOR
    return int(since / timedelta(microseconds=1)) * 1_000


def weekdays(first: date, last: date) -> Iterator[date]:
    """Give Mondays to Fridays."""
    days = (first + timedelta(days=number) for number in range((last - first).days + 1))
    return (day for day in days if day.weekday() < 5)


def handwritten(group: str) -> dict[date, str]:
    """Return the days of one product group that are not regular."""
    header, *rows = (line.partition("#")[0].split() for line in HOLIDAYS.strip().splitlines())
    column = header.index(group)
    return {date.fromisoformat(row[0]): row[column] for row in rows if row[column] != "-"}


def close_of(span: SessionSpan | None) -> str:
    """Return how a day ends, as the hand-written list says it."""
    if span is None:
        return "closed"
    return "-" if span.regular else f"{wall_time(span.close_time_ns):%H:%M}"


@every_calendar
def test_holidays_and_early_closes_of_four_years_are_the_handwritten_ones(name: str) -> None:
    table = load_sessions(name)
    days = weekdays(date(2024, 1, 1), date(2027, 12, 31))

    special = {day: close for day in days if (close := close_of(table.span_of(day))) != "-"}

    assert special == handwritten(name.removeprefix("cme-"))


@every_calendar
def test_trading_days_are_in_order_and_do_not_overlap(name: str) -> None:
    spans = load_sessions(name).spans

    assert all(span.open_time_ns < span.close_time_ns for span in spans)
    assert all(
        before.close_time_ns < after.open_time_ns and before.trading_day < after.trading_day
        for before, after in pairwise(spans)
    )


@every_calendar
def test_the_table_reaches_from_2005_to_2030_with_some_258_days_a_year(name: str) -> None:
    spans = load_sessions(name).spans

    assert (spans[0].trading_day, spans[-1].trading_day) == (date(2005, 1, 3), date(2030, 12, 31))
    assert 26 * 257 < len(spans) < 26 * 260


@every_calendar
def test_a_day_begins_on_the_evening_before_at_five_in_chicago(name: str) -> None:
    spans = load_sessions(name).spans

    others = {
        (wall_time(span.open_time_ns).time(), span.trading_day.year)
        for span in spans
        if wall_time(span.open_time_ns) != datetime.combine(eve(span), time(17), tzinfo=CHICAGO)
    }

    afternoons = {(time(15, 30), year) for year in range(2005, 2013)}
    assert others == (afternoons if name == "cme-equity" else set())


def eve(span: SessionSpan) -> date:
    """Return the calendar day before a trading day."""
    return span.trading_day - timedelta(days=1)


def daylight_saving_sundays() -> Iterator[date]:
    """Give the Sundays since the last change of hours on which Chicago's clocks change."""
    day = CONTINUOUS
    while day < date(2030, 12, 31):
        day += timedelta(days=1)
        noon, next_noon = (datetime.combine(day + timedelta(days=n), time(12), tzinfo=CHICAGO) for n in (-1, 0))
        if noon.utcoffset() != next_noon.utcoffset():
            yield day


@every_calendar
@pytest.mark.parametrize("sunday", list(daylight_saving_sundays()), ids=str)
def test_daylight_saving_weeks_trade_by_the_clock_on_chicagos_wall(name: str, sunday: date) -> None:
    table = load_sessions(name)
    monday = sunday + timedelta(days=1)
    first = moment(sunday, "12:00")

    open_minutes = {wall_time(at) for at in range(first, moment(monday, "18:00"), MINUTE) if table.is_open(at)}

    evening = {wall_time(at) for at in range(moment(sunday, "17:00"), moment(monday, "16:00"), MINUTE)}
    next_evening = {wall_time(at) for at in range(moment(monday, "17:00"), moment(monday, "18:00"), MINUTE)}
    assert open_minutes == evening | next_evening


@every_calendar
def test_halts_lie_inside_trading_days(name: str) -> None:
    table = load_sessions(name)

    halts = table.halts_within(table.spans[0].open_time_ns, table.spans[-1].close_time_ns)

    assert all(table.span_at(start) == table.span_at(end) for start, end in halts)
    assert all(table.span_at(start).open_time_ns < start < end for start, end in halts)
    assert bool(halts) == (name == "cme-equity")


def hours_of(table: SessionTable, day: date) -> list[str]:
    """Return a day's open, halts and close on Chicago's clock."""
    span = table.span_of(day)
    assert span is not None
    halts = table.halts_within(span.open_time_ns, span.close_time_ns)
    edges = [span.open_time_ns, *(edge for halt in halts for edge in halt), span.close_time_ns]
    return [f"{wall_time(edge):%H:%M}" for edge in edges]


@pytest.mark.parametrize(
    ("day", "hours"),
    [
        ("2010-06-07", ["17:00", "15:15"]),  # a Monday: the weekend ends on Sunday evening
        ("2010-06-08", ["15:30", "16:30", "17:00", "15:15"]),
        ("2010-07-06", ["17:00", "15:15"]),  # after a holiday's halt
        ("2012-11-16", ["15:30", "16:30", "17:00", "15:15"]),
        ("2012-11-19", ["17:00", "15:15", "15:30", "16:15"]),
        ("2015-09-18", ["17:00", "15:15", "15:30", "16:15"]),
        ("2015-09-21", ["17:00", "15:15", "15:30", "16:00"]),
        ("2021-06-25", ["17:00", "15:15", "15:30", "16:00"]),
        ("2021-06-28", ["17:00", "16:00"]),
        ("2020-11-27", ["17:00", "12:15"]),  # an early close comes before the halt
    ],
)
def test_equity_index_hours_change_with_the_exchanges_eras(day: str, hours: list[str]) -> None:
    assert hours_of(load_sessions("cme-equity"), date.fromisoformat(day)) == hours


@pytest.mark.parametrize("name", ["cme-energy", "cme-metals"])
def test_energy_and_metals_lost_a_quarter_of_an_hour_in_2015(name: str) -> None:
    table = load_sessions(name)

    assert hours_of(table, date(2015, 9, 18)) == ["17:00", "16:15"]
    assert hours_of(table, date(2015, 9, 21)) == ["17:00", "16:00"]
