"""Clocks on the wall, above all where they are put forward or back."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from propbots.api.data import BarTable
from propbots.errors import DataCorrupt, UnknownName
from propbots_files.refusal import ColumnOfFile
from propbots_files.zone import find_zone, to_utc

Read = Callable[..., BarTable]

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MINUTE = 60 * 10**9
CHANGES_OF_2024 = [
    ("America/New_York", datetime(2024, 3, 10, 7, tzinfo=UTC)),
    ("America/New_York", datetime(2024, 11, 3, 6, tzinfo=UTC)),
    ("America/Chicago", datetime(2024, 3, 10, 8, tzinfo=UTC)),
    ("America/Chicago", datetime(2024, 11, 3, 7, tzinfo=UTC)),
    ("Europe/London", datetime(2024, 3, 31, 1, tzinfo=UTC)),
    ("Europe/London", datetime(2024, 10, 27, 1, tzinfo=UTC)),
]


def minutes_around(change: datetime, step: int = 1) -> list[datetime]:
    return [change + timedelta(minutes=minute) for minute in range(-1440, 1440, step)]


def walls(moments: list[datetime], zone: str) -> list[datetime]:
    """What clocks showed, by the standard library: the oracle of these tests."""
    return [moment.astimezone(ZoneInfo(zone)).replace(tzinfo=None) for moment in moments]


def nanoseconds(times: list[datetime]) -> "np.ndarray[tuple[int], np.dtype[np.int64]]":
    return np.array([(time.replace(tzinfo=UTC) - EPOCH) // timedelta(microseconds=1) * 1000 for time in times])


def a_column(count: int) -> ColumnOfFile:
    return ColumnOfFile("bars.csv", "time", np.arange(2, count + 2))


def a_file(times: list[datetime]) -> str:
    return "date,open,high,low,close\n" + "".join(f"{time:%Y-%m-%d %H:%M},1,2,1,2\n" for time in times)


@pytest.mark.parametrize("by", ["exact", "arrow"])
@pytest.mark.parametrize("stamp", ["open", "close"])
@pytest.mark.parametrize(("zone", "change"), CHANGES_OF_2024)
def test_every_minute_around_the_changes_of_2024_leads_back_to_utc(
    read: Read, zone: str, change: datetime, stamp: str, by: str
) -> None:
    moments = minutes_around(change)
    table = read(a_file(walls(moments, zone)), timezone=zone, stamp=stamp, by=by)

    assert (table.open_time == nanoseconds(moments) - (MINUTE if stamp == "close" else 0)).all()
    assert str(table.timeframe) == "1m"


@pytest.mark.parametrize("step", [5, 15, 30, 60])
@pytest.mark.parametrize(("zone", "change"), CHANGES_OF_2024)
def test_so_do_longer_bars(read: Read, zone: str, change: datetime, step: int) -> None:
    moments = minutes_around(change, step)
    table = read(a_file(walls(moments, zone)), timezone=zone)

    assert (table.open_time == nanoseconds(moments)).all()


def test_the_source_says_how_many_times_were_told_apart(read: Read) -> None:
    zone, change = CHANGES_OF_2024[3]
    table = read(a_file(walls(minutes_around(change), zone)), timezone=zone)

    assert (
        "Times are what clocks showed in America/Chicago; "
        "120 in hours that came twice were told apart by their order." in table.source.assumptions
    )


@given(
    zone=st.sampled_from(
        ["America/Chicago", "Europe/London", "Australia/Lord_Howe", "Asia/Kolkata", "Pacific/Apia", "Africa/Casablanca"]
    ),
    start=st.datetimes(datetime(1995, 1, 1), datetime(2037, 1, 1), timezones=st.just(UTC)),
    hours=st.integers(1, 24 * 30),
)
def test_hours_of_any_zone_lead_back_to_utc(zone: str, start: datetime, hours: int) -> None:
    start = start.replace(minute=0, second=0, microsecond=0)
    moments = [start + timedelta(minutes=30 * half) for half in range(2 * hours)]
    shown = walls(moments, zone)
    lone = [
        time
        for time in (shown[0], shown[-1])
        if time.replace(tzinfo=ZoneInfo(zone), fold=0).utcoffset()
        != time.replace(tzinfo=ZoneInfo(zone), fold=1).utcoffset()
    ]
    try:
        utc, _ = to_utc(nanoseconds(shown), ZoneInfo(zone), a_column(len(shown)))
    except DataCorrupt:
        assert lone, "only a file that begins or ends within a repeated hour may be refused"
    else:
        assert (utc == nanoseconds(moments)).all()


def test_days_begin_where_the_day_before_did_on_the_clock(read: Read) -> None:
    days = [datetime(2024, 3, 9), datetime(2024, 3, 10), datetime(2024, 3, 11), datetime(2024, 3, 12)]
    table = read(a_file(days), timezone="America/New_York", stamp="close")

    opens = [datetime(2024, 3, day, tzinfo=ZoneInfo("America/New_York")) for day in (8, 9, 10, 11)]
    assert (table.open_time == nanoseconds([time.astimezone(UTC) for time in opens])).all()


@pytest.mark.parametrize("by", ["exact", "arrow"])
@pytest.mark.parametrize(
    ("zone", "left_out"), [("America/Chicago", "2024-03-10 02:30"), ("Europe/London", "2024-03-31 01:00")]
)
def test_a_time_that_clocks_left_out_is_refused_with_its_row(read: Read, zone: str, left_out: str, by: str) -> None:
    text = f"date,open,high,low,close\n2024-03-01 00:00,1,2,1,2\n2024-03-01 00:01,1,2,1,2\n{left_out},1,2,1,2\n"
    with pytest.raises(
        DataCorrupt, match=f"row 4, column date: {left_out.replace(' ', 'T')}:00 did not exist in {zone}"
    ):
        read(text, timezone=zone, by=by)


@pytest.mark.parametrize("edge", ["2024-03-10 01:59:59.999", "2024-03-10 03:00"])
def test_the_edges_of_what_clocks_left_out_existed(read: Read, edge: str) -> None:
    text = f"date,open,high,low,close\n2024-03-01 00:00,1,2,1,2\n2024-03-01 00:01,1,2,1,2\n{edge},1,2,1,2\n"

    assert len(read(text, timezone="America/Chicago")) == 3


def test_an_hour_that_came_twice_and_stands_there_once_is_refused(read: Read) -> None:
    zone, change = CHANGES_OF_2024[3]
    once = sorted(set(walls(minutes_around(change), zone)))
    with pytest.raises(DataCorrupt, match=r"row \d+, column date: 2024-11-03T01:00:00 came twice in America/Chicago"):
        read(a_file(once), timezone=zone)


def test_an_hour_that_came_twice_and_jumps_back_twice_is_refused(read: Read) -> None:
    zone, change = CHANGES_OF_2024[3]
    shown = walls(minutes_around(change), zone)
    first = shown.index(datetime(2024, 11, 3, 1))
    with pytest.raises(DataCorrupt, match="came twice"):
        read(a_file(shown[: first + 120] + shown[first : first + 60]), timezone=zone)


def test_repeated_rows_in_an_hour_that_came_twice_do_no_harm(read: Read) -> None:
    zone, change = CHANGES_OF_2024[3]
    moments = [moment for moment in minutes_around(change) for _ in range(2)]
    table = read(a_file(walls(moments, zone)), timezone=zone)

    assert (table.open_time == nanoseconds(moments)).all()


def test_years_of_minutes_take_the_change_of_their_year(read: Read) -> None:
    moments = [datetime(2015, 1, 1, tzinfo=UTC) + timedelta(days=day, hours=12) for day in range(3650)]
    table = read(a_file(walls(moments, "America/New_York")), timezone="America/New_York")

    assert (table.open_time == nanoseconds(moments)).all()


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("America/Chicagoo", "did you mean 'America/Chicago'"),
        ("Chicago", "did you mean 'America/Chicago'"),
        ("new york", "America/New_York"),
        ("Mars", "such as America/Chicago"),
        ("America", "unknown time zone"),
        ("../etc/passwd", "unknown time zone"),
        ("\0", "unknown time zone"),
    ],
)
def test_an_unknown_zone_is_explained(name: str, message: str) -> None:
    with pytest.raises(UnknownName, match=message):
        find_zone(name)
