"""Builders give something sound, the same every time, and take what a test cares about."""

from decimal import Decimal

import numpy as np
import pytest

from propbots.data.quality import require_sound
from propbots.domain.timeframe import HOUR, Timeframe
from propbots.testing import a_bar, a_bar_table, a_plan, a_session_calendar, an_instrument, bars_of, some_bars


def test_bar_is_told_in_prices() -> None:
    bar = a_bar("100", "101.25", "99.5", "100.75", number=3)

    assert (bar.open, bar.high, bar.low, bar.close) == tuple(map(Decimal, ("100", "101.25", "99.5", "100.75")))
    assert bar.open_time.isoformat() == "2026-01-04T23:03:00+00:00"


def test_price_off_the_grid_is_refused() -> None:
    with pytest.raises(ValueError, match=r"multiple of the tick size 0\.25"):
        a_bar("100.1", "101", "99", "100")


def test_bars_of_open_at_the_close_before_and_span_both() -> None:
    bars = bars_of(["100", 101, "100.5"])

    assert bars.floats("open").tolist() == [100.0, 100.0, 101.0]
    assert bars.floats("high").tolist() == [100.0, 101.0, 101.0]
    assert bars.floats("low").tolist() == [100.0, 100.0, 100.5]
    assert bars.floats("close").tolist() == [100.0, 101.0, 100.5]


def test_bars_of_take_instrument_and_timeframe() -> None:
    bars = bars_of([1, 2], instrument=an_instrument(id="OTHER", tick_size=Decimal(1)), timeframe=Timeframe(HOUR))

    assert bars.feed.name == "OTHER 1h"
    assert np.diff(bars.open_time).tolist() == [HOUR]


@pytest.mark.parametrize("days", [1, 4, 5, 6, 10])
def test_some_bars_are_of_as_many_days_as_asked_for(days: int) -> None:
    bars, calendar = some_bars(days=days), a_session_calendar()

    assert len({calendar.span_at(time).trading_day for time in bars.open_time.tolist()}) == days


def test_some_bars_are_seeded() -> None:
    assert np.array_equal(some_bars(seed=3).close, some_bars(seed=3).close)
    assert not np.array_equal(some_bars(seed=3).close[:500], some_bars(seed=4).close[:500])


def test_table_is_sound() -> None:
    table = a_bar_table()

    assert require_sound(table) is table


def test_plan_and_instrument_take_changes() -> None:
    assert a_plan(balance=Decimal(1)).balance == 1
    assert an_instrument(currency="EUR").currency == "EUR"
