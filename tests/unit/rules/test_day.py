"""The firm's day on its own clock, through every change of it."""

from datetime import date, time, timedelta

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from propbots.domain.session import SessionSpan, SessionTable, UtcDays
from propbots.domain.time import from_nanoseconds
from propbots.domain.timeframe import DAY, HOUR, MINUTE
from propbots.errors import ConfigurationError, DataError
from propbots.rules.day import FirmCalendar, FirmDay
from propbots.rules.plan import FirmDayRules, Flat
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


UTC_PLUS_3 = FirmDayRules("Etc/GMT-3", time(0), time(23, 45), time(23, 50))
"""A firm whose day rolls at midnight an hour before the exchange closes in winter, and just then in summer."""


def sessions(*days: str) -> SessionTable:
    """Sessions in Chicago that open at 17:00 on the evening before, written as date and close."""
    spans = [
        SessionSpan(date.fromisoformat(day), at(f"{day} 17:00", ZONE) - DAY, at(f"{day} {close}", ZONE))
        for day, close in (text.split() for text in days)
    ]
    return SessionTable("a few", spans)


WEEKEND_IN_WINTER = sessions("2026-01-08 16:00", "2026-01-09 16:00", "2026-01-12 16:00")


@pytest.mark.parametrize(
    ("moment", "flatten"),
    [
        pytest.param("2026-01-09 08:00", "2026-01-09 14:45", id="Friday: the exchange is open at the hour"),
        pytest.param("2026-01-09 15:30", "2026-01-09 15:55", id="Saturday: the week ends in its first hour"),
        pytest.param("2026-01-12 08:00", "2026-01-12 14:45", id="Monday"),
    ],
)
def test_a_session_that_ends_in_the_firms_next_day_brings_that_days_hour_forward(moment: str, flatten: str) -> None:
    """Positions taken after Friday's hour would be held over the weekend otherwise."""
    day = FirmCalendar(UTC_PLUS_3, WEEKEND_IN_WINTER).day_at(at(moment, ZONE))

    assert day.flatten_ns == at(flatten, ZONE)


def test_where_the_exchange_closes_sooner_than_the_lead_positions_are_closed_at_once() -> None:
    day = FirmCalendar(UTC_PLUS_3, sessions("2026-01-08 16:00", "2026-01-09 15:03")).day_at(
        at("2026-01-09 15:01", ZONE)
    )

    assert day.flatten_ns == day.start_ns


def test_days_that_follow_without_a_pause_are_no_close() -> None:
    """At the end of a UTC day nothing closes that trades round the clock."""
    rules = FirmDayRules("America/New_York", time(0), time(18, 55), time(19, 5))

    assert day_at("2026-01-07 12:00", rules).flatten_ns == at("2026-01-07 23:55")


CHRISTMAS = sessions("2025-12-24 12:15", "2025-12-26 16:00", "2025-12-29 16:00")


@pytest.mark.parametrize(
    ("moment", "name"),
    [
        pytest.param("2025-12-24 16:59", date(2025, 12, 24), id="after an early close, before the roll"),
        pytest.param("2025-12-24 17:00", date(2025, 12, 26), id="the eve of a holiday"),
        pytest.param("2025-12-25 12:00", date(2025, 12, 26), id="a holiday"),
        pytest.param("2025-12-25 17:00", date(2025, 12, 26), id="a holiday's evening, the exchange is open"),
        pytest.param("2025-12-26 16:59", date(2025, 12, 26), id="Friday, before the roll"),
        pytest.param("2025-12-26 17:00", date(2025, 12, 29), id="Friday, after it"),
        pytest.param("2025-12-27 12:00", date(2025, 12, 29), id="Saturday"),
        pytest.param("2025-12-28 16:59", date(2025, 12, 29), id="Sunday"),
        pytest.param("2025-12-28 17:00", date(2025, 12, 29), id="Sunday, the exchange is open"),
    ],
)
def test_a_moment_on_which_no_day_has_a_session_belongs_to_the_next_that_has_one(moment: str, name: date) -> None:
    day = FirmCalendar(FLAT_BY_310, CHRISTMAS).day_at(at(moment, ZONE))

    assert (day.date, day.end_ns) == (name, at(f"{name} 17:00", ZONE))
    assert day.flatten_ns == at(f"{name} {'12:13' if name.day == 24 else '15:08'}", ZONE)


