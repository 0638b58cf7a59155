"""Equity index sessions of 2024 to 2027, minute by minute, against a table that was worked out without them."""

from datetime import date, timedelta

import numpy as np
import pytest

import firm_clock_table as table
from propbots_futures.sessions import load_sessions

MINUTE = 60_000_000_000


def test_each_trading_day_opens_and_closes_when_the_table_says() -> None:
    spans = load_sessions("cme-equity").spans

    ours = [
        (table.day_number(f"{span.trading_day}"), span.open_time_ns // MINUTE, span.close_time_ns // MINUTE)
        for span in spans
        if table.FIRST <= span.close_time_ns // MINUTE < table.LAST
    ]

    assert ours == table.trading_days()


@pytest.mark.parametrize("year", ["2024", "2025", "2026", "2027"])
def test_each_minute_around_an_unusual_day_is_open_or_closed_as_the_table_says(year: str) -> None:
    sessions = load_sessions("cme-equity")
    minutes = table.unusual_minutes(year)

    ours = [
        (sessions.span_at(at * MINUTE).trading_day - date(1970, 1, 1)) // timedelta(days=1)
        if sessions.is_open(at * MINUTE)
        else table.NO_SESSION
        for at in minutes.tolist()
    ]

    assert minutes[np.array(ours) != table.session_days(minutes)].tolist() == []
