"""Random markets: bars with gaps, locked prices and missing hours, and the finer bars of which they are made."""

from datetime import date, timedelta
from decimal import Decimal
from math import nan

import attrs
import numpy as np
from hypothesis import strategies as st
from hypothesis.vendor.pretty import RepresentationPrinter

from propbots.data.columns import BarColumns
from propbots.data.table import DataSource
from propbots.domain.bar import Feed
from propbots.domain.instrument import AssetClass, Instrument
from propbots.domain.session import SessionSpan, SessionTable
from propbots.domain.timeframe import DAY, HOUR, MINUTE, Timeframe

__all__ = ["CALENDAR", "INDEX", "Market", "markets"]

INDEX = Instrument(
    "IDX", AssetClass.FUTURES, Decimal("0.25"), Decimal(50), quantity_step=Decimal("0.5"), mini_units=Decimal("0.5")
)
FIRST_DAY = date(2026, 1, 5)
FIRST_NS = 20_458 * DAY
PART = 20 * MINUTE


def _calendar(days: int = 200) -> SessionTable:
    """Weekdays from 22:00 on the evening before to 21:00, every fifth closing at 12:00."""
    spans = []
    for number in range(days):
        day = FIRST_DAY + timedelta(days=number)
        if day.weekday() < 5:
            midnight = FIRST_NS + number * DAY
            close = 12 * HOUR if number % 5 == 4 else 21 * HOUR
            spans.append(SessionSpan(day, midnight - 2 * HOUR, midnight + close))
    return SessionTable("weekdays", spans)


CALENDAR = _calendar()


@attrs.frozen(eq=False)
class Market:
    """Hourly bars, and the bars of a third of an hour of which they are made."""

    bars: BarColumns
    parts: BarColumns

    def _repr_pretty_(self, printer: RepresentationPrinter, cycle: bool) -> None:
        """Show the prices of a failing example, a bar a piece."""
        columns = self.bars
        rows = zip(columns.open_time, columns.open, columns.high, columns.low, columns.close, strict=True)
        shown = (
            f"{(opened - FIRST_NS) / HOUR:g}h {first} {high} {low} {last}" for opened, first, high, low, last in rows
        )
        printer.text(f"Market({'; '.join(shown)})")


_LENGTHS = st.sampled_from((0, 0, 1, 1, 2, 3, 5, 9))
_MOVES = st.integers(-7, 7)
_GAPS = st.sampled_from((0, 0, 0, 0, 1, -1, 3, -3, 12, -12))
_PARTS = st.one_of(st.just((0, 0, 0, 0)), st.tuples(_GAPS, _MOVES, _LENGTHS, _LENGTHS))
_VOLUMES = st.sampled_from((100.0, 20.0, 5.0, 1.0, 0.0, nan))
_HOURS = st.sampled_from((1, 1, 1, 1, 1, 1, 2, 4, 7, 24, 25, 60))


@st.composite
def markets(draw: st.DrawFn, most: int = 24) -> Market:
    """Bars with gaps, locked prices, missing hours and days of a single bar."""
    bar = st.tuples(_HOURS, _VOLUMES, st.lists(_PARTS, min_size=1, max_size=3))
    shape = st.lists(bar, min_size=min(10, most), max_size=most)
    price, now = 1_000, FIRST_NS
    whole: list[tuple[float, ...]] = []
    parts: list[tuple[float, ...]] = []
    for hours, volume, pieces in draw(shape):
        now += hours * HOUR
        inside = []
        for number, (gap, move, up, down) in enumerate(pieces):
            first = price + gap
            price = first + move
            high, low = max(first, price) + up, min(first, price) - down
            inside.append((now + number * PART, now + (number + 1) * PART, first, high, low, price, volume))
        highs, lows = (pick(row[at] for row in inside) for pick, at in ((max, 3), (min, 4)))
        whole.append((now, now + HOUR, inside[0][2], highs, lows, price, volume))
        parts += inside
    return Market(_columns(whole, HOUR), _columns(parts, PART))


def _columns(rows: list[tuple[float, ...]], timeframe: int) -> BarColumns:
    whole = np.array([row[:-1] for row in rows], dtype=np.int64)
    opened, closed, first, high, low, last = whole.T.copy()
    return BarColumns(
        Feed(INDEX, Timeframe(timeframe)),
        opened,
        closed,
        first,
        high,
        low,
        last,
        volume=np.array([row[-1] for row in rows]),
        source=DataSource("nowhere", "random", "0" * 64),
        rows=len(rows),
    )
