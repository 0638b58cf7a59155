"""Session tables are written and read back without loss, and a line that makes no sense is named."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from propbots.domain.session import SessionSpan, SessionTable
from propbots.domain.session_text import parse_sessions, render_sessions
from propbots.domain.timeframe import DAY, HOUR, MINUTE
from propbots.errors import DataError

FRIDAY = 20_462 * DAY
"""2026-01-09 00:00 UTC."""
TEXT = """\
# index: made by hand
2026-01-09 2026-01-12 23:00-1 22:00 regular 21:00/21:15
2026-01-13 2026-01-13 23:00-1 18:00 early
2026-01-15 2026-01-15 00:00 22:00 regular
"""


def test_a_line_stands_for_weekdays_in_a_row() -> None:
    table = parse_sessions("index", TEXT, zone="Europe/Berlin")

    assert (table.name, table.zone) == ("index", "Europe/Berlin")
    assert [(span.trading_day.day, span.regular) for span in table.spans] == [
        (9, True),
        (12, True),
        (13, False),
        (15, True),
    ]
    assert table.spans[0] == SessionSpan(date(2026, 1, 9), FRIDAY - HOUR, FRIDAY + 22 * HOUR)
    assert table.spans[3].open_time_ns == FRIDAY + 6 * DAY
    assert table.halts_within(0, 2 * FRIDAY) == [
        (FRIDAY + day * DAY + 21 * HOUR, FRIDAY + day * DAY + 21 * HOUR + 15 * MINUTE) for day in (0, 3)
    ]


def test_what_was_read_is_written_the_same() -> None:
    assert render_sessions(parse_sessions("index", TEXT), ["index: made by hand"]) == TEXT


@given(
    st.lists(
        st.tuples(st.integers(0, 400), st.integers(-DAY // MINUTE, 600), st.integers(601, 1_439), st.booleans()),
        unique_by=lambda day: day[0],
    )
)
def test_any_table_of_weekdays_survives_the_way_there_and_back(days: list[tuple[int, int, int, bool]]) -> None:
    spans = []
    for number, opens, closes, regular in sorted(days):
        day, midnight = date(2026, 1, 9) + timedelta(days=number), FRIDAY + number * DAY
        if day.weekday() < 5:
            spans.append(SessionSpan(day, midnight + opens * MINUTE, midnight + closes * MINUTE, regular))

    read = parse_sessions("any", render_sessions(SessionTable("any", spans)))

    assert list(read.spans) == spans


@pytest.mark.parametrize(
    "line",
    [
        "2026-01-09 2026-01-12 23:00-1 22:00",
        "2026-01-09 2026-01-12 23:00-1 22:00 short",
        "2026-01-09 2026-13-12 23:00-1 22:00 regular",
        "2026-01-09 2026-01-12 23 22:00 regular",
        "2026-01-09 2026-01-12 23:00-1 22:00 regular 21:00",
    ],
)
def test_a_line_that_makes_no_sense_is_named(line: str) -> None:
    with pytest.raises(DataError, match=rf"sessions of index: line 2 must be first and last day.*\(was '{line}'\)"):
        parse_sessions("index", f"# days\n{line}\n")


def test_a_day_on_a_weekend_cannot_be_written() -> None:
    saturday = SessionSpan(date(2026, 1, 10), FRIDAY + DAY, FRIDAY + 2 * DAY)

    with pytest.raises(ValueError, match="Mondays to Fridays \\(was 2026-01-10\\)"):
        render_sessions(SessionTable("always", [saturday]))
