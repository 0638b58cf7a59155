"""The firm's day on its own clock, through every change of it."""

from datetime import date, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from propbots.domain.session import SessionSpan, SessionTable, UtcDays
from propbots.domain.time import from_nanoseconds
from propbots.domain.timeframe import DAY, HOUR, MINUTE
from propbots.errors import ConfigurationError
from propbots.rules.day import FirmCalendar, FirmDay
from propbots.rules.plan import FirmDayRules
from rule_script import CHICAGO, FLAT_BY_310, at

ZONE = "America/Chicago"
RULES = (
    CHICAGO,
    FirmDayRules("UTC", time(0)),
    FirmDayRules("Europe/Helsinki", time(0)),
    FirmDayRules("Europe/Prague", time(23, 30)),
    FirmDayRules("Etc/GMT-3", time(0)),
)


def day_at(text: str, rules: FirmDayRules = CHICAGO) -> FirmDay:
    return FirmCalendar(rules, UtcDays()).day_at(at(text, ZONE))


@given(st.sampled_from(RULES), st.integers(at("2025-01-01 00:00"), at("2027-12-31 00:00")))
def test_a_day_contains_its_moment_and_the_next_begins_where_it_ends(rules: FirmDayRules, moment: int) -> None:
    calendar = FirmCalendar(rules, UtcDays())

    day = calendar.day_at(moment)
    following = calendar.day_at(day.end_ns)

    assert day.start_ns <= moment < day.end_ns
    assert following.start_ns == day.end_ns
    assert following.date == day.date + timedelta(days=1)
    assert 23 * HOUR <= day.end_ns - day.start_ns <= 25 * HOUR
    assert calendar.day_at(day.start_ns) == calendar.day_at(day.end_ns - 1) == day


@pytest.mark.parametrize(
    ("moment", "name"),
    [
        ("2026-01-05 16:59", date(2026, 1, 5)),
        ("2026-01-05 17:00", date(2026, 1, 6)),
        ("2026-01-05 23:59", date(2026, 1, 6)),
        ("2026-01-06 00:00", date(2026, 1, 6)),
        ("2026-01-09 17:00", date(2026, 1, 10)),
    ],
)
def test_a_day_that_rolls_in_the_afternoon_has_the_name_of_the_date_on_which_it_ends(moment: str, name: date) -> None:
    assert day_at(moment).date == name


def test_a_day_that_rolls_at_midnight_has_the_name_of_its_own_date() -> None:
    day = day_at("2026-01-05 20:00", FirmDayRules("UTC", time(0)))

    assert day.date == date(2026, 1, 6)
    assert day.start_ns == at("2026-01-06 00:00")


@pytest.mark.parametrize(
    ("moment", "hours", "start"),
    [
        ("2026-03-08 12:00", 23, "2026-03-07 23:00"),
        ("2026-03-09 12:00", 24, "2026-03-08 22:00"),
        ("2026-11-01 12:00", 25, "2026-10-31 22:00"),
        ("2026-11-02 12:00", 24, "2026-11-01 23:00"),
    ],
)
def test_the_roll_follows_the_clock_when_it_is_changed(moment: str, hours: int, start: str) -> None:
    day = day_at(moment)

    assert day.end_ns - day.start_ns == hours * HOUR
    assert day.start_ns == at(start)


@pytest.mark.parametrize(
    ("moment", "flatten"), [("2026-03-06 12:00", "21:08"), ("2026-03-09 12:00", "20:08"), ("2026-11-02 12:00", "21:08")]
)
def test_the_hour_to_be_flat_follows_the_clock(moment: str, flatten: str) -> None:
    day = day_at(moment, FLAT_BY_310)

    assert day.flatten_ns is not None
    assert f"{from_nanoseconds(day.flatten_ns):%H:%M}" == flatten


def test_a_plan_that_allows_positions_to_be_held_has_no_hour() -> None:
    assert day_at("2026-01-05 12:00").flatten_ns is None


def a_session(close: str) -> SessionTable:
    opened = at("2026-01-04 17:00", ZONE)
    return SessionTable("early", [SessionSpan(date(2026, 1, 5), opened, at(close, ZONE))])


@pytest.mark.parametrize(
    ("close", "flatten"),
    [
        ("2026-01-05 12:00", "11:58"),
        ("2026-01-05 15:09", "15:07"),
        ("2026-01-05 16:00", "15:08"),
        ("2026-01-05 18:00", "15:08"),
    ],
)
def test_an_early_close_brings_the_hour_forward_by_the_same_lead(close: str, flatten: str) -> None:
    """A close after the firm's day has ended is another day's."""
    day = FirmCalendar(FLAT_BY_310, a_session(close)).day_at(at("2026-01-05 10:00", ZONE))

    assert day.flatten_ns == at(f"2026-01-05 {flatten}", ZONE)


def test_a_day_without_trading_keeps_its_hour() -> None:
    day = FirmCalendar(FLAT_BY_310, a_session("2026-01-05 12:00")).day_at(at("2026-01-07 10:00", ZONE))

    assert day.flatten_ns == at("2026-01-07 15:08", ZONE)


@pytest.mark.parametrize(
    ("flatten_from", "flat_by", "message"),
    [
        (time(15, 8), None, "go together"),
        (None, time(15, 10), "go together"),
        (time(15, 11), time(15, 10), "in this order"),
        (time(16, 58), time(17, 1), r"must come before the day rolls at 17:00:00 \(was 17:01:00\)"),
    ],
)
def test_hours_that_contradict_one_another_are_refused(
    flatten_from: time | None, flat_by: time | None, message: str
) -> None:
    with pytest.raises(ConfigurationError, match=message):
        FirmDayRules(ZONE, time(17), flatten_from, flat_by)


def test_with_a_roll_at_midnight_any_hour_to_be_flat_lies_within_the_day() -> None:
    rules = FirmDayRules("UTC", time(0), time(23, 50), time(23, 59))

    day = FirmCalendar(rules, UtcDays()).day_at(at("2026-01-05 12:00"))

    assert day.flatten_ns == day.end_ns - 10 * MINUTE
    assert day.end_ns - day.start_ns == DAY
