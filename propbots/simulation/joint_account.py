"""The account at each bar of the main feed, where it trades in several markets."""

from collections.abc import Sequence
from functools import cached_property

import attrs
import numpy as np
from numpy.typing import NDArray

from propbots.data.columns import BarColumns
from propbots.data.days import DaySpans
from propbots.engine.supervisor import ClosedDay
from propbots.simulation.account_columns import find_floor
from propbots.simulation.trades import TradedBars

__all__ = ["JointAccount"]

Column = NDArray[np.int64]
_FACTS = 4
"""Of a snapshot before its positions: when, balance, least and greatest equity."""


@attrs.frozen(eq=False, slots=False)
class JointAccount:
    """The account of a run in several markets; what `propbots.data.record.AccountColumns` promises.

    Attributes:
        bars: Of the main feed.
        traded: The instruments in the order of the account's holdings.
        snapshots: As `propbots.venue.exchange.Exchange` took them.
        start: The balance at the start, in whole units of money.
        days: The trading days of the bars.
        closed_days: The plan's days that are over; None without a plan.
    """

    bars: BarColumns
    traded: Sequence[TradedBars]
    snapshots: list[tuple[int, ...]]
    start: int
    days: DaySpans
    closed_days: list[ClosedDay] | None

    @property
    def time(self) -> Column:
        """The bar's close."""
        return self.bars.close_time

    @cached_property
    def balance(self) -> Column:
        """Closed profit and loss with commissions, at the bar's close."""
        return self._at_closes(self._table[:, 1], self.start)

    @property
    def equity(self) -> Column:
        """Balance and open profit and loss at the bar's close, each market where it was last."""
        return self.balance + self._open("close", "close")

    @property
    def equity_low(self) -> Column:
        """The least equity at which the account was marked within the bar, all markets at their worst at once."""
        lowest = self.balance + self._open("low", "high")
        return self._with_marks(lowest, 2, np.minimum)

    @property
    def equity_high(self) -> Column:
        """The greatest equity at which the account was marked within the bar."""
        highest = self.balance + self._open("high", "low")
        return self._with_marks(highest, 3, np.maximum)

    @property
    def position(self) -> Column:
        """Quantity steps held at the bar's close, of all instruments together and whatever their side."""
        return sum((np.abs(held) for held in self._positions), np.zeros(len(self.bars), dtype=np.int64))

    @property
    def day(self) -> Column:
        """Number of each bar's trading day."""
        return self.days.spread(self.days.number)

    @property
    def floor(self) -> Column | None:
        """The highest floor of the plan in force at each bar; None where the plan has none at some of them."""
        return find_floor(self.closed_days or [], self.bars)

    @cached_property
    def _table(self) -> Column:
        return np.array(self.snapshots, dtype=np.int64).reshape(-1, _FACTS + 2 * len(self.traded))

    @cached_property
    def _last(self) -> Column:
        """The index of the last snapshot at each bar's close, -1 before the first."""
        return np.searchsorted(self._table[:, 0], self.bars.close_time, side="right") - 1

    def _at_closes(self, column: Column, before: int) -> Column:
        return np.append(column, before)[self._last]

    @cached_property
    def _positions(self) -> list[Column]:
        return [self._at_closes(self._table[:, _FACTS + 2 * place], 0) for place in range(len(self.traded))]

    def _open(self, of_long: str, of_short: str) -> Column:
        """Return the open profit and loss of all markets at a price of each bar, which depends on the side held."""
        total = np.zeros(len(self.bars), dtype=np.int64)
        for place, one in enumerate(self.traded):
            held, cost = self._positions[place], self._at_closes(self._table[:, _FACTS + 1 + 2 * place], 0)
            price = np.where(held > 0, self._prices(one.bars, of_long), self._prices(one.bars, of_short))
            total += (held * price - cost) * one.scale.step_value
        return total

    def _prices(self, bars: BarColumns, name: str) -> Column:
        """Return a price of an instrument within each bar of the main feed; its last one where it had no bar."""
        if bars is self.bars:
            return np.asarray(getattr(bars, name))
        last = np.searchsorted(bars.close_time, self.bars.close_time, side="right")
        first = np.concatenate(([0], last[:-1]))
        closes = np.append(bars.close, 0)[last - 1]
        if name == "close" or not len(bars):
            return closes
        ends = np.column_stack((first, last)).ravel().clip(max=len(bars) - 1)
        reduce = np.minimum if name == "low" else np.maximum
        return np.where(last > first, reduce.reduceat(getattr(bars, name), ends)[::2], closes)

    def _with_marks(self, formula: Column, fact: int, reduce: np.ufunc) -> Column:
        """Return the marks of bars in which something was looked at, and what a formula says of the others."""
        if not len(self._table):
            return formula
        times = self._table[:, 0]
        bar_of = np.searchsorted(self.bars.close_time, times).clip(max=len(self.bars) - 1)
        firsts = np.flatnonzero(np.append(True, bar_of[1:] != bar_of[:-1]))
        looked = bar_of[firsts]
        marks = reduce.reduceat(self._table[:, fact], firsts)
        formula[looked] = reduce(marks, self.equity[looked])
        return formula
