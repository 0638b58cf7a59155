"""Firms' days of 2024 to 2027, minute by minute, against a table that was worked out without any zone."""

from datetime import date, time, timedelta
from functools import cache

import attrs
import pytest

import firm_clock_table as table
from firm_clock_table import FirmClock, Stretch
from propbots.domain.session import SessionSpan, SessionTable
from propbots.domain.timeframe import MINUTE
from propbots.rules.day import FirmCalendar, FirmDay
from propbots.rules.plan import FirmDayRules, Flat
from rule_script import FLAT_BY_310, at


@attrs.frozen
class Firm:
    """A firm's clock, once for the table and once as a plan says it."""

    clock: FirmClock
    rules: FirmDayRules


FIRMS = {
    "Chicago 17:00, flat by 15:10": Firm(FirmClock(table.CHICAGO, 17 * 60, 15 * 60 + 8, 15 * 60 + 10), FLAT_BY_310),
    "New York 17:00, flat by 16:59": Firm(
        FirmClock(table.NEW_YORK, 17 * 60, 16 * 60 + 55, 16 * 60 + 59),
        FirmDayRules("America/New_York", time(17), time(16, 55), time(16, 59)),
    ),
    "Prague midnight": Firm(FirmClock(table.PRAGUE, 0), FirmDayRules("Europe/Prague", time(0))),
    "UTC+3 midnight": Firm(FirmClock(table.UTC_PLUS_3, 0), FirmDayRules("Etc/GMT-3", time(0))),
    "UTC+3 midnight, flat by 23:50": Firm(
        FirmClock(table.UTC_PLUS_3, 0, 23 * 60 + 45, 23 * 60 + 50),
        FirmDayRules("Etc/GMT-3", time(0), time(23, 45), time(23, 50)),
    ),
    "UTC+3 midnight, flat before weekends": Firm(
        FirmClock(table.UTC_PLUS_3, 0, 23 * 60 + 45, 23 * 60 + 50, before_weekends_only=True),
        FirmDayRules("Etc/GMT-3", time(0), time(23, 45), time(23, 50), Flat.WEEKEND),
    ),
    "Chicago 17:00, flat before weekends": Firm(
        FirmClock(table.CHICAGO, 17 * 60, 15 * 60 + 8, 15 * 60 + 10, before_weekends_only=True),
        attrs.evolve(FLAT_BY_310, flat=Flat.WEEKEND),
    ),
}
FIRST_WEEK = 7
"""As many stretches are left out, because the calendar does not say what was before them."""
every_firm = pytest.mark.parametrize("firm", FIRMS.values(), ids=list(FIRMS))


@cache
def equity_sessions() -> SessionTable:
    """The table's sessions, told as a calendar."""
    spans = [
        SessionSpan(date(1970, 1, 1) + timedelta(days=day), opens * MINUTE, closes * MINUTE)
        for day, opens, closes in table.trading_days()
    ]
    return SessionTable("equity", spans)


@cache
def expected_days(clock: FirmClock) -> list[tuple[Stretch, FirmDay]]:
    """Each stretch between two rolls with the day to which it belongs: its own, or the next that has a session."""
    days: list[tuple[Stretch, FirmDay]] = []
    pause: list[Stretch] = []
    for stretch in table.find_stretches(clock):
        pause.append(stretch)
        if stretch.trades:
            flatten = None if stretch.flatten is None else stretch.flatten * MINUTE
            name = date(1970, 1, 1) + timedelta(days=stretch.day)
            day = FirmDay(name, pause[0].start * MINUTE, stretch.end * MINUTE, flatten)
            days += [(part, day) for part in pause]
            pause = []
    return days[FIRST_WEEK:]


@every_firm
def test_each_day_of_four_years_begins_ends_and_closes_positions_when_the_table_says(firm: Firm) -> None:
    calendar = FirmCalendar(firm.rules, equity_sessions())

    expected = expected_days(firm.clock)

    assert [calendar.day_at(stretch.start * MINUTE) for stretch, _ in expected] == [day for _, day in expected]
    assert [calendar.day_at(stretch.end * MINUTE - 1) for stretch, _ in expected] == [day for _, day in expected]


@pytest.mark.parametrize("year", ["2024", "2025", "2026", "2027"])
@every_firm
def test_each_minute_around_an_unusual_day_lies_in_the_day_that_the_table_says(firm: Firm, year: str) -> None:
    calendar = FirmCalendar(firm.rules, equity_sessions())
    minutes = table.unusual_minutes(year)
    days = iter(expected_days(firm.clock))
    stretch, day = next(days)
    moments = [moment for moment in minutes.tolist() if moment >= stretch.start]

    wrong = []
    for moment in moments:
        while moment >= stretch.end:
            stretch, day = next(days)
        if calendar.day_at(moment * MINUTE) != day:
            wrong.append(moment)

    assert wrong == []


@pytest.mark.parametrize(
    ("moment", "zone", "name"),
    [
        ("2026-11-22 17:00:00", "America/Chicago", date(2026, 11, 23)),
        ("2026-11-23 16:59:59", "America/Chicago", date(2026, 11, 23)),
        ("2026-11-23 17:00:00", "America/Chicago", date(2026, 11, 24)),
    ],
)
def test_g1_a_moment_at_the_roll_lies_in_the_day_that_the_worked_case_names(moment: str, zone: str, name: date) -> None:
    assert FirmCalendar(FLAT_BY_310, equity_sessions()).day_at(at(moment, zone)).date == name


@pytest.mark.parametrize(
    ("firm", "noon", "turn"),
    [
        ("Chicago 17:00, flat by 15:10", "2026-01-07", "2026-01-07 21:08"),
        ("Chicago 17:00, flat by 15:10", "2026-07-08", "2026-07-08 20:08"),
        ("Chicago 17:00, flat by 15:10", "2026-10-28", "2026-10-28 20:08"),
        ("Prague midnight", "2026-01-07", "2026-01-06 23:00"),
        ("Prague midnight", "2026-07-08", "2026-07-07 22:00"),
        ("Prague midnight", "2026-10-28", "2026-10-27 23:00"),
        ("UTC+3 midnight", "2026-01-07", "2026-01-06 21:00"),
        ("UTC+3 midnight", "2026-07-08", "2026-07-07 21:00"),
        ("UTC+3 midnight", "2026-10-28", "2026-10-27 21:00"),
    ],
)
def test_g1_days_turn_in_winter_in_summer_and_in_the_week_between(firm: str, noon: str, turn: str) -> None:
    """In the week of 2026-10-26 Prague is on winter time and Chicago is not yet."""
    day = FirmCalendar(FIRMS[firm].rules, equity_sessions()).day_at(at(f"{noon} 12:00"))

    assert at(turn) == (day.start_ns if day.flatten_ns is None else day.flatten_ns)