def test_a_day_after_a_pause_begins_where_the_day_before_the_pause_ends() -> None:
    calendar = FirmCalendar(FLAT_BY_310, CHRISTMAS)

    day = calendar.day_at(at("2025-12-24 12:00", ZONE))
    following = [calendar.day_at(day.end_ns), calendar.day_at(at("2025-12-28 18:00", ZONE))]

    assert [day.start_ns for day in following] == [at("2025-12-24 17:00", ZONE), at("2025-12-26 17:00", ZONE)]


def test_an_hour_of_trading_on_a_sunday_makes_a_day() -> None:
    """At 17:00 in Chicago it is 23:00 in Prague while Europe is on winter time and America is not."""
    prague = FirmCalendar(FirmDayRules("Europe/Prague", time(0)), sessions("2026-10-23 16:00", "2026-10-26 16:00"))

    assert prague.day_at(at("2026-10-25 16:59", ZONE)).date == date(2026, 10, 25)
    assert prague.day_at(at("2026-10-25 17:59", ZONE)).date == date(2026, 10, 25)
    assert prague.day_at(at("2026-10-25 18:00", ZONE)).date == date(2026, 10, 26)
    assert prague.day_at(at("2026-10-24 12:00", ZONE)).date == date(2026, 10, 25)


def test_days_beyond_the_exchanges_calendar_are_not_guessed() -> None:
    calendar = FirmCalendar(FLAT_BY_310, CHRISTMAS)

    assert calendar.day_at(at("2025-12-29 16:30", ZONE)).date == date(2025, 12, 29)
    with pytest.raises(DataError, match="sessions of a few are known from 2025-12-24 to 2025-12-29"):
        calendar.day_at(at("2025-12-29 17:00", ZONE))


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


def test_days_are_the_same_in_whatever_order_they_are_asked_for() -> None:
    moments = [at(f"2025-12-{day} {hour}:00", ZONE) for day in range(24, 30) for hour in ("08", "16", "17")][:-1]
    asked_anew = [FirmCalendar(FLAT_BY_310, CHRISTMAS).day_at(moment) for moment in moments]
    calendar = FirmCalendar(FLAT_BY_310, CHRISTMAS)

    assert [calendar.day_at(moment) for moment in moments] == asked_anew
    assert [calendar.day_at(moment) for moment in moments[::-1]] == asked_anew[::-1]
    assert [calendar.day_at(moment) for moment in moments[::5] + moments[::2]] == asked_anew[::5] + asked_anew[::2]


EVE_OF_INDEPENDENCE_DAY = sessions("2024-07-03 12:15", "2024-07-05 16:00")
"""As equity index futures have it; oil trades until 16:00 on the eve, and on the holiday as well."""
OIL = sessions("2024-07-03 16:00", "2024-07-04 13:30", "2024-07-05 16:00")


@pytest.mark.parametrize("exchanges", [(EVE_OF_INDEPENDENCE_DAY, OIL), (OIL, EVE_OF_INDEPENDENCE_DAY)])
def test_the_first_to_close_says_when_an_account_of_several_instruments_is_flat(
    exchanges: tuple[SessionTable, SessionTable],
) -> None:
    calendar = FirmCalendar(FLAT_BY_310, *exchanges)

    days = [calendar.day_at(at(f"2024-07-0{day} 08:00", ZONE)) for day in (3, 4, 5)]

    assert [day.date for day in days] == [date(2024, 7, 3), date(2024, 7, 4), date(2024, 7, 5)]
    assert [day.flatten_ns for day in days] == [
        at("2024-07-03 12:13", ZONE),
        at("2024-07-04 13:28", ZONE),
        at("2024-07-05 15:08", ZONE),
    ]


def test_a_weekend_of_one_instrument_is_the_accounts() -> None:
    calendar = FirmCalendar(BEFORE_WEEKENDS, UtcDays(), LONG_WEEK)

    assert calendar.day_at(at("2026-06-18 08:00", ZONE)).flatten_ns is None
    assert calendar.day_at(at("2026-06-19 08:00", ZONE)).flatten_ns == at("2026-06-19 11:58", ZONE)
    assert calendar.day_at(at("2026-06-20 08:00", ZONE)).date == date(2026, 6, 20)


