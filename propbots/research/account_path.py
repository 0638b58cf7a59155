"""What an account was worth, mark by mark, and the firm's days cut out of it for the rules to be folded over."""

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from itertools import pairwise

import attrs
import numpy as np
from numpy.typing import NDArray

from propbots.data.days import find_days
from propbots.data.record import RunRecord
from propbots.domain.scale import Scale
from propbots.research.history import ACCOUNT, HistoryRow, list_money, require_order
from propbots.rules.fold import DayMarks

__all__ = ["AccountPath", "CutDays", "cut_days", "path_of_history", "path_of_run"]

Column = NDArray[np.int64]

_MARKS_OF_A_BAR = 3


@attrs.frozen(eq=False)
class AccountPath:
    """A recorded account, without what was paid in or out; money in whole units.

    Attributes:
        time: When each mark was, in order, nanoseconds since 1970 UTC. Shape (marks,), int64.
        equity: At each mark. Shape (marks,), int64.
        balance: Closed, at each mark. Shape (marks,), int64.
        traded: Moments at which something was traded, in order, nanoseconds since 1970 UTC, int64.
        opening: The balance before the first mark.
        money_exponent: Decimals of the smallest unit.
        currency: In which it is; None where nothing tells.
    """

    time: Column
    equity: Column
    balance: Column
    traded: Column
    opening: int
    money_exponent: int
    currency: str | None = None

    def count_in(self, scale: Scale) -> "AccountPath":
        """Return the same counted in smaller units."""
        factor = 10 ** (scale.money_exponent - self.money_exponent)
        return attrs.evolve(
            self,
            equity=self.equity * factor,
            balance=self.balance * factor,
            opening=self.opening * factor,
            money_exponent=scale.money_exponent,
        )


@attrs.frozen(eq=False)
class CutDays:
    """The days of a path.

    Attributes:
        marks: Those at which a rule could act, told from each day's start.
        dates: The firm's names of the days.
        recorded: How many marks there were before those were left out that no rule can tell apart.
    """

    marks: DayMarks
    dates: tuple[date, ...]
    recorded: int


def path_of_run(record: RunRecord) -> AccountPath:
    """Return the account of a backtest: at each bar its best, then its worst, then its close.

    The best comes first, so that a floor that follows live equity has risen before the worst is held against it. The
    balance at a bar's extremes is the larger one of before and after it, so that no floating loss is told too small.
    """
    account, bars, trades = record.account, record.bars, record.trades.columns
    close, opening = account.balance, record.scale.to_units(record.inputs.balance)
    inside = np.maximum(np.append(opening, close[:-1]), close)
    return AccountPath(
        time=np.repeat(bars.open_time, _MARKS_OF_A_BAR),
        equity=np.column_stack((account.equity_high, account.equity_low, account.equity)).ravel(),
        balance=np.column_stack((inside, inside, close)).ravel(),
        traded=np.sort(bars.open_time[np.concatenate((trades.entry_bar, trades.exit_bar))]),
        opening=opening,
        money_exponent=record.scale.money_exponent,
        currency=bars.feed.instrument.currency,
    )


def path_of_history(rows: Sequence[HistoryRow]) -> AccountPath:
    """Return a recorded account; what was paid in and out counts as if it had stayed.

    Raises:
        DataCorrupt: If there are no rows, or they go back in time.
    """
    require_order(rows)
    scale = Scale.of(ACCOUNT, amounts=list_money(rows))
    to_units = scale.to_units
    moved = np.cumsum([to_units(row.deposit) - to_units(row.payout) for row in rows], dtype=np.int64)
    equity = np.array([to_units(row.equity) for row in rows], dtype=np.int64) - moved
    balance = np.array([to_units(row.balance) for row in rows], dtype=np.int64) - moved
    opening = int(balance[0])
    return AccountPath(
        time=np.array([row.time_ns for row in rows], dtype=np.int64),
        equity=equity,
        balance=balance,
        traded=np.array(_list_traded(rows, equity, balance, opening), dtype=np.int64),
        opening=opening,
        money_exponent=scale.money_exponent,
    )


def _list_traded(rows: Sequence[HistoryRow], equity: Column, balance: Column, opening: int) -> list[int]:
    """Return the moments of the rows before which something was traded, as far as they or their numbers tell."""
    has_moved = (np.diff(equity, prepend=opening) != 0) | (np.diff(balance, prepend=opening) != 0)
    told = (bool(moved) if row.traded is None else row.traded for row, moved in zip(rows, has_moved, strict=True))
    return [row.time_ns for row, traded in zip(rows, told, strict=True) if traded]


def cut_days(path: AccountPath, day_at: Callable[[int], tuple[date, int]]) -> CutDays:
    """Cut a path into the firm's days, and leave out the marks that no rule can tell from others.

    What is left of a day are its new peaks and its new lows, the marks that lie further under the peak so far than any
    before, those at which more was lost that was open than before, and the last one. A rule acts first at one of them:
    a floor that stands still is touched at a new low, one that follows equity at the first mark that lies as far under
    the peak as the rule allows, and a floating loss at the first mark at which as much is open. So nothing is lost.

    Args:
        path: Of which.
        day_at: Returns the day that contains a moment, and the moment at which it is over.
    """
    spans = find_days(path.time, day_at)
    edges = [*spans.first.tolist(), spans.size]
    before = (path.opening, path.opening)
    parts: list[tuple[Column, Column]] = []
    for first, last in pairwise(edges):
        equity, balance = path.equity[first:last] - before[0], path.balance[first:last] - before[1]
        kept = _find_records(equity, balance)
        parts.append((equity[kept], balance[kept]))
        before = int(path.equity[last - 1]), int(path.balance[last - 1])
    begins = path.time[spans.first]
    trades = np.searchsorted(path.traded, np.append(begins, path.time[-1] + 1))
    marks = DayMarks(
        np.concatenate([equity for equity, _ in parts]),
        np.concatenate([balance for _, balance in parts]),
        np.cumsum([0, *(len(equity) for equity, _ in parts)], dtype=np.int64),
        (np.diff(trades) > 0).astype(np.int64),
    )
    dates = tuple(date(1970, 1, 1) + timedelta(days=number) for number in spans.number.tolist())
    return CutDays(marks, dates, len(path.time))


def _find_records(equity: Column, balance: Column) -> NDArray[np.bool_]:
    """Return which marks of a day a rule could act at before it acts at another one."""
    under_peak = np.maximum.accumulate(np.maximum(equity, 0)) - equity
    kept = _is_record(equity) | _is_record(-equity) | _is_record(under_peak) | _is_record(balance - equity)
    kept[-1] = True
    return kept


def _is_record(values: Column) -> NDArray[np.bool_]:
    """Return which values are greater than all before them; the first one is."""
    record = np.empty(len(values), dtype=np.bool_)
    record[0] = True
    record[1:] = values[1:] > np.maximum.accumulate(values)[:-1]
    return record
