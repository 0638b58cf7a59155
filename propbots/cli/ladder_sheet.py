"""The ladder of plans, as a document and for people."""

from collections.abc import Iterator, Sequence
from typing import Any

import attrs

from propbots.cli.odds_sheet import describe_chance, describe_money, to_money
from propbots.cli.recording import Recording
from propbots.cli.session import Session
from propbots.cli.sheet import print_sentences
from propbots.report.bars import draw_bars
from propbots.report.display import DASH, show_money, show_percent
from propbots.report.letters import heeding_letters
from propbots.report.text import to_money_text
from propbots.research.ladder import LeftOut, Rung
from propbots.research.life import Drawing

__all__ = ["describe_ladder", "print_ladder"]

_COLUMNS = ("plan", "passes", "days", "is paid out", "ruin", "arrives", "costs", "is worth", "a month")
_BAR_WIDTH, _DRAWN = 40, 15


def describe_ladder(
    rungs: Sequence[Rung], left_out: Sequence[LeftOut], recording: Recording, drawing: Drawing
) -> dict[str, Any]:
    """Return the document `propbots.ladder/1`."""
    return {
        "schema": "propbots.ladder/1",
        "source": {"what": recording.source, "fingerprint": recording.fingerprint},
        "drawing": attrs.asdict(drawing),
        "plans": [_describe_rung(place, rung) for place, rung in enumerate(rungs, 1)],
        "left_out": [attrs.asdict(one) for one in left_out],
    }


def _describe_rung(place: int, rung: Rung) -> dict[str, Any]:
    odds, first = rung.odds, rung.odds.phases[0]
    return {
        "rank": place,
        "plan": rung.plans[0].name,
        "phases": [plan.name for plan in rung.plans],
        "currency": rung.plans[0].currency,
        "balance": to_money_text(rung.plans[0].balance),
        "days": len(odds.recorded),
        "passed": None if first.passed is None else describe_chance(first.passed),
        "days_to_pass": first.days[1] if first.days else None,
        "paid": None if odds.paid is None else describe_chance(odds.paid),
        "ruin": rung.ruin,
        "unknown": odds.unknown,
        "arrived": describe_money(odds.arrived),
        "cost": describe_money(odds.cost),
        "value": describe_money(odds.value),
        "monthly": None if rung.monthly is None else to_money_text(to_money(rung.monthly)),
    }


def print_ladder(session: Session, rungs: Sequence[Rung], left_out: Sequence[LeftOut], recording: Recording) -> None:
    """Print the ranking, the best of it as bars, and what was left out."""
    session.print_table(_COLUMNS, map(_to_cells, rungs), optional=("days", "a month", "arrives", "costs", "passes"))
    priced = [one for one in rungs if one.odds.value is not None][:_DRAWN]
    with heeding_letters(session.console):
        session.console.print()
        session.console.print("what an attempt is worth", style="bold")
        for line in draw_bars(
            [one.plans[0].name for one in priced],
            [_value(one) for one in priced],
            [show_money(to_money(_value(one)), one.plans[0].currency, signed=True) for one in priced],
            width=_BAR_WIDTH,
        ):
            session.console.print(line, highlight=False, soft_wrap=True)
    print_sentences(session, "Left out", list(_tell_left_out(left_out)))
    told = (
        f"Drawn from {recording.source}, run once without a plan; propbots odds runs it under a plan's caps and hours."
    )
    print_sentences(session, "To know", [told])


def _tell_left_out(left_out: Sequence[LeftOut]) -> Iterator[str]:
    """Give each reason once, with the plans that have it."""
    plans: dict[str, list[str]] = {}
    for one in left_out:
        reason = one.reason.removeprefix("plan ").removeprefix(one.name).removeprefix(": ").strip()
        plans.setdefault(reason, []).append(one.name)
    for reason, names in plans.items():
        yield f"{', '.join(names)}: {reason}"


def _value(rung: Rung) -> float:
    return 0.0 if rung.odds.value is None else rung.odds.value.value


def _to_cells(rung: Rung) -> list[str]:
    odds, first, currency = rung.odds, rung.odds.phases[0], rung.plans[0].currency

    def show(amount: float | None, *, signed: bool = False) -> str:
        return show_money(None if amount is None else to_money(amount), currency, signed=signed)

    return [
        rung.plans[0].name,
        DASH if first.passed is None else show_percent(first.passed.share),
        str(first.days[1]) if first.days else DASH,
        DASH if odds.paid is None else show_percent(odds.paid.share),
        show_percent(rung.ruin),
        show(odds.arrived.value),
        show(None if odds.cost is None else odds.cost.value),
        show(None if odds.value is None else odds.value.value, signed=True),
        show(rung.monthly, signed=True),
    ]