BEFORE_WEEKENDS = attrs.evolve(FLAT_BY_310, flat=Flat.WEEKEND)
LONG_WEEK = sessions(
    "2026-06-18 16:00",
    "2026-06-19 12:00",
    "2026-06-22 16:00",
    "2026-12-24 12:15",
    "2026-12-28 16:00",
    "2026-12-29 16:00",
)


@pytest.mark.parametrize(
    ("day", "flatten"),
    [
        pytest.param("2026-06-18", None, id="a Thursday"),
        pytest.param("2026-06-19", "11:58", id="a Friday with an early close"),
        pytest.param("2026-06-22", "15:08", id="the last before many days without trading"),
        pytest.param("2026-12-24", "12:13", id="the eve of a holiday on a Friday"),
        pytest.param("2026-12-28", None, id="a Monday"),
        pytest.param("2026-12-29", "15:08", id="the last that the calendar knows"),
    ],
)
def test_a_plan_may_ask_to_be_flat_only_before_the_exchange_closes_for_more_than_a_day(
    day: str, flatten: str | None
) -> None:
    told = FirmCalendar(BEFORE_WEEKENDS, LONG_WEEK).day_at(at(f"{day} 08:00", ZONE))

    assert told.flatten_ns == (None if flatten is None else at(f"{day} {flatten}", ZONE))


def test_a_pause_of_a_day_is_no_weekend_and_a_longer_one_in_midweek_is_one() -> None:
    """Christmas Eve of 2025 is a Wednesday; after its early close the exchange is closed for 28 hours and more."""
    calendar = FirmCalendar(BEFORE_WEEKENDS, CHRISTMAS)
    noon = FirmCalendar(BEFORE_WEEKENDS, sessions("2026-01-06 17:00", "2026-01-08 16:00", "2026-01-09 16:00"))

    assert calendar.day_at(at("2025-12-24 08:00", ZONE)).flatten_ns == at("2025-12-24 12:13", ZONE)
    assert noon.day_at(at("2026-01-06 08:00", ZONE)).flatten_ns is None


def test_what_trades_round_the_clock_never_has_a_weekend() -> None:
    days = [day_at(f"2026-01-{day:02} 12:00", BEFORE_WEEKENDS) for day in range(5, 12)]

    assert [day.flatten_ns for day in days] == [None] * 7


@pytest.mark.parametrize(
    ("moment", "flatten"),
    [
        pytest.param("2026-01-09 08:00", None, id="Friday goes on after midnight in winter"),
        pytest.param("2026-01-09 15:30", "2026-01-09 15:55", id="Saturday: the week ends in its first hour"),
        pytest.param("2026-01-12 08:00", None, id="Monday"),
        pytest.param("2026-07-10 08:00", "2026-07-10 15:45", id="Friday ends at midnight in summer"),
    ],
)
def test_a_week_ends_in_the_firms_day_in_which_the_exchange_closes(moment: str, flatten: str | None) -> None:
    rules = attrs.evolve(UTC_PLUS_3, flat=Flat.WEEKEND)
    weeks = sessions(*(f"2026-{day} 16:00" for day in ("01-08", "01-09", "01-12", "01-13", "07-09", "07-10", "07-13")))

    day = FirmCalendar(rules, weeks).day_at(at(moment, ZONE))

    assert day.flatten_ns == (None if flatten is None else at(flatten, ZONE))


def test_a_plan_that_must_be_flat_before_weekends_needs_its_hours() -> None:
    with pytest.raises(ConfigurationError, match="flat = weekend needs flatten_from and flat_by"):
        FirmDayRules(ZONE, time(17), flat=Flat.WEEKEND)


class Asked(UtcDays):
    """The calendar of what trades round the clock, counting how often it is asked."""

    times = 0

    def span_at(self, time_ns: int) -> SessionSpan:
        self.times += 1
        return super().span_at(time_ns)


def test_the_exchange_is_asked_once_a_day_however_many_moments_are_looked_up() -> None:
    exchange = Asked()
    calendar = FirmCalendar(FLAT_BY_310, exchange)
    calendar.day_at(at("2026-01-05 17:00", ZONE))
    asked = exchange.times

    for minute in range(24 * 60):
        calendar.day_at(at("2026-01-05 17:00", ZONE) + minute * MINUTE)

    assert exchange.times == asked
