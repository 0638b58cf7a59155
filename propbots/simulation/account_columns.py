"""The account at each bar, spread out from the bars that were looked at closely."""

from functools import cached_property
from itertools import chain
from typing import TypeVar

import attrs
import numpy as np
from msgspec.structs import astuple
from numpy.typing import NDArray

from propbots.data.columns import BarColumns
from propbots.data.days import DaySpans
from propbots.venue.market import BarState

__all__ = ["RunAccount", "find_floor"]

Column = NDArray[np.int64]
_Value = TypeVar("_Value", bound=np.generic)


def find_floor(floors: list[tuple[int, int]], bars: BarColumns) -> Column | None:
    """Return the highest floor in force at each bar, as it stood when the bar was over; None without one.

    Args:
        floors: When the bar or tick began at which it became another one, and which, the first bar's among them.
        bars: Oldest first.
    """
    if not floors:
        return None
    changes = np.array(floors, dtype=np.int64)
    began, floor = changes[:, 0], changes[:, 1]
    # What changed within a bar, on ticks, has changed when it is over.
    last = np.searchsorted(began, np.append(bars.open_time[1:], began[-1] + 1))
    in_force: Column = floor[np.maximum(last - 1, 0)]
    return in_force


@attrs.frozen(eq=False, slots=False)
class RunAccount:
    """The account of a run; what `propbots.data.record.AccountColumns` promises.

    Between two bars that were looked at closely nothing changes but the price, so balance and position carry over and
    equity follows from the bar's own prices. The columns are worked out when they are asked for: kept, they would take
    as much memory as the bars.

    Attributes:
        bars: All bars of the run.
        states: After each bar that was looked at closely, the first bar among them; of two for one bar the last holds.
        step_value: Money of one tick per quantity step, in whole units.
        days: The trading days of the bars.
        floors: When the bar or tick began at which the highest floor of the plan became another one, and which.
    """

    bars: BarColumns
    states: list[BarState]
    step_value: int
    days: DaySpans
    floors: list[tuple[int, int]]

    @property
    def time(self) -> Column:
        """The bar's close."""
        return self.bars.close_time

    @property
    def balance(self) -> Column:
        """Closed profit and loss with commissions, at the bar's close."""
        return self._spread(self._changes["balance"])

    @property
    def position(self) -> Column:
        """Signed quantity steps held at the bar's close."""
        return self._spread(self._changes["position"])

    @property
    def equity(self) -> Column:
        """Balance and open profit and loss, at the bar's close."""
        return self._value(self.bars.close.copy())

    @property
    def equity_low(self) -> Column:
        """The least equity at which the account was marked within the bar."""
        equity = self._value(np.where(self._is_short, self.bars.high, self.bars.low))
        equity[self._changed] = self._changes["equity_low"]
        return equity

    @property
    def equity_high(self) -> Column:
        """The greatest equity at which the account was marked within the bar."""
        equity = self._value(np.where(self._is_short, self.bars.low, self.bars.high))
        equity[self._changed] = self._changes["equity_high"]
        return equity

    @property
    def day(self) -> Column:
        """Number of each bar's trading day."""
        return self.days.spread(self.days.number)

    @property
    def floor(self) -> Column | None:
        """The highest floor of the plan in force at each bar; None where the plan has none at some of them."""
        return find_floor(self.floors, self.bars)

    @cached_property
    def _changes(self) -> dict[str, Column]:
        names = BarState.__struct_fields__
        numbers = np.fromiter(chain.from_iterable(map(astuple, self.states)), np.int64)
        table = numbers.reshape(len(self.states), len(names)).T
        keep = np.append(table[0, 1:] != table[0, :-1], True)
        return dict(zip(names, table[:, keep], strict=True))

    @cached_property
    def _changed(self) -> Column:
        """The indices of the bars that were looked at closely."""
        return np.searchsorted(self.bars.open_time, self._changes["bar_time_ns"])

    @property
    def _is_short(self) -> NDArray[np.bool_]:
        return self._spread(self._changes["position"] < 0)

    def _spread(self, values: NDArray[_Value]) -> NDArray[_Value]:
        """Return what was so after each change at every bar from there to the next one."""
        return np.repeat(values, np.diff(self._changed, append=len(self.bars)))

    def _value(self, prices: Column) -> Column:
        """Turn a price at each bar into the equity there, in place, and return it."""
        changes, equity = self._changes, prices
        equity *= self._spread(changes["position"] * self.step_value)
        equity += self._spread(changes["balance"] - changes["cost"] * self.step_value)
        return equity
