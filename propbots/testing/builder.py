"""Builders of what tests need and do not care about: each gives something sound, and takes what a test does care about.

Bars lie on whole ticks of 0.25; everything that looks random is seeded, so that a test is the same every time.
"""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo

import attrs
import numpy as np
from numpy.typing import NDArray

from propbots.data.columns import BarColumns, to_columns
from propbots.data.generate import generate_bars
from propbots.data.table import BarTable
from propbots.data.tick_table import TickTable
from propbots.domain.bar import Bar, Feed
from propbots.domain.instrument import AssetClass, Instrument
from propbots.domain.scale import compute_steps
from propbots.domain.session import SessionSpan, SessionTable
from propbots.domain.time import to_nanoseconds
from propbots.domain.timeframe import MINUTE, Timeframe
from propbots.rules.plan import FirmDayRules, Plan, PlanSourceNote
from propbots.rules.rule import ContractCap, DailyLoss, MaximumLoss, MaximumLossBasis, ProfitTarget

__all__ = [
    "a_bar",
    "a_bar_table",
    "a_plan",
    "a_session_calendar",
    "a_tick_table",
    "an_instrument",
    "bars_of",
    "some_bars",
]

_CALENDAR = "weekdays"
_ZONE = ZoneInfo("America/New_York")
_FIRST, _LAST = date(2024, 1, 1), date(2026, 12, 31)
_MONDAY = date(2026, 1, 5)
_WEEKEND = (5, 6)


def an_instrument(**changes: Any) -> Instrument:
    """Return a future with a tick of 0.25 and a point worth 5.

    Args:
        changes: Fields of `Instrument` that shall differ.
    """
    plain = Instrument(
        "TEST",
        AssetClass.FUTURES,
        tick_size=Decimal("0.25"),
        point_value=Decimal(5),
        session=_CALENDAR,
        mini_units=Decimal("0.1"),
        fees=Decimal("0.35"),
        description="A future that no exchange lists",
    )
    return attrs.evolve(plain, **changes)


@cache
def a_session_calendar() -> SessionTable:
    """Return the sessions of weekdays in 2024 to 2026: from 18:00 on the evening before to 17:00, New York time."""
    days = (_FIRST + timedelta(days=number) for number in range((_LAST - _FIRST).days + 1))
    return SessionTable(_CALENDAR, [_span(day) for day in days if day.weekday() not in _WEEKEND])


def _span(day: date) -> SessionSpan:
    opens = datetime.combine(day - timedelta(days=1), time(18), _ZONE)
    closes = datetime.combine(day, time(17), _ZONE)
    return SessionSpan(day, to_nanoseconds(opens), to_nanoseconds(closes))


def a_bar(open_: str, high: str, low: str, close: str, *, number: int = 0, volume: float = 1.0) -> Bar:
    """Return a bar of a minute.

    Args:
        open_: First price, as decimal text, in ticks of 0.25.
        high: Highest price.
        low: Lowest price.
        close: Last price.
        number: How many minutes after the first of the session it begins.
        volume: Traded quantity.
    """
    feed = Feed(an_instrument(), Timeframe(MINUTE))
    opened = _start() + number * MINUTE
    first, highest, lowest, last = (_steps(Decimal(price), feed.instrument) for price in (open_, high, low, close))
    return Bar(opened, opened + MINUTE, first, highest, lowest, last, volume, feed)


def a_bar_table(*, days: int = 5, seed: int = 1, instrument: Instrument | None = None) -> BarTable:
    """Return generated minutes as a data provider would hand them over.

    Args:
        days: How many trading days, from Monday 2026-01-05 on.
        seed: The same seed gives the same bars.
        instrument: On whose tick grid the prices lie.
    """
    weeks, weekday = divmod(days - 1, 5)
    last = _MONDAY + timedelta(weeks=weeks, days=weekday)
    traded = an_instrument() if instrument is None else instrument
    start = 20_000 * traded.tick_size
    return generate_bars(traded, a_session_calendar(), first=_MONDAY, last=last, seed=seed, start_price=start)


