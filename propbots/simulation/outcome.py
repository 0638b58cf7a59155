"""How the account fared under its plan, put together from the supervisor's memory and the account's columns."""

from bisect import bisect_right
from collections.abc import Iterable, Iterator

import attrs
import numpy as np

from propbots.data.record import AccountColumns
from propbots.domain.event import RiskEvent, RiskEventKind
from propbots.domain.outcome import PlanDay, PlanOutcome
from propbots.domain.scale import Scale
from propbots.domain.time import to_date_number
from propbots.engine.conclusion import conclude
from propbots.engine.life import ClosedDay
from propbots.engine.supervisor import Supervisor

__all__ = ["build_outcome"]


def build_outcome(
    supervisor: Supervisor, account: AccountColumns, journal: Iterable[object], taken_back: int | None = None
) -> PlanOutcome:
    """Return the plan's answer.

    Args:
        supervisor: After the run, its last day closed.
        account: At each bar of the run.
        journal: Everything that happened to orders and rules, in order.
        taken_back: Profit around releases that the plan takes back, in whole units; None where it takes none.
    """
    outcome = conclude(supervisor, _days(supervisor.days, account, supervisor.scale, journal))
    if taken_back is None:
        return outcome
    return attrs.evolve(outcome, progress={**outcome.progress, "news_profit": supervisor.scale.to_money(taken_back)})


def _list_doings(days: list[ClosedDay], journal: Iterable[object]) -> Iterator[tuple[int, str | None]]:
    """Give for each day how many orders were refused, and what closed everything."""
    told = [event for event in journal if type(event) is RiskEvent]
    times = [event.event_time_ns for event in told]
    for day in days:
        # What is told at a day's last moment belongs to it: a bar ends with the day.
        first, last = (bisect_right(times, edge) for edge in (day.day.start_ns, day.day.end_ns))
        mine = told[first:last]
        closing = (event.rule for event in mine if event.kind is not RiskEventKind.DENIED)
        yield sum(event.kind is RiskEventKind.DENIED for event in mine), next(closing, None)


def _days(
    days: list[ClosedDay], account: AccountColumns, scale: Scale, journal: Iterable[object]
) -> tuple[PlanDay, ...]:
    """Return the plan's days with the least headroom of each; none where no bar was made of a day's few quotes."""
    numbers = np.array([to_date_number(day.day.date) for day in days], dtype=np.int64)
    day_of_bars, floor = account.day, account.floor
    headroom = None if floor is None else account.equity_low - floor
    firsts, ends = (np.searchsorted(day_of_bars, numbers, side=side).tolist() for side in ("left", "right"))
    spans = zip(firsts, ends, strict=True)
    lows = [None if headroom is None or first == end else int(headroom[first:end].min()) for first, end in spans]
    return tuple(
        PlanDay(
            date=day.day.date,
            net_pnl=scale.to_money(day.closing_balance - day.opening_balance),
            closing_balance=scale.to_money(day.closing_balance - day.offset - day.payout),
            floor=None if day.floor is None else scale.to_money(day.floor - day.offset),
            headroom_low=None if day.floor is None or low is None else scale.to_money(low),
            phase=day.phase,
            payout=scale.to_money(day.payout),
            denied=denied,
            closed_by=closed_by,
        )
        for day, low, (denied, closed_by) in zip(days, lows, _list_doings(days, journal), strict=True)
    )
