"""Times are aware at the surface and whole nanoseconds inside."""

from datetime import UTC, date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from propbots.domain.time import from_nanoseconds, to_date_number, to_nanoseconds, to_text

MICROSECONDS = st.integers(-(10**15), 4 * 10**15)


@given(MICROSECONDS)
def test_microseconds_survive_the_way_to_a_time_and_back(microseconds: int) -> None:
    assert to_nanoseconds(from_nanoseconds(microseconds * 1_000)) == microseconds * 1_000


@given(st.datetimes(datetime(1950, 1, 1), datetime(2090, 1, 1)), st.integers(-12, 14))
def test_one_moment_has_one_number_in_every_zone(naive: datetime, hours: int) -> None:
    time = naive.replace(tzinfo=UTC)

    assert to_nanoseconds(time.astimezone(timezone(timedelta(hours=hours)))) == to_nanoseconds(time)


def test_a_time_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match=r"must have a zone \(was 2026-01-01T00:00:00\)"):
        to_nanoseconds(datetime(2026, 1, 1))


@pytest.mark.parametrize("fold", [0, 1])
def test_the_repeated_hour_of_autumn_is_two_moments(fold: int) -> None:
    repeated = datetime(2026, 11, 1, 1, 30, tzinfo=ZoneInfo("America/Chicago"), fold=fold)

    assert to_text(to_nanoseconds(repeated)) == ("2026-11-01T06:30:00Z", "2026-11-01T07:30:00Z")[fold]


@pytest.mark.parametrize(
    ("nanoseconds", "text"),
    [
        (0, "1970-01-01T00:00:00Z"),
        (1, "1970-01-01T00:00:00.000000001Z"),
        (1_500_000_000, "1970-01-01T00:00:01.5Z"),
        (-1_000_000_000, "1969-12-31T23:59:59Z"),
        (-1, "1969-12-31T23:59:59.999999999Z"),
    ],
)
def test_a_time_is_written_with_the_decimals_it_has(nanoseconds: int, text: str) -> None:
    assert to_text(nanoseconds) == text


@given(MICROSECONDS)
def test_what_is_written_reads_back_to_the_same_moment(microseconds: int) -> None:
    written = to_text(microseconds * 1_000)

    assert to_nanoseconds(datetime.fromisoformat(written)) == microseconds * 1_000


@given(st.dates(date(1900, 1, 1), date(2200, 1, 1)))
def test_dates_are_counted_from_1970(day: date) -> None:
    assert date(1970, 1, 1) + timedelta(days=to_date_number(day)) == day
