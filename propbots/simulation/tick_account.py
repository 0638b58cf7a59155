"""The account at each bar of a run on ticks, valued tick by tick."""

from collections.abc import Iterable, Sequence
from functools import cached_property

import attrs
import numpy as np
from numpy.typing import NDArray

from propbots.data.columns import BarColumns
from propbots.data.days import DaySpans
from propbots.data.ticks import TickColumns
from propbots.simulation.account_columns import find_floor
from propbots.venue.market import BarState

__all__ = ["HeldTicks", "TickAccount", "TickPrices", "find_prices", "list_states"]

Column = NDArray[np.int64]
_TIME, _BALANCE, _LOW, _HIGH, _FACTS = range(5)
"""Of a state before its positions: when in half nanoseconds, balance, least and greatest equity; and how many."""


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


def list_states(states: Iterable[BarState]) -> list[tuple[int, ...]]:
    """Return what a single market remembered as `TickAccount` has it."""
    return [(one.bar_time_ns, one.balance, one.equity_low, one.equity_high, one.position, one.cost) for one in states]


@attrs.frozen(eq=False)
class HeldTicks:
    """One instrument of an account on ticks.

    Attributes:
        prices: At each tick of the account, whichever instrument it is of; 0 before the first of this one.
        step_value: Money of one tick of its price per quantity step, in whole units.
    """

    prices: TickPrices
    step_value: int


@attrs.frozen(eq=False, slots=False)
class TickAccount:
    """The account of a run on ticks; what `propbots.data.record.AccountColumns` promises.

    Attributes:
        bars: That the run is told by.
        ticked: When each tick of any instrument was, nanoseconds since 1970 UTC; no two the same.
        held: The instruments in the order of the account's holdings.
        states: After each tick that was looked at closely, and between ticks where something was due: when that was in
            half nanoseconds, balance, least and greatest equity, and position and cost of each holding; whole numbers,
            a row each.
        start: The balance at the start, in whole units of money.
        days: The trading days of the bars.
        floors: When the bar or tick began at which the highest floor of the plan became another one, and which.
    """

    bars: BarColumns
    ticked: Column
    held: Sequence[HeldTicks]
    states: list[tuple[int, ...]]
    start: int
    days: DaySpans
    floors: list[tuple[int, int]]

    @property
    def time(self) -> Column:
        """The bar's close."""
        return self.bars.close_time

    @property
    def balance(self) -> Column:
        """Closed profit and loss with commissions, at the bar's close."""
        return self._read(_BALANCE, self._state_at_closes, self.start)

    @property
    def equity(self) -> Column:
        """Balance and open profit and loss, at the bar's close."""
        return self._value(self._state_at_closes, self._ends - 1)

    @property
    def equity_low(self) -> Column:
        """The least equity at any tick within the bar."""
        return self._extremes(_LOW, np.minimum)

    @property
    def equity_high(self) -> Column:
        """The greatest equity at any tick within the bar."""
        return self._extremes(_HIGH, np.maximum)

    @property
    def position(self) -> Column:
        """Quantity steps held at the bar's close, signed; of several instruments together, and whatever their side."""
        held = [self._read(_FACTS + 2 * place, self._state_at_closes) for place in range(len(self.held))]
        return held[0] if len(held) == 1 else np.abs(held).sum(axis=0)

    @property
    def day(self) -> Column:
        """Number of each bar's trading day."""
        return self.days.spread(self.days.number)

    @property
    def floor(self) -> Column | None:
        """The highest floor of the plan in force at each bar; None where the plan has none at some of them."""
        return find_floor(self.floors, self.bars)

    @cached_property
    def _table(self) -> Column:
        """The states, a fact a row."""
        rows = np.array(self.states, dtype=np.int64).reshape(-1, _FACTS + 2 * len(self.held))
        return np.ascontiguousarray(rows.T)

    @cached_property
    def _state_at_closes(self) -> Column:
        """The index of the last state within each bar, -1 before the first; what came after the last bar is its."""
        places = np.searchsorted(self._table[_TIME], self._halves_of_closes, side="right") - 1
        places[-1] = len(self.states) - 1
        return places

    @property
    def _halves_of_closes(self) -> Column:
        """The last half nanosecond of each bar: what is heard of at its close is within it, a tick then is not."""
        return 2 * self.bars.close_time - 1

    @cached_property
    def _ends(self) -> Column:
        """The index behind the last tick of each bar; the last bar takes what comes after it as well."""
        ends = np.searchsorted(self.ticked, self.bars.close_time)
        ends[-1] = len(self.ticked)
        return ends

    def _read(self, fact: int, state: Column, before: int = 0) -> Column:
        return np.append(self._table[fact], before)[state]

    def _value(self, state: Column, tick: Column | slice) -> Column:
        """Return the equity after some states at the prices of as many ticks."""
        equity = self._read(_BALANCE, state, self.start)
        for place, one in enumerate(self.held):
            position, cost = (self._read(_FACTS + 2 * place + fact, state) for fact in (0, 1))
            price = np.where(position < 0, one.prices.of_short[tick], one.prices.of_long[tick])
            equity += (position * price - cost) * one.step_value
        return equity

    def _extremes(self, fact: int, reduce: np.ufunc) -> Column:
        last = np.searchsorted(self._table[_TIME], 2 * self.ticked, side="right") - 1
        begins = np.concatenate(([0], self._ends[:-1])).clip(max=len(self.ticked) - 1)
        found: Column = reduce.reduceat(self._value(last, slice(None)), begins)
        looked = np.searchsorted(self._halves_of_closes, self._table[_TIME]).clip(max=len(found) - 1)
        reduce.at(found, looked, self._table[fact])
        return found
