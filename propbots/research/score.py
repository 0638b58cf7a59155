"""Judging a recorded account by a plan, with the very kernel that judges live."""

from collections.abc import Sequence

import attrs

from propbots.domain.outcome import PlanDay, PlanOutcome
from propbots.domain.scale import Scale
from propbots.domain.session import UtcDays
from propbots.engine.caution import BARE
from propbots.engine.conclusion import conclude
from propbots.engine.gate import RiskGate
from propbots.engine.life import ClosedDay
from propbots.engine.supervisor import Supervisor
from propbots.research.history import ACCOUNT, HistoryRow, list_money, require_order
from propbots.rules.account_state import build_plan_state
from propbots.rules.day import FirmCalendar
from propbots.rules.plan import Plan

__all__ = ["FollowedHistory", "follow_history", "score_history"]


@attrs.frozen(eq=False)
class FollowedHistory:
    """A recorded account, and what its plan remembers of it.

    Attributes:
        supervisor: That followed it.
        headroom: The least room above the highest hard floor on each day; None where there was no floor.
        balance: In the last row, in whole units.
        equity: In the last row.
    """

    supervisor: Supervisor
    headroom: list[int | None]
    balance: int
    equity: int


@attrs.define
class _Counted:
    """A row in whole units."""

    time_ns: int
    balance: int
    equity: int
    deposit: int
    payout: int
    traded: bool | None


def score_history(plan: Plan, rows: Sequence[HistoryRow]) -> PlanOutcome:
    """Judge a recorded account by a plan.

    The account begins with the plan's balance. The last row before a day of the firm rolls stands for the roll, however
    long the gap behind it. At each row what was paid in or out comes first, then floors follow, then the rules judge.

    Args:
        plan: Whose rules judge; its amendments hold from their trading days on.
        rows: Oldest first.

    Raises:
        DataCorrupt: If there are no rows, or they go back in time.
    """
    followed = follow_history(plan, rows)
    supervisor, scale = followed.supervisor, followed.supervisor.scale
    days = zip(supervisor.days, followed.headroom, strict=True)
    return conclude(supervisor, [_tell(day, low, scale) for day, low in days])


def follow_history(plan: Plan, rows: Sequence[HistoryRow], scale: Scale | None = None) -> FollowedHistory:
    """Let a plan follow a recorded account to its last row, or to its end; raises as `score_history`.

    Args:
        plan: Whose rules judge.
        rows: Oldest first.
        scale: How money is counted; None for the coarsest in which nothing is rounded.
    """
    require_order(rows)
    scale = scale or Scale.of(ACCOUNT, amounts=[*plan.amounts(), *list_money(rows)])
    supervisor = Supervisor(
        scale, build_plan_state(plan, scale), FirmCalendar(plan.day, UtcDays()), RiskGate(scale, plan), caution=BARE
    )
    counted = [_count(row, scale) for row in rows]
    return FollowedHistory(supervisor, _walk(supervisor, counted), counted[-1].balance, counted[-1].equity)


def _count(row: HistoryRow, scale: Scale) -> _Counted:
    to_units = scale.to_units
    moved = to_units(row.deposit), to_units(row.payout)
    return _Counted(row.time_ns, to_units(row.balance), to_units(row.equity), *moved, row.traded)


def _walk(supervisor: Supervisor, rows: list[_Counted]) -> list[int | None]:
    """Go through the rows until the account has come to its end; return the least headroom of each day."""
    start = supervisor.state.start
    last = _Counted(0, start, start, 0, 0, None)
    headroom: list[int | None] = []
    for row in rows:
        is_new = supervisor.day is None or row.time_ns >= supervisor.day.end_ns
        supervisor.turn_day(row.time_ns, last.balance, last.equity)
        if supervisor.is_over:
            return headroom
        if is_new:
            headroom.append(None)
        _take(supervisor, row, last)
        if supervisor.floors:
            room = row.equity - supervisor.floors[-1][1]
            headroom[-1] = room if headroom[-1] is None else min(room, headroom[-1])
        last = row
        if supervisor.is_over:
            break
    supervisor.close_day(last.balance, last.time_ns)
    return headroom


def _take(supervisor: Supervisor, row: _Counted, last: _Counted) -> None:
    """Take a row: money first, then floors, then the rules."""
    if row.deposit or row.payout:
        supervisor.move_money(row.balance, deposit=row.deposit, payout=row.payout, bar_time_ns=row.time_ns)
    moved = row.deposit - row.payout
    has_changed = (row.balance - moved, row.equity - moved) != (last.balance, last.equity)
    if has_changed if row.traded is None else row.traded:
        supervisor.note_fill(row.balance, row.time_ns)
    else:
        supervisor.note_balance(row.balance, row.time_ns)
    while not supervisor.edge < row.equity < supervisor.peak:
        if supervisor.judge(row.balance, row.equity, row.time_ns, row.time_ns) is None:
            return


def _tell(day: ClosedDay, low: int | None, scale: Scale) -> PlanDay:
    return PlanDay(
        date=day.day.date,
        net_pnl=scale.to_money(day.closing_balance - day.opening_balance),
        closing_balance=scale.to_money(day.closing_balance),
        floor=None if day.floor is None else scale.to_money(day.floor),
        headroom_low=None if low is None else scale.to_money(low),
        phase=day.phase,
    )
