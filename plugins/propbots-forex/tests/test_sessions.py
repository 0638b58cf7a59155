"""The session tables as they are shipped: their shape, their hours, and the holidays of 2024 to 2027."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest

from propbots.api.instrument import SessionSpan
from propbots_forex.sessions import CALENDAR_NAMES, load_sessions

NEW_YORK = ZoneInfo("America/New_York")
BERLIN = ZoneInfo("Europe/Berlin")
MINUTE = 60_000_000_000
ANCHOR = datetime(1970, 1, 1, tzinfo=UTC)

# Written by hand from the calendars of the United States, the United Kingdom and Germany and from brokers' notices of
# holiday hours, not from the script that the tables are made with. Closing times in New York; "-" is a regular day,
# "closed" a day without trading. Pairs know Christmas and New Year alone.
HOLIDAYS = """
day         forex   metals  us      dax     ftse    # why
2024-01-01  closed  closed  closed  closed  closed  # New Year's Day
2024-01-15  -       14:30   13:00   16:00   16:00   # Martin Luther King Day
2024-02-19  -       14:30   13:00   16:00   16:00   # Presidents' Day
2024-03-29  -       closed  closed  closed  closed  # Good Friday
2024-04-01  -       -       -       closed  closed  # Easter Monday
2024-05-01  -       -       -       closed  -       # Labour Day
2024-05-06  -       -       -       -       closed  # early May bank holiday
2024-05-27  -       14:30   13:00   16:00   closed  # Memorial Day, spring bank holiday
2024-06-19  -       14:30   13:00   16:00   16:00   # Juneteenth
2024-07-03  -       -       13:15   16:00   16:00   # eve of Independence Day
2024-07-04  -       14:30   13:00   16:00   16:00   # Independence Day
2024-08-26  -       -       -       -       closed  # summer bank holiday
2024-09-02  -       14:30   13:00   16:00   16:00   # Labor Day
2024-11-28  -       14:30   13:00   16:00   16:00   # Thanksgiving
2024-11-29  -       13:45   13:15   16:00   16:00   # Friday after it
2024-12-24  -       13:45   13:15   closed  07:50   # Christmas Eve
2024-12-25  closed  closed  closed  closed  closed  # Christmas
2024-12-26  -       -       -       closed  closed  # Boxing Day
2024-12-31  -       -       -       closed  07:50   # New Year's Eve
2025-01-01  closed  closed  closed  closed  closed  # New Year's Day
2025-01-09  -       -       09:30   16:00   16:00   # day of mourning for President Carter
2025-01-20  -       14:30   13:00   16:00   16:00   # Martin Luther King Day
2025-02-17  -       14:30   13:00   16:00   16:00   # Presidents' Day
2025-04-18  -       closed  closed  closed  closed  # Good Friday
2025-04-21  -       -       -       closed  closed  # Easter Monday
2025-05-01  -       -       -       closed  -       # Labour Day
2025-05-05  -       -       -       -       closed  # early May bank holiday
2025-05-26  -       14:30   13:00   16:00   closed  # Memorial Day, spring bank holiday
2025-06-19  -       14:30   13:00   16:00   16:00   # Juneteenth
2025-07-03  -       -       13:15   16:00   16:00   # eve of Independence Day
2025-07-04  -       13:00   13:00   16:00   16:00   # Independence Day, a Friday
2025-08-25  -       -       -       -       closed  # summer bank holiday
2025-09-01  -       14:30   13:00   16:00   16:00   # Labor Day
2025-11-27  -       14:30   13:00   16:00   16:00   # Thanksgiving
2025-11-28  -       14:45   13:15   16:00   16:00   # Friday after it
2025-12-24  -       13:45   13:15   closed  07:50   # Christmas Eve
2025-12-25  closed  closed  closed  closed  closed  # Christmas
2025-12-26  -       -       -       closed  closed  # Boxing Day
2025-12-31  -       -       -       closed  07:50   # New Year's Eve
2026-01-01  closed  closed  closed  closed  closed  # New Year's Day
2026-01-19  -       14:30   13:00   16:00   16:00   # Martin Luther King Day
2026-02-16  -       14:30   13:00   16:00   16:00   # Presidents' Day
2026-04-03  -       closed  09:15   closed  closed  # Good Friday, with the employment report
2026-04-06  -       -       -       closed  closed  # Easter Monday
2026-05-01  -       -       -       closed  -       # Labour Day
2026-05-04  -       -       -       -       closed  # early May bank holiday
2026-05-25  -       14:30   13:00   16:00   closed  # Memorial Day, spring bank holiday
2026-06-19  -       13:00   13:00   16:00   16:00   # Juneteenth, a Friday
2026-07-03  -       13:00   13:00   16:00   16:00   # Independence Day, kept on Friday
2026-08-31  -       -       -       -       closed  # summer bank holiday
2026-09-07  -       14:30   13:00   16:00   16:00   # Labor Day
2026-11-26  -       14:30   13:00   16:00   16:00   # Thanksgiving
2026-11-27  -       14:45   13:15   16:00   16:00   # Friday after it
2026-12-24  -       13:45   13:15   closed  07:50   # Christmas Eve
2026-12-25  closed  closed  closed  closed  closed  # Christmas
2026-12-28  -       -       -       -       closed  # Boxing Day, kept on Monday
2026-12-31  -       -       -       closed  07:50   # New Year's Eve
2027-01-01  closed  closed  closed  closed  closed  # New Year's Day
2027-01-18  -       14:30   13:00   16:00   16:00   # Martin Luther King Day
2027-02-15  -       14:30   13:00   16:00   16:00   # Presidents' Day
2027-03-26  -       closed  closed  closed  closed  # Good Friday
2027-03-29  -       -       -       closed  closed  # Easter Monday
2027-05-03  -       -       -       -       closed  # early May bank holiday
2027-05-31  -       14:30   13:00   16:00   closed  # Memorial Day, spring bank holiday
2027-06-18  -       13:00   13:00   16:00   16:00   # Juneteenth, kept on Friday
2027-07-05  -       14:30   13:00   16:00   16:00   # Independence Day, kept on Monday
2027-08-30  -       -       -       -       closed  # summer bank holiday
2027-09-06  -       14:30   13:00   16:00   16:00   # Labor Day
2027-11-25  -       14:30   13:00   16:00   16:00   # Thanksgiving
2027-11-26  -       14:45   13:15   16:00   16:00   # Friday after it
2027-12-24  -       closed  closed  closed  07:50   # Christmas, kept on Friday in the United States
2027-12-27  -       -       -       -       closed  # Christmas, kept on Monday in the United Kingdom
2027-12-28  -       -       -       -       closed  # Boxing Day, kept on Tuesday
2027-12-31  -       -       -       closed  07:50   # New Year's Eve
"""

every_calendar = pytest.mark.parametrize("name", CALENDAR_NAMES)


def wall_time(nanoseconds: int) -> datetime:
    """Return a moment as New York's clocks show it."""
    return (ANCHOR + timedelta(microseconds=nanoseconds // 1_000)).astimezone(NEW_YORK)


def moment(day: date, clock: str) -> int:
    """Return a New York wall time as nanoseconds since 1970."""
    since = datetime.combine(day, time.fromisoformat(clock), tzinfo=NEW_YORK) - ANCHOR
    return int(since / timedelta(microseconds=1)) * 1_000


def weekdays(first: date, last: date) -> Iterator[date]:
    """Give Mondays to Fridays."""
    days = (first + timedelta(days=number) for number in range((last - first).days + 1))
    return (day for day in days if day.weekday() < 5)


def handwritten(group: str) -> dict[date, str]:
    """Return the days of one calendar that are not regular."""
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

    assert special == handwritten(name.removeprefix("cfd-"))


@every_calendar
def test_regular_days_end_at_five_in_new_york_and_begin_on_the_evening_before(name: str) -> None:
    spans = load_sessions(name).spans

    opens = {wall_time(span.open_time_ns) - datetime.combine(eve(span), time(0), tzinfo=NEW_YORK) for span in spans}
    closes = {wall_time(span.close_time_ns).time() for span in spans if span.regular}

    assert opens == {timedelta(hours=17 if name == "forex" else 18)}
    assert closes == {time(17)}


def eve(span: SessionSpan) -> date:
    """Return the calendar day before a trading day."""
    return span.trading_day - timedelta(days=1)


@every_calendar
def test_early_closes_lie_before_the_regular_one_on_the_day_itself(name: str) -> None:
    early = [wall_time(span.close_time_ns) for span in load_sessions(name).spans if not span.regular]

    assert all(close.time() < time(17) for close in early)
    assert bool(early) == (name != "forex")


@every_calendar
def test_the_table_reaches_from_2005_to_2030(name: str) -> None:
    spans = load_sessions(name).spans

    assert spans[0].trading_day <= date(2005, 1, 4)
    assert spans[-1].trading_day >= date(2030, 12, 30)
    assert 26 * 250 < len(spans) < 26 * 260
    assert all(before.trading_day < after.trading_day for before, after in pairwise(spans))


def test_pairs_trade_from_sunday_at_five_to_friday_at_five_without_a_pause() -> None:
    table = load_sessions("forex")
    sunday, saturday = date(2026, 6, 7), date(2026, 6, 13)

    open_minutes = [at for at in range(moment(sunday, "00:00"), moment(saturday, "12:00"), MINUTE) if table.is_open(at)]

    week = range(moment(sunday, "17:00"), moment(date(2026, 6, 12), "17:00"), MINUTE)
    assert open_minutes == list(week)


@pytest.mark.parametrize("name", [name for name in CALENDAR_NAMES if name != "forex"])
def test_all_else_rests_from_five_to_six_every_day(name: str) -> None:
    table = load_sessions(name)
    tuesday = date(2026, 6, 9)

    closed = [at for at in range(moment(tuesday, "00:00"), moment(tuesday, "23:59"), MINUTE) if not table.is_open(at)]

    assert closed == list(range(moment(tuesday, "17:00"), moment(tuesday, "18:00"), MINUTE))


def clock_changes(zone: ZoneInfo) -> list[date]:
    """Return the Sundays of 2024 to 2027 on which a zone's clocks change."""
    days = (date(2024, 1, 1) + timedelta(days=number) for number in range(4 * 365))
    return [day for day in days if noon_offset(day - timedelta(days=1), zone) != noon_offset(day, zone)]


def noon_offset(day: date, zone: ZoneInfo) -> timedelta | None:
    """Return how far a zone is from UTC at noon."""
    return datetime.combine(day, time(12), tzinfo=zone).utcoffset()


@every_calendar
@pytest.mark.parametrize("sunday", [*clock_changes(NEW_YORK), *clock_changes(BERLIN)], ids=str)
def test_the_week_after_a_change_of_the_clock_begins_and_ends_by_new_yorks(name: str, sunday: date) -> None:
    table = load_sessions(name)
    days = [sunday + timedelta(days=number) for number in range(1, 6)]  # Easter may leave four of them
    noon = moment(sunday, "12:00")

    spans = [span for day in days if (span := table.span_of(day)) is not None]
    first = next(at for at in range(noon, noon + 2 * 1_440 * MINUTE, MINUTE) if table.is_open(at))

    begin = time(17 if name == "forex" else 18)
    assert wall_time(first) == datetime.combine(eve(spans[0]), begin, tzinfo=NEW_YORK)
    summer = noon_offset(days[0], NEW_YORK) == timedelta(hours=-4)
    assert {span.close_time.hour for span in spans if span.regular} == {21 if summer else 22}


@pytest.mark.parametrize(
    ("day", "hour"),
    [
        ("2026-03-06", 23),
        ("2026-03-09", 22),  # America's clocks have changed
        ("2026-03-27", 22),
        ("2026-03-30", 23),  # Europe's have
        ("2026-10-23", 23),
        ("2026-10-26", 22),  # Europe's have
        ("2026-10-30", 22),
        ("2026-11-02", 23),  # America's have
    ],
)
def test_between_the_changes_of_america_and_europe_the_day_ends_at_ten_in_berlin(day: str, hour: int) -> None:
    span = load_sessions("forex").span_of(date.fromisoformat(day))

    assert span is not None
    assert span.close_time.astimezone(BERLIN).time() == time(hour)


def test_pairs_rest_over_christmas_and_come_back_on_its_evening() -> None:
    table = load_sessions("forex")

    assert table.is_open(moment(date(2025, 12, 24), "16:59"))
    assert not table.is_open(moment(date(2025, 12, 24), "17:00"))
    assert not table.is_open(moment(date(2025, 12, 25), "16:59"))
    assert table.is_open(moment(date(2025, 12, 25), "17:00"))
    assert table.span_at(moment(date(2025, 12, 25), "12:00")).trading_day == date(2025, 12, 26)


def test_a_christmas_on_a_weekend_costs_pairs_no_day() -> None:
    table = load_sessions("forex")

    assert table.span_of(date(2022, 12, 26)) is not None
    assert table.is_open(moment(date(2022, 12, 25), "17:00"))
