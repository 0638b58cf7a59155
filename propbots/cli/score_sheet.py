"""The verdict on a recorded account, for people."""

from decimal import Decimal

from propbots.cli.session import Session
from propbots.cli.sheet import print_facts, print_title
from propbots.domain.outcome import PlanDay, PlanOutcome
from propbots.domain.time import to_text
from propbots.report.display import show_money, to_words
from propbots.report.drawing import Line, draw_pane
from propbots.report.letters import heeding_letters
from propbots.research.history_file import History
from propbots.rules.plan import Plan

__all__ = ["print_score", "remark_on"]

_ROWS, _GUTTER = 10, 12


def remark_on(session: Session, history: History, plan: Plan) -> None:
    """Say on standard error what was taken for granted while the file was read."""
    if history.duplicates:
        session.say(f"{history.duplicates} rows equal the one before them and were left out")
    if not history.has_zone:
        session.say("times without a zone were taken for UTC; write them like 2026-01-05T15:30:00-06:00 to be sure")
    first = history.rows[0].balance - history.rows[0].deposit + history.rows[0].payout
    if first != plan.balance:
        session.say(
            f"the first balance {first} is not the {plan.balance} with which {plan.name} starts; the difference counts "
            "as made on the first day"
        )


def print_score(session: Session, outcome: PlanOutcome, plan: Plan) -> None:
    """Print the verdict, the way of the equity over the floor, and the days."""
    currency = plan.currency
    when = "" if outcome.at_ns is None else to_text(outcome.at_ns)
    print_title(session, outcome.status.value.upper(), [outcome.name, outcome.reason or "", when])
    _draw(session, outcome)
    facts = {to_words(name): _tell(value, currency) for name, value in outcome.progress.items() if value is not None}
    print_facts(session, "Progress", facts)
    violations = {f"{to_text(one.time_ns)} {one.effect}": one.message for one in outcome.violations}
    print_facts(session, "Broken", violations)
    session.console.print()
    session.print_table(
        ["day", "net", "closing balance", "floor", "least headroom"],
        [_row(day, currency) for day in outcome.days],
    )


def _row(day: PlanDay, currency: str) -> list[str]:
    return [
        day.date.isoformat(),
        show_money(day.net_pnl, currency, signed=True),
        show_money(day.closing_balance, currency),
        "" if day.floor is None else show_money(day.floor, currency),
        "" if day.headroom_low is None else show_money(day.headroom_low, currency),
    ]


def _tell(value: object, currency: str) -> str:
    return show_money(value, currency) if isinstance(value, Decimal) else str(value)


def _draw(session: Session, outcome: PlanOutcome) -> None:
    """Draw each day's closing balance over its floor."""
    days = outcome.days
    room = session.console.width - _GUTTER - len("closing balance") - 2
    if min(len(days), room) < 2:  # noqa: PLR2004 -- a line has two ends
        return
    chosen = days[-room:]
    lines = [Line("closing balance", [float(day.closing_balance) for day in chosen])]
    if all(day.floor is not None for day in chosen):
        lines.append(Line("floor", [float(day.floor or 0) for day in chosen]))
    with heeding_letters(session.console):
        session.console.print()
        for part in draw_pane([], lines, rows=_ROWS, gutter=_GUTTER):
            session.console.print(part, soft_wrap=True)
