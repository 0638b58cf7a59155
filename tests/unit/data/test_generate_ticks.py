"""Generated ticks: the minutes that they were generated from follow from them, to the contract."""

from datetime import date
from decimal import Decimal

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from propbots.data.generate import generate_bars
from propbots.data.generate_ticks import generate_ticks
from propbots.data.table import BarTable, DataSource
from propbots.data.tick_bars import bars_of_ticks
from propbots.data.tick_grid import to_ticks
from propbots.domain.instrument import AssetClass, Instrument
from propbots.domain.session import UtcDays
from propbots.domain.timeframe import MINUTE, Timeframe

INDEX = Instrument("INDEX", AssetClass.FUTURES, tick_size=Decimal("0.25"), point_value=Decimal(5))
COLUMNS = ("open_time", "open", "high", "low", "close", "volume")
Minute = tuple[int, int, int, int, int]


def minutes_of(table: BarTable, seed: int) -> dict[str, list[float]]:
    ticks = to_ticks(generate_ticks(table, INDEX, seed=seed), INDEX)
    bars = bars_of_ticks(ticks, Timeframe(MINUTE), UtcDays())
    return {name: bars.floats(name).tolist() for name in COLUMNS[1:]} | {"open_time": bars.open_time.tolist()}


def test_ticks_make_the_generated_minutes() -> None:
    days = date(2026, 1, 5), date(2026, 1, 6)
    table = generate_bars(INDEX, UtcDays(), first=days[0], last=days[1], seed=3, start_price=Decimal(5000))

    assert minutes_of(table, 3) == {name: getattr(table, name).tolist() for name in COLUMNS}


def a_minute(draw: st.DrawFn) -> Minute:
    low = draw(st.integers(1, 50))
    high = low + draw(st.integers(0, 9))
    open_, close = draw(st.integers(low, high)), draw(st.integers(low, high))
    return open_, high, low, close, draw(st.integers(1, 40))


@st.composite
def tables(draw: st.DrawFn) -> BarTable:
    rows = [a_minute(draw) for _ in range(draw(st.integers(1, 5)))]
    open_, high, low, close, volume = np.array(rows, dtype=np.float64).T
    time = np.arange(len(rows), dtype=np.int64) * MINUTE
    source = DataSource("drawn", "drawn", "0")
    return BarTable(
        open_time=time,
        open=open_ * 0.25,
        high=high * 0.25,
        low=low * 0.25,
        close=close * 0.25,
        volume=volume,
        row=np.arange(1, len(rows) + 1),
        timeframe=Timeframe(MINUTE),
        source=source,
    )


@given(tables(), st.integers(0, 9))
def test_any_minutes_follow_from_their_ticks_however_little_was_traded(table: BarTable, seed: int) -> None:
    assert minutes_of(table, seed) == {name: getattr(table, name).tolist() for name in COLUMNS}


@given(tables(), st.integers(0, 9))
def test_each_print_takes_a_side_of_the_quote_before_it(table: BarTable, seed: int) -> None:
    ticks = generate_ticks(table, INDEX, seed=seed)

    assert ((ticks.last == ticks.bid) | (ticks.last == ticks.ask)).all()
    assert (ticks.ask - ticks.bid == 0.25).all()
    assert (np.diff(ticks.time) > 0).all()


@pytest.mark.parametrize("seed", [0, 1])
def test_a_seed_gives_the_same_ticks(seed: int) -> None:
    day = date(2026, 1, 5)
    table = generate_bars(INDEX, UtcDays(), first=day, last=day, seed=3, start_price=Decimal(5000))
    again = generate_ticks(table, INDEX, seed=seed)

    assert generate_ticks(table, INDEX, seed=seed).source == again.source
    assert generate_ticks(table, INDEX, seed=seed + 1).source != again.source
