"""The account at each bar of the main feed, where it trades in several markets."""

from collections.abc import Sequence
from functools import cached_property

import attrs
import numpy as np
from numpy.typing import NDArray

from propbots.data.columns import BarColumns
from propbots.data.days import DaySpans
from propbots.simulation.account_columns import find_floor
from propbots.simulation.trades import TradedBars

__all__ = ["JointAccount"]

Column = NDArray[np.int64]
_TIME, _PLACE, _BALANCE, _LOW, _HIGH, _FACTS = range(6)
"""Of a snapshot before its positions: when, which market, balance, least and greatest equity; and how many."""


@attrs.frozen(eq=False, slots=False)
class JointAccount:
    """The account of a run in several markets; what `propbots.data.record.AccountColumns` promises.

    Attributes:
        bars: Of the main feed.
        traded: The instruments in the order of the account's holdings.
        snapshots: As `propbots.venue.exchange.Exchange` took them.
        start: The balance at the start, in whole units of money.
        is_worst_case: Whether a bar that has passed counts at its worst for those that end at the same moment.
        days: The trading days of the bars.
        floors: When the bar or tick began at which the highest floor of the plan became another one, and which.
    """

    bars: BarColumns
    traded: Sequence[TradedBars]
    snapshots: list[tuple[int, ...]]
    start: int
    is_worst_case: bool
    days: DaySpans
    floors: list[tuple[int, int]]

    @property
    def time(self) -> Column:
        """The bar's close."""
        return self.bars.close_time

    @cached_property
    def balance(self) -> Column:
        """Closed profit and loss with commissions, at the bar's close."""
        return self._balance_at(self._last)

    @property
    def equity(self) -> Column:
        """Balance and open profit and loss at the bar's close, each market where it was last."""
        equity = self.balance.copy()
        for place, one in enumerate(self.traded):
            closes = np.append(one.bars.close, 0)
            last = np.searchsorted(one.bars.close_time, self.bars.close_time, side="right") - 1
            held, cost = self._held_at(place, self._last)
            equity += (held * closes[last] - cost) * one.scale.step_value
        return equity

    @property
    def equity_low(self) -> Column:
        """The least equity at which the account was marked since the bar before."""
        return self._marks[0]

    @property
    def equity_high(self) -> Column:
        """The greatest equity at which the account was marked since the bar before."""
        return self._marks[1]

    @property
    def position(self) -> Column:
        """Quantity steps held at the bar's close, of all instruments together and whatever their side."""
        held = (self._held_at(place, self._last)[0] for place in range(len(self.traded)))
        return sum(map(np.abs, held), np.zeros(len(self.bars), dtype=np.int64))

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
        return np.array(self.snapshots, dtype=np.int64).reshape(-1, _FACTS + 2 * len(self.traded))

    @cached_property
    def _last(self) -> Column:
        """The index of the last snapshot at each bar's close, -1 before the first; the last bar has what came after."""
        last = np.searchsorted(self._table[:, _TIME], self.bars.close_time, side="right") - 1
        last[-1] = len(self._table) - 1
        return last

    @cached_property
    def _ranks(self) -> Column:
        """Where each market comes among bars that end at one moment: as the agenda has it, the main one last."""
        others = sorted(range(1, len(self.traded)), key=lambda place: -self.traded[place].bars.feed.length_ns)
        end = len(self.traded)
        return np.argsort([*others, 0, end])

    @cached_property
    def _moments(self) -> Column:
        return np.unique(np.concatenate([self._table[:, _TIME], *(one.bars.close_time for one in self.traded)]))

    @cached_property
    def _marks(self) -> tuple[Column, Column]:
        """The extremes of equity: of the closer looks, and of the bars in which nothing was worth one."""
        low, high = self.equity, self.equity
        seen = self._keys(self._table[:, _TIME], self._table[:, _PLACE])
        self._take_marks(low, high, self._table[:, _TIME], (self._table[:, _LOW], self._table[:, _HIGH]))
        for place, one in enumerate(self.traded):
            times = one.bars.close_time
            keys = self._keys(times, np.full(len(times), place))
            unseen = ~np.isin(keys, seen)
            marks = self._marks_of(place, np.searchsorted(seen, keys) - 1)
            self._take_marks(low, high, times[unseen], (marks[0][unseen], marks[1][unseen]))
        return low, high

    def _keys(self, times: Column, places: Column) -> Column:
        """Return numbers in the order in which the bars of markets that end at some moments come."""
        return np.searchsorted(self._moments, times) * (len(self.traded) + 1) + self._ranks[places]

    def _take_marks(self, low: Column, high: Column, times: Column, marks: tuple[Column, Column]) -> None:
        row = np.searchsorted(self.bars.close_time, times).clip(max=len(self.bars) - 1)
        np.minimum.at(low, row, marks[0])
        np.maximum.at(high, row, marks[1])

    def _marks_of(self, place: int, state: Column) -> tuple[Column, Column]:
        """Return the least and the greatest equity within each bar of a market in which nothing happened.

        Args:
            place: The market's.
            state: The index of the last snapshot before each bar.
        """
        bars = self.traded[place].bars
        worst, best = self._balance_at(state), self._balance_at(state)
        for other, one in enumerate(self.traded):
            low, high = (bars.low, bars.high) if other == place else self._stand(other, place)
            held, cost = self._held_at(other, state)
            at_low, at_high = ((held * price - cost) * one.scale.step_value for price in (low, high))
            worst += np.minimum(at_low, at_high)
            best += np.maximum(at_low, at_high)
        return worst, np.where(self._held_at(place, state)[0] != 0, best, worst)

    def _stand(self, other: int, place: int) -> tuple[Column, Column]:
        """Return between which prices a market stands while each bar of another one is looked at."""
        bars, times = self.traded[other].bars, self.traded[place].bars.close_time
        index = np.searchsorted(bars.close_time, times)
        at_hand = np.append(bars.close_time, -1)[index] == times
        low = high = np.append(bars.close, 0)[index - 1]
        is_behind = self._ranks[other] < self._ranks[place]
        now_low, now_high = bars.open, bars.open
        if is_behind:
            now_low, now_high = (bars.low, bars.high) if self.is_worst_case else (bars.close, bars.close)
        low = np.where(at_hand, np.append(now_low, 0)[index], low)
        high = np.where(at_hand, np.append(now_high, 0)[index], high)
        return low, high

    def _balance_at(self, state: Column) -> Column:
        return np.append(self._table[:, _BALANCE], self.start)[state]

    def _held_at(self, place: int, state: Column) -> tuple[Column, Column]:
        """Return position and cost in a market at snapshots, nothing before the first."""
        first = _FACTS + 2 * place
        held, cost = (np.append(self._table[:, column], 0)[state] for column in (first, first + 1))
        return held, cost
