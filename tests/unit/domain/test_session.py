"""A calendar answers for every moment that it knows, and refuses the others."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from propbots.domain.session import SessionSpan, SessionTable, UtcDays
from propbots.domain.timeframe import DAY, HOUR
from propbots.errors import DataError

MIDNIGHT = 20_458 * DAY
"""2026-01-05 00:00 UTC, a Monday."""


def a_table() -> SessionTable:
    """Monday from 23:00 on Sunday to 22:00 with a halt from 21:00 to 21:15, and a Tuesday that closes at 18:00."""
    monday = SessionSpan(date(2026, 1, 5), MIDNIGHT - HOUR, MIDNIGHT + 22 * HOUR)
    tuesday = SessionSpan(date(2026, 1, 6), MIDNIGHT + 23 * HOUR, MIDNIGHT + 42 * HOUR, regular=False)
    return SessionTable("index", [monday, tuesday], [(MIDNIGHT + 21 * HOUR, MIDNIGHT + 21 * HOUR + HOUR // 4)])


@pytest.mark.parametrize(
    ("hour", "day"), [(-1, 5), (0, 5), (21.999, 5), (22, 6), (22.5, 6), (23, 6), (41.999, 6), (-1.5, 5), (-100, 5)]
)
def test_a_moment_belongs_to_the_session_around_it_or_to_the_next(hour: float, day: int) -> None:
    assert a_table().span_at(MIDNIGHT + int(hour * HOUR)).trading_day == date(2026, 1, day)


@pytest.mark.parametrize("hour", [42, 1_000, -24 * 8])
def test_a_moment_beyond_the_table_is_refused_with_what_is_known(hour: int) -> None:
    with pytest.raises(DataError, match=r"sessions of index are known from 2026-01-05 to 2026-01-06 \(asked for 20"):
        a_table().span_at(MIDNIGHT + hour * HOUR)


@pytest.mark.parametrize(
    ("hour", "is_open"),
    [(-1.01, False), (-1, True), (20.99, True), (21, False), (21.24, False), (21.25, True), (22, False), (23, True)],
)
def test_the_exchange_is_open_in_its_sessions_but_not_in_a_halt(hour: float, is_open: bool) -> None:
    assert a_table().is_open(MIDNIGHT + int(hour * HOUR)) is is_open


def test_the_exchange_is_closed_outside_the_table() -> None:
    assert not a_table().is_open(MIDNIGHT + 100 * HOUR)


def test_a_day_is_found_by_its_name_unless_nobody_trades() -> None:
    table = a_table()

    assert table.span_of(date(2026, 1, 6)) == table.spans[1]
    assert table.span_of(date(2026, 1, 7)) is None


def test_the_halts_of_a_stretch_begin_within_it() -> None:
    halt = (MIDNIGHT + 21 * HOUR, MIDNIGHT + 21 * HOUR + HOUR // 4)

    assert a_table().halts_within(halt[0], halt[0] + 1) == [halt]
    assert a_table().halts_within(halt[0] + 1, halt[1]) == []
    assert a_table().halts_within(MIDNIGHT, halt[0]) == []


@given(st.integers(-(10**18), 4 * 10**18))
def test_round_the_clock_every_moment_lies_in_the_utc_day_of_its_name(time_ns: int) -> None:
    span = UtcDays().span_at(time_ns)

    assert span.open_time_ns <= time_ns < span.close_time_ns
    assert span.close_time_ns - span.open_time_ns == DAY
    assert UtcDays().span_of(span.trading_day) == span
    assert UtcDays().is_open(time_ns)
