"""What became of the account of a run between its trades."""

from decimal import Decimal

import attrs
import numpy as np

from propbots.data.record import RunRecord
from propbots.data.trades import TradeColumns
from propbots.report.day import DayColumns
from propbots.report.drawdown import compute_drawdown, compute_drawdown_fractions
from propbots.report.ratio import compute_annual_return, compute_calmar, compute_ratio, compute_ulcer_index

__all__ = ["AccountFigures", "compute_account_figures"]


@attrs.frozen
class AccountFigures:
    """The figures of the account's path; the starting balance counts as its first peak.

    Attributes:
        calmar: `annual_return / max_drawdown_percent`.
        max_drawdown: Greatest fall of equity at closes below its peak, 0 or more.
        max_drawdown_percent: Greatest fall at closes as a fraction of its peak.
        max_drawdown_days: Calendar days of the longest stretch below a peak, from the peak's trading day to the day
            that reached it again, or to the last.
        exposure: Bars in which a position was held, for any length of time, as a fraction of all bars.
        ambiguous_bars: Bars whose order of events decided an outcome and is not known.
        denied_orders: Orders that the risk gate refused.
        final_equity: At the last close.
        total_return: Change of equity as a fraction of the starting balance.
        annual_return: The yearly growth that compounds to it, by trading days (252).
        ulcer_index: Root of the mean squared drawdown of the days' closes, as a fraction of 1.
        max_drawdown_low: Greatest fall of the least equity within a bar below the peak of the closes before it.
        recovery_factor: Change of equity over `max_drawdown`.
        least_headroom: Least distance of equity within a bar to the plan's floor, below 0 once broken through.
    """

    calmar: float | None
    max_drawdown: Decimal
    max_drawdown_percent: float | None
    max_drawdown_days: int
    exposure: float | None
    ambiguous_bars: int
    denied_orders: int
    final_equity: Decimal
    total_return: float | None
    annual_return: float | None
    ulcer_index: float | None
    max_drawdown_low: Decimal
    recovery_factor: float | None
    least_headroom: Decimal | None


def compute_account_figures(record: RunRecord, trades: TradeColumns, days: DayColumns) -> AccountFigures:
    """Compute the figures of a run's account."""
    account, scale = record.account, record.scale
    start = scale.to_units(record.inputs.balance)
    equity = account.equity
    end = int(equity[-1]) if len(equity) else start
    fall = compute_drawdown(account, start)
    annual_return = compute_annual_return(start, end, len(days))
    return AccountFigures(
        calmar=compute_calmar(annual_return, fall.fraction),
        max_drawdown=scale.to_money(fall.amount),
        max_drawdown_percent=fall.fraction,
        max_drawdown_days=fall.days,
        exposure=compute_ratio(_count_exposed_bars(record, trades), len(account.time)),
        ambiguous_bars=record.ambiguous_bars,
        denied_orders=record.denied_orders,
        final_equity=scale.to_money(end),
        total_return=compute_ratio(end - start, start) if start > 0 else None,
        annual_return=annual_return,
        ulcer_index=compute_ulcer_index(compute_drawdown_fractions(days.equity, start)) if start > 0 else None,
        max_drawdown_low=scale.to_money(fall.amount_low),
        recovery_factor=compute_ratio(end - start, fall.amount),
        least_headroom=_least_headroom(record),
    )


def _least_headroom(record: RunRecord) -> Decimal | None:
    """Return the least headroom that the plan tells; of a record without its days, that of the account's columns."""
    if record.plan is not None and record.plan.days:
        known = [day.headroom_low for day in record.plan.days if day.headroom_low is not None]
        return min(known, default=None)
    floor = record.account.floor
    if floor is None or len(floor) == 0:
        return None
    return record.scale.to_money(int((record.account.equity_low - floor).min()))


def _count_exposed_bars(record: RunRecord, trades: TradeColumns) -> int:
    """Count the bars in which a position was held for any length of time.

    The account says what is held at closes; a position that was left inside a bar was held in that bar too.
    """
    exposed = record.account.position != 0
    left_inside = np.maximum(trades.entry_time, record.bars.open_time[trades.exit_bar]) < trades.exit_time
    exposed[trades.exit_bar[left_inside]] = True
    return int(exposed.sum())
