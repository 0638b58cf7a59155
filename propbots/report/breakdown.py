"""The same result cut by side, reason, hour, weekday and month."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

import attrs
import numpy as np
from numpy.typing import NDArray

from propbots.data.record import RunRecord
from propbots.data.trades import TradeColumns
from propbots.domain.scale import Scale
from propbots.domain.timeframe import DAY, HOUR
from propbots.report.day import DayColumns, to_day_columns
from propbots.report.ratio import compute_ratio
from propbots.report.trade_figures import compute_average

__all__ = ["WEEKDAYS", "Breakdown", "Group", "Month", "compute_breakdown"]

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_THURSDAY = 3
"""The weekday of 1970-01-01."""


@attrs.frozen
class Group:
    """Trades that have something in common.

    Attributes:
        name: What they have in common.
        trades: How many there are.
        win_rate: Winners as a fraction of them.
        profit_factor: None without a loser.
        net_profit: After commission.
        average: Net profit of one, rounded to the cent.
    """

    name: str
    trades: int
    win_rate: float | None
    profit_factor: float | None
    net_profit: Decimal
    average: Decimal | None


@attrs.frozen
class Month:
    """The trading days of one month.

    Attributes:
        year: The month's year.
        month: 1 to 12.
        net_profit: Change of equity over its trading days.
        trading_days: Days with bars.
    """

    year: int
    month: int
    net_profit: Decimal
    trading_days: int


@attrs.frozen
class Breakdown:
    """A result in its parts; groups without a trade are left out.

    Attributes:
        by_side: `long` and `short`.
        by_exit_reason: In the order of their names.
        by_hour: Of the entry in UTC, `00` to `23`.
        by_weekday: Of the entry's trading day.
        by_month: In order.
    """

    by_side: tuple[Group, ...]
    by_exit_reason: tuple[Group, ...]
    by_hour: tuple[Group, ...]
    by_weekday: tuple[Group, ...]
    by_month: tuple[Month, ...]


def compute_breakdown(record: RunRecord) -> Breakdown:
    """Cut a run's trades and days into groups."""
    trades, scale = record.trades.columns, record.scale
    hours = trades.entry_time // HOUR % (DAY // HOUR)
    weekdays = (record.account.day[trades.entry_bar] + _THURSDAY) % len(WEEKDAYS)
    return Breakdown(
        by_side=_group(trades, (~trades.is_long).astype(np.int64), ("long", "short"), scale),
        by_exit_reason=_group(trades, trades.reason, trades.reasons, scale),
        by_hour=_group(trades, hours, [f"{hour:02d}" for hour in range(24)], scale),
        by_weekday=_group(trades, weekdays, WEEKDAYS, scale),
        by_month=_months(to_day_columns(record), scale),
    )


def _distinct(values: NDArray[Any]) -> NDArray[Any]:
    """Return the distinct values in their order.

    Asked for values alone, `np.unique` imports numpy's masked arrays, a twentieth of a small backtest's whole time.
    """
    return np.unique(values, return_index=True)[0]


def _group(trades: TradeColumns, key: NDArray[np.int64], names: Sequence[str], scale: Scale) -> tuple[Group, ...]:
    return tuple(_describe(names[index], trades.net[key == index], scale) for index in _distinct(key))


def _describe(name: str, net: NDArray[np.int64], scale: Scale) -> Group:
    profit, loss = int(net[net > 0].sum()), int(net[net < 0].sum())
    return Group(
        name=name,
        trades=len(net),
        win_rate=compute_ratio(int((net > 0).sum()), len(net)),
        profit_factor=compute_ratio(profit, -loss),
        net_profit=scale.to_money(profit + loss),
        average=compute_average(net, scale),
    )


def _months(days: DayColumns, scale: Scale) -> tuple[Month, ...]:
    months = days.number.astype("datetime64[D]").astype("datetime64[M]")
    firsts: list[date] = _distinct(months).astype("datetime64[D]").tolist()
    return tuple(
        Month(first.year, first.month, scale.to_money(int(days.pnl[chosen].sum())), int(chosen.sum()))
        for first, chosen in ((first, months == np.datetime64(first, "M")) for first in firsts)
    )
