"""The account at each bar, spread out from the bars that were looked at closely."""

from functools import partial
from itertools import chain

import numpy as np
from msgspec.structs import astuple
from numpy.typing import NDArray

from propbots.data.columns import BarColumns
from propbots.data.record import AccountColumns
from propbots.engine.supervisor import ClosedDay
from propbots.venue.market import BarState

__all__ = ["build_account_columns"]

Column = NDArray[np.int64]


def build_account_columns(
    bars: BarColumns, states: list[BarState], step_value: int, *, day: Column, days: list[ClosedDay] | None
) -> AccountColumns:
    """Return the account at each bar.

    Between two bars that were looked at closely nothing changes but the price, so balance and position carry over and
    equity follows from the bar's own prices.

    Args:
        bars: All bars of the run.
        states: After each bar that was looked at closely, the first bar among them; of two for one bar the last holds.
        step_value: Money of one tick per quantity step, in whole units.
        day: Number of each bar's trading day, shape (bars,).
        days: The plan's days that are over; None without a plan.
    """
    numbers = np.fromiter(chain.from_iterable(map(astuple, states)), np.int64)
    index, balance, position, cost, low, high = numbers.reshape(len(states), -1).T
    keep = np.append(index[1:] != index[:-1], True)
    index, low, high = index[keep], low[keep], high[keep]
    lasts = np.diff(np.append(index, len(bars)))
    balances, positions, costs = (np.repeat(column[keep], lasts) for column in (balance, position, cost))
    value = partial(_value, positions, costs, balances, step_value)
    is_short = positions < 0
    equity = value(bars.close)
    equity_low = value(np.where(is_short, bars.high, bars.low))
    equity_high = value(np.where(is_short, bars.low, bars.high))
    equity_low[index], equity_high[index] = low, high
    return AccountColumns(
        time=bars.close_time,
        balance=balances,
        equity=equity,
        equity_low=equity_low,
        equity_high=equity_high,
        position=positions,
        day=day,
        floor=None if days is None else _spread_floors(bars, days),
    )


def _value(positions: Column, costs: Column, balances: Column, step_value: int, prices: Column) -> Column:
    """Return equity at prices; in place, since on a long run each column more is megabytes more at the peak."""
    values = positions * prices
    values -= costs
    values *= step_value
    values += balances
    return values


def _spread_floors(bars: BarColumns, days: list[ClosedDay]) -> Column | None:
    """Return the floor in force at each bar; None where the plan has none."""
    floors = [day.floor for day in days]
    if not floors or any(floor is None for floor in floors):
        return None
    turns = np.searchsorted(bars.open_time, [day.day.start_ns for day in days[1:]])
    return np.repeat(np.array(floors, dtype=np.int64), np.diff(turns, prepend=0, append=len(bars)))
