"""Judging a recorded account by a plan, with the very kernel that judges live."""

from collections.abc import Sequence
from decimal import Decimal

import attrs

from propbots.domain.instrument import AssetClass, Instrument
from propbots.domain.outcome import PlanDay, PlanOutcome
from propbots.domain.scale import Scale
from propbots.domain.session import UtcDays
from propbots.engine.caution import BARE
from propbots.engine.conclusion import conclude
from propbots.engine.gate import RiskGate
from propbots.engine.supervisor import ClosedDay, Supervisor
from propbots.research.history import HistoryRow, require_order
from propbots.rules.account_state import build_plan_state
from propbots.rules.day import FirmCalendar
from propbots.rules.plan import Plan

__all__ = ["score_history"]

_ACCOUNT = Instrument("account", AssetClass.CFD, Decimal("0.01"), Decimal(1))
"""What a history is of: its money alone is counted."""


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
    require_order(rows)
    money = (amount for row in rows for amount in (row.balance, row.equity, row.deposit, row.payout))
    scale = Scale.of(_ACCOUNT, amounts=[*plan.amounts(), *money])
    supervisor = Supervisor(
        scale, build_plan_state(plan, scale), FirmCalendar(plan.day, UtcDays()), RiskGate(scale, plan), caution=BARE
    )
    headroom = _walk(supervisor, [_count(row, scale) for row in rows])
    return conclude(supervisor, [_tell(day, low, scale) for day, low in zip(supervisor.days, headroom, strict=True)])


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
    )