def a_tick_table(*, seed: int = 1) -> TickTable:
    """Return a day's quotes and prints, made of generated minutes, as a data provider would hand them over.

    Each minute is two rows: a quote a tick wide around its open, and a print of its close.

    Args:
        seed: The same seed gives the same ticks.
    """
    bars = a_bar_table(days=1, seed=seed)
    tick = float(an_instrument().tick_size)
    nothing = np.full(len(bars), np.nan)

    def weave(quote: NDArray[np.float64], print_: NDArray[np.float64]) -> NDArray[np.float64]:
        return np.stack([quote, print_], axis=1).ravel()

    return TickTable(
        time=np.stack([bars.open_time, bars.open_time + MINUTE // 2], axis=1).ravel(),
        bid=weave(bars.open - tick, nothing),
        ask=weave(bars.open, nothing),
        last=weave(nothing, bars.close),
        bid_size=weave(bars.volume, nothing),
        ask_size=weave(bars.volume, nothing),
        size=weave(nothing, bars.volume),
        row=np.arange(1, 2 * len(bars) + 1, dtype=np.int64),
        source=bars.source,
    )


def some_bars(*, days: int = 5, seed: int = 1, instrument: Instrument | None = None) -> BarColumns:
    """Return generated minutes as a strategy sees them: quiet and lively hours, minutes without a trade, jumps.

    Args:
        days: How many trading days, from Monday 2026-01-05 on.
        seed: The same seed gives the same bars.
        instrument: On whose tick grid the prices lie.
    """
    table = a_bar_table(days=days, seed=seed, instrument=instrument)
    feed = Feed(an_instrument() if instrument is None else instrument, table.timeframe)
    return to_columns(table, feed, table.open_time + int(table.timeframe))


def bars_of(
    closes: Sequence[str | int | Decimal],
    *,
    instrument: Instrument | None = None,
    timeframe: Timeframe | None = None,
) -> BarColumns:
    """Return bars with these closes; each opens at the close before and spans both, so that it can be told by hand.

    Args:
        closes: Prices, on the instrument's tick grid.
        instrument: Whose bars they are.
        timeframe: Of a bar; a minute if left out.
    """
    feed = Feed(an_instrument() if instrument is None else instrument, timeframe or Timeframe(MINUTE))
    close = np.array([_steps(Decimal(price), feed.instrument) for price in closes], dtype=np.int64)
    open_ = np.append(close[:1], close[:-1])
    times = _start() + np.arange(len(close), dtype=np.int64) * feed.length_ns
    source = a_bar_table(days=1).source
    return BarColumns(
        feed=feed,
        open_time=times,
        close_time=times + feed.length_ns,
        open=open_,
        high=np.maximum(open_, close),
        low=np.minimum(open_, close),
        close=close,
        volume=np.ones(len(close)),
        source=attrs.evolve(source, location="closes written by hand", format="by hand", assumptions=()),
        rows=len(close),
    )


def a_plan(**changes: Any) -> Plan:
    """Return a plan of 50,000 with a floor that trails the closing balance, a daily loss, a cap and a target.

    Args:
        changes: Fields of `Plan` that shall differ.
    """
    plain = Plan(
        name="firm/plain-50k",
        title="A plan that no firm sells",
        currency="USD",
        balance=Decimal(50_000),
        day=FirmDayRules("America/Chicago", time(17), time(15, 8), time(15, 10)),
        rules=(
            MaximumLoss(Decimal(2_000), MaximumLossBasis.END_OF_DAY, Decimal(50_000)),
            DailyLoss(Decimal(1_000)),
            ContractCap(Decimal(5)),
            ProfitTarget(Decimal(3_000)),
        ),
        commissions={"TEST": Decimal("0.61")},
        effective_from=date(2026, 1, 1),
        sources=(PlanSourceNote("Written for tests", date(2026, 1, 1), "A"),),
    )
    return attrs.evolve(plain, **changes)


def _steps(price: Decimal, instrument: Instrument) -> int:
    steps = compute_steps(price, instrument.tick_size)
    if steps is None:
        raise ValueError(f"price must be a multiple of the tick size {instrument.tick_size} (was {price})")
    return steps


def _start() -> int:
    return _span(_MONDAY).open_time_ns
