"""Where bars that are no length of time begin and end among ticks."""

from collections.abc import Callable, Iterator
from functools import partial
from typing import assert_never

import attrs
import numpy as np
from numpy.typing import NDArray

from propbots.data.days import find_exchange_days
from propbots.data.ticks import TickColumns
from propbots.domain.bar_size import BarUnit
from propbots.domain.session import SessionCalendar

__all__ = ["Cuts", "PriceSeries", "find_cuts"]

Column = NDArray[np.int64]


@attrs.frozen(eq=False)
class PriceSeries:
    """What bars are made of, as columns of equal length, int64.

    Attributes:
        time: When, nanoseconds since 1970 UTC; no two the same.
        price: In ticks.
        quantity: Quantity steps; 0 where unknown.
    """

    time: Column
    price: Column
    quantity: Column

    @classmethod
    def of(cls, ticks: TickColumns) -> "PriceSeries":
        """Take the prints where there are any, and else the bids, which trade nothing."""
        if not ticks.has_trades:
            return cls(ticks.time, ticks.bid, np.zeros_like(ticks.bid))
        whole = cls(ticks.time, ticks.bid, ticks.bid_quantity)
        return whole.select(ticks.is_trade) if ticks.has_quotes else whole

    def select(self, chosen: "NDArray[np.bool_] | slice") -> "PriceSeries":
        """Return the chosen moments as a series of their own."""
        return PriceSeries(self.time[chosen], self.price[chosen], self.quantity[chosen])


@attrs.frozen(eq=False)
class Cuts:
    """Bars in a series, as columns of equal length, int64.

    Attributes:
        first: Index of each bar's first moment.
        last: Index of its last moment, which may be the next bar's first where a print is split between them.
        known: When it is known that a bar is finished, nanoseconds since 1970 UTC: at the moment that fills it or goes
            beyond it, else at the last nanosecond of its session.
        quantity: Quantity steps in each bar.
    """

    first: Column
    last: Column
    known: Column
    quantity: Column


def find_cuts(series: PriceSeries, unit: BarUnit, steps: int, calendar: SessionCalendar) -> Cuts:
    """Cut a series into bars, beginning anew with each session.

    Args:
        series: In order; for bars of quantity none of whose quantities is 0.
        unit: What fills a bar.
        steps: How many prints, quantity steps or price steps fill it.
        calendar: The instrument's sessions.
    """
    days = find_exchange_days(series.time, calendar)
    behind = np.append(days.first, days.size)[1:]
    cut = partial(_cutter(unit), steps=steps)
    nothing = np.empty(0, dtype=np.int64)
    parts = [
        Cuts(nothing, nothing, nothing, nothing),
        *(
            _shifted(cut(series.select(slice(first, last)), over_ns=over - 1), first)
            for first, last, over in zip(days.first.tolist(), behind.tolist(), days.end.tolist(), strict=True)
        ),
    ]
    names = ("first", "last", "known", "quantity")
    return Cuts(*(np.concatenate([getattr(part, name) for part in parts]) for name in names))


def _cutter(unit: BarUnit) -> Callable[..., Cuts]:
    match unit:
        case BarUnit.TICK:
            return _cut_by_count
        case BarUnit.VOLUME:
            return _cut_by_quantity
        case BarUnit.RANGE:
            return _cut_by_range
    assert_never(unit)


def _shifted(cuts: Cuts, by: int) -> Cuts:
    return attrs.evolve(cuts, first=cuts.first + by, last=cuts.last + by)


def _cut_by_count(series: PriceSeries, *, steps: int, over_ns: int) -> Cuts:
    size = len(series.time)
    first = np.arange(0, size, steps)
    last = np.minimum(first + steps, size) - 1
    known = np.where(first + steps <= size, series.time[last], over_ns)
    return Cuts(first, last, known, np.add.reduceat(series.quantity, first))


def _cut_by_quantity(series: PriceSeries, *, steps: int, over_ns: int) -> Cuts:
    """Cut at each multiple of a quantity, within a print if need be."""
    traded = np.cumsum(series.quantity)
    begin = np.arange(0, traded[-1], steps)
    end = np.minimum(begin + steps, traded[-1])
    last = np.searchsorted(traded, end)
    known = np.where(end - begin == steps, series.time[last], over_ns)
    return Cuts(np.searchsorted(traded, begin, side="right"), last, known, end - begin)


def _cut_by_range(series: PriceSeries, *, steps: int, over_ns: int) -> Cuts:
    """Cut before each price that would make a bar wider than it may be."""
    first = np.fromiter(_find_breaches(series.price.tolist(), steps), dtype=np.int64)
    known = np.append(series.time[first[1:]], over_ns)
    last = np.append(first[1:], len(series.time)) - 1
    return Cuts(first, last, known, np.add.reduceat(series.quantity, first))


def _find_breaches(prices: list[int], steps: int) -> Iterator[int]:
    """Give the index of the first price, and of each that lies further than some steps from its bar's other end."""
    yield 0
    low = high = prices[0]
    for index, price in enumerate(prices):
        if price > high:
            if price - low > steps:
                yield index
                low = price
            high = price
        elif price < low:
            if high - price > steps:
                yield index
                high = price
            low = price
