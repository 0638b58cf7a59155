"""A recorded account judged by a plan, as a document and for people."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from itertools import pairwise
from typing import Any

from rich.console import Console

from propbots.cli.session import Session
from propbots.cli.sheet import print_facts, print_sentences
from propbots.domain.outcome import PlanDay, PlanOutcome
from propbots.domain.session import UtcDays
from propbots.report.display import show_moment, show_money, show_percent
from propbots.report.document import to_plan_document
from propbots.report.drawing import Line, draw_pane
from propbots.report.letters import heeding_letters
from propbots.report.verdict import tell_verdict
from propbots.research.history import HistoryRow
from propbots.rules.day import FirmCalendar
from propbots.rules.plan import Plan

__all__ = ["describe_score", "print_score"]

_ROWS, _COLUMNS_MAX = 9, 72
_NAMES_WIDTH = len(" equity")
_DAYS = ("date", "net", "closing balance", "floor", "headroom")


def describe_score(outcome: PlanOutcome) -> dict[str, Any]:
    """Return the document `propbots.score/1`."""
    return {"schema": "propbots.score/1", "plan": to_plan_document(outcome)}


def print_score(session: Session, outcome: PlanOutcome, plan: Plan, rows: Sequence[HistoryRow]) -> None:
    """Print the verdict, the days, what is reached, and equity over its floor."""
    console, currency = session.console, plan.currency
    with heeding_letters(console):
        for line in tell_verdict(outcome):
            console.print(line, highlight=False, soft_wrap=True)
        if outcome.at_ns is not None:
            console.print(show_moment(outcome.at_ns), style="dim", highlight=False)
    told = outcome.reason or ""
    others = [one for one in outcome.violations if one.message not in told]
    print_sentences(
        session, "Also broken", [f"{show_moment(one.time_ns)}: {one.message} ({one.effect})" for one in others]
    )
    console.print()
    session.print_table(_DAYS, [_tell_day(day, currency) for day in outcome.days])
    print_facts(session, "Progress", _tell_progress(outcome.progress, currency))
    with heeding_letters(console):
        _draw(console, outcome, plan, rows)


def _tell_day(day: PlanDay, currency: str) -> list[str]:
    amounts = (day.closing_balance, day.floor, day.headroom_low)
    net = show_money(day.net_pnl, currency, signed=True)
    return [day.date.isoformat(), net, *(show_money(amount, currency) for amount in amounts)]


def _tell_progress(progress: Mapping[str, object], currency: str) -> dict[str, str]:
    """Return what is reached in words; the target with the share of it that is there."""
    told = {
        name.replace("_", " "): show_money(value, currency) if isinstance(value, Decimal) else str(value)
        for name, value in progress.items()
        if value is not None
    }
    profit, wanted = progress.get("profit"), progress.get("profit_required")
    if isinstance(profit, Decimal) and isinstance(wanted, Decimal) and wanted > 0:
        told["profit required"] += f", of which {show_percent(max(Decimal(0), profit) / wanted)} is there"
    return told


def _draw(console: Console, outcome: PlanOutcome, plan: Plan, rows: Sequence[HistoryRow]) -> None:
    """Draw the lowest equity of each stretch of time with the day's floor below it."""
    gutter = max(len(f"{row.equity:.0f}") for row in rows) + 1
    width = min(_COLUMNS_MAX, len(rows), max(1, console.width - gutter - len(" ┤") - _NAMES_WIDTH))
    edges = [len(rows) * part // width for part in range(width + 1)]
    lowest = [min(rows[first:last], key=lambda row: row.equity) for first, last in pairwise(edges)]
    calendar, floors = FirmCalendar(plan.day, UtcDays()), {day.date: day.floor for day in outcome.days}
    found = [floors.get(calendar.day_at(row.time_ns).date) for row in lowest]
    lines = [
        Line("equity", [float(row.equity) for row in lowest]),
        Line("floor", [float("nan") if floor is None else float(floor) for floor in found]),
    ]
    console.print()
    for text in draw_pane([], lines, rows=_ROWS, gutter=gutter):
        console.print(text, highlight=False, soft_wrap=True)
