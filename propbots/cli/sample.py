"""A few days of bars that never traded, to show with what an indicator does and what a strategy declares."""

from datetime import date
from decimal import Decimal
from functools import cache

from propbots.data.aggregate import aggregate, closing_times
from propbots.data.columns import BarColumns, to_columns
from propbots.data.generate import generate_bars
from propbots.domain.bar import Feed
from propbots.domain.instrument import AssetClass, Instrument
from propbots.domain.session import UtcDays
from propbots.domain.timeframe import MINUTE, Timeframe

__all__ = ["SAMPLE_CALENDAR", "SAMPLE_SEED", "SAMPLE_TIMEFRAME", "sample_bars"]

SAMPLE_SEED = 21
SAMPLE_TIMEFRAME = Timeframe(15 * MINUTE)
SAMPLE_CALENDAR = UtcDays()
_FIRST, _LAST = date(2026, 1, 5), date(2026, 1, 9)
_PRICE = Decimal(5_000)
_INSTRUMENT = Instrument("SAMPLE", AssetClass.FUTURES, Decimal("0.25"), Decimal(1))


@cache
def sample_bars() -> BarColumns:
    """Return bars of five days, the same at every call."""
    table = generate_bars(_INSTRUMENT, SAMPLE_CALENDAR, first=_FIRST, last=_LAST, seed=SAMPLE_SEED, start_price=_PRICE)
    minutes = to_columns(table, Feed(_INSTRUMENT, table.timeframe), closing_times(table, SAMPLE_CALENDAR))
    return aggregate(minutes, SAMPLE_TIMEFRAME, SAMPLE_CALENDAR)
