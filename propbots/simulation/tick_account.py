"""The account at each bar of a run on ticks, valued tick by tick."""

from functools import cached_property
from itertools import chain

import attrs
import numpy as np
from msgspec.structs import astuple
from numpy.typing import NDArray

from propbots.data.columns import BarColumns
from propbots.data.days import DaySpans
from propbots.data.ticks import TickColumns
from propbots.engine.supervisor import ClosedDay
from propbots.simulation.account_columns import find_floor
from propbots.venue.market import BarState

__all__ = ["TickAccount", "TickPrices", "find_prices"]

Column = NDArray[np.int64]


@attrs.frozen(eq=False)
class TickPrices:
    """Where what is held could be closed at each tick, in ticks, int64.

    Attributes:
        time: When, nanoseconds since 1970 UTC.
        of_long: The last bid; without quotes the last print.
        of_short: The last ask; without quotes the last print.
    """

    time: Column
    of_long: Column
    of_short: Column


def find_prices(ticks: TickColumns) -> TickPrices:
    """Return where what is held could be closed at each tick: at the last quote, before the first at the last print."""
    places = np.arange(len(ticks))
    last = np.maximum.accumulate(np.where(ticks.is_trade, -1, places))
    last = np.where(last < 0, places, last)
    return TickPrices(ticks.time, ticks.bid[last], ticks.ask[last])


@attrs.frozen(eq=False, slots=False)
class TickAccount:
    """The account of a run on ticks; what `propbots.data.record.AccountColumns` promises.

    Attributes:
        bars: That the run is told by.
        prices: At each tick of the run.
        states: After each tick that was looked at closely.
        start: The balance at the start, in whole units of money.
        step_value: Money of one tick per quantity step, in whole units.
        days: The trading days of the bars.
        closed_days: The plan's days that are over; None without a plan.
    """

    bars: BarColumns
    prices: TickPrices
    states: list[BarState]
    start: int
    step_value: int
    days: DaySpans
    closed_days: list[ClosedDay] | None

    @property
    def time(self) -> Column:
        """The bar's close."""
        return self.bars.close_time

    @property
    def balance(self) -> Column:
        """Closed profit and loss with commissions, at the bar's close."""
        return self._at_closes(self._spread("balance", self.start), self.start)

    @property
    def equity(self) -> Column:
        """Balance and open profit and loss, at the bar's close."""
        return self._at_closes(self._values, self.start)

    @property
    def equity_low(self) -> Column:
        """The least equity at any tick within the bar."""
        return self._extremes("equity_low", np.minimum)

    @property
    def equity_high(self) -> Column:
        """The greatest equity at any tick within the bar."""
        return self._extremes("equity_high", np.maximum)

    @property
    def position(self) -> Column:
        """Signed quantity steps held at the bar's close."""
        return self._at_closes(self._spread("position", 0), 0)

    @property
    def day(self) -> Column:
        """Number of each bar's trading day."""
        return self.days.spread(self.days.number)

    @property
    def floor(self) -> Column | None:
        """The highest floor of the plan in force at each bar; None where the plan has none at some of them."""
        return find_floor(self.closed_days or [], self.bars)

    @cached_property
    def _changes(self) -> dict[str, Column]:
        names = BarState.__struct_fields__
        numbers = np.fromiter(chain.from_iterable(map(astuple, self.states)), np.int64)
        table = numbers.reshape(len(self.states), len(names)).T
        return dict(zip(names, np.ascontiguousarray(table), strict=True))

    @cached_property
    def _last_change(self) -> Column:
        """The index of the last change at each tick, -1 before the first; what came after the last tick is its."""
        times = np.minimum(self._changes["bar_time_ns"], self.prices.time[-1])
        return np.searchsorted(times, self.prices.time, side="right") - 1

    def _spread(self, name: str, before: int) -> Column:
        return np.append(self._changes[name], before)[self._last_change]

    @cached_property
    def _values(self) -> Column:
        """The equity at each tick."""
        held, prices = self._spread("position", 0), self.prices
        worth = held * np.where(held < 0, prices.of_short, prices.of_long) - self._spread("cost", 0)
        return worth * self.step_value + self._spread("balance", self.start)

    @cached_property
    def _ends(self) -> Column:
        """The index behind the last tick of each bar; the last bar takes what comes after it as well."""
        ends = np.searchsorted(self.prices.time, self.bars.close_time)
        ends[-1] = len(self.prices.time)
        return ends

    def _at_closes(self, column: Column, before: int) -> Column:
        return np.append(column, before)[self._ends - 1]

    def _extremes(self, marks: str, reduce: np.ufunc) -> Column:
        values = self._values.copy()
        looked = np.searchsorted(self.prices.time, self._changes["bar_time_ns"]).clip(max=len(values) - 1)
        reduce.at(values, looked, self._changes[marks])
        begins = np.concatenate(([0], self._ends[:-1])).clip(max=len(values) - 1)
        found: Column = reduce.reduceat(values, begins)
        return found
