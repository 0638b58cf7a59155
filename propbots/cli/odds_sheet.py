"""The odds of a plan, as a document and for people."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from itertools import pairwise
from typing import Any

import attrs
import numpy as np
from rich.console import Console
from rich.text import Text

from propbots.cli.recording import Recording
from propbots.cli.session import Session
from propbots.cli.sheet import print_facts, print_sentences, print_title
from propbots.report.bars import draw_bars
from propbots.report.display import DASH, show_money, show_percent
from propbots.report.drawing import Line, draw_pane
from propbots.report.letters import heeding_letters
from propbots.report.text import to_money_text
from propbots.research.chance import Chance, Mean
from propbots.research.odds import QUANTILES, Fan, Odds, PhaseOdds, Standing

__all__ = ["describe_chance", "describe_money", "describe_odds", "print_odds", "to_money"]

_ROWS, _COLUMNS_MAX, _BAR_WIDTH, _BINS = 11, 72, 40, 12
_NAMES = ("95 %", "75 %", "median", "25 %", "5 %")
_FEW_DAYS = 60
_CENT = Decimal("0.01")


def describe_odds(odds: Odds, recording: Recording) -> dict[str, Any]:
    """Return the document `propbots.odds/1`."""
    first = odds.phases[0].plan
    return {
        "schema": "propbots.odds/1",
        "plan": first.name,
        "currency": first.currency,
        "source": {
            "what": recording.source,
            "fingerprint": recording.fingerprint,
            "days": len(odds.recorded),
            "first": odds.recorded[0].isoformat(),
            "last": odds.recorded[-1].isoformat(),
        },
        "drawing": attrs.asdict(odds.drawing),
        "state": None if odds.standing is None else _describe_standing(odds.standing),
        "phases": [_describe_phase(phase) for phase in odds.phases],
        "paid": None if odds.paid is None else describe_chance(odds.paid),
        "payouts": attrs.asdict(odds.payouts),
        "arrived": describe_money(odds.arrived),
        "cost": describe_money(odds.cost),
        "value": describe_money(odds.value),
        "days": attrs.asdict(odds.days),
        "unknown": odds.unknown,
    }


def describe_chance(chance: Chance) -> dict[str, Any]:
    """Return a share with its interval."""
    low, high = chance.interval
    return {"share": chance.share, "low": low, "high": high, "hits": chance.hits, "of": chance.of}


def describe_money(mean: Mean | None) -> dict[str, str] | None:
    """Return a mean of money with its interval, to the cent."""
    if mean is None:
        return None
    return {"mean": _cents(mean.value), "low": _cents(mean.low), "high": _cents(mean.high)}


def to_money(amount: float) -> Decimal:
    """Return a mean of money as an amount to the cent."""
    return Decimal(amount).quantize(_CENT)


def _cents(amount: float) -> str:
    return to_money_text(to_money(amount))


def _describe_standing(standing: Standing) -> dict[str, Any]:
    return {
        "balance": to_money_text(standing.balance),
        "equity": to_money_text(standing.equity),
        "floor": None if standing.floor is None else to_money_text(standing.floor),
        "days": standing.days,
    }


def _describe_phase(phase: PhaseOdds) -> dict[str, Any]:
    return {
        "plan": phase.plan.name,
        "phase": phase.plan.phase,
        "reached": phase.active.of,
        "passed": None if phase.passed is None else describe_chance(phase.passed),
        "broken": {name: describe_chance(chance) for name, chance in phase.broken.items()},
        "active": describe_chance(phase.active),
        "days_to_pass": dict(zip(("p10", "median", "p90"), phase.days, strict=False)),
        "passed_on_day": list(phase.histogram),
        "first_payout_day": phase.first_payout,
        "fan": None if phase.fan is None else _describe_fan(phase.fan),
    }


def _describe_fan(fan: Fan) -> dict[str, Any]:
    return {
        "quantiles": list(QUANTILES),
        "balance": [[_cents(value) for value in row] for row in fan.balances.tolist()],
        "floor": None if fan.floors is None else [_cents(value) for value in fan.floors.tolist()],
    }


def print_odds(session: Session, odds: Odds, recording: Recording) -> None:
    """Print the odds: what becomes of the account, what it costs and brings, how its balance spreads."""
    first = odds.phases[0].plan
    drawn = f"{odds.drawing.attempts:,} attempts from {len(odds.recorded):,} days"
    print_title(session, first.name, [first.title, drawn])
    if odds.standing is not None:
        print_facts(session, "From where it stands", _tell_standing(odds.standing, first.currency))
    for phase in odds.phases:
        _print_phase(session, phase, is_alone=len(odds.phases) == 1)
    print_facts(session, "Money of an attempt", _tell_money(odds, first.currency))
    print_sentences(session, "To know", list(_tell_limits(odds, recording)))


def _tell_standing(standing: Standing, currency: str) -> dict[str, str]:
    return {
        "balance": show_money(standing.balance, currency),
        "equity": show_money(standing.equity, currency),
        "floor": show_money(standing.floor, currency),
        "days traded": str(standing.days),
    }


def _print_phase(session: Session, phase: PhaseOdds, *, is_alone: bool) -> None:
    console, currency = session.console, phase.plan.currency
    outcomes = {"passes": phase.passed} if phase.passed is not None else {}
    outcomes |= {name.replace("_", " "): chance for name, chance in phase.broken.items()}
    outcomes["still active"] = phase.active
    told = list(outcomes.values())
    with heeding_letters(console):
        console.print()
        reached = "" if is_alone else f"  {phase.active.of:,} reach it"
        console.print(Text.assemble((phase.plan.phase, "bold"), reached))
        lines = draw_bars(list(outcomes), [one.share for one in told], list(map(_tell_chance, told)), width=_BAR_WIDTH)
        for line in lines:
            console.print(line, highlight=False, soft_wrap=True)
        _print_days(console, phase)
        if phase.fan is not None:
            _draw_fan(console, phase.fan, currency)


def _tell_chance(chance: Chance) -> str:
    low, high = chance.interval
    return f"{show_percent(chance.share)} ({show_percent(low)} to {show_percent(high)})"


def _print_days(console: Console, phase: PhaseOdds) -> None:
    """Draw on which days it is passed."""
    if not phase.days:
        return
    early, middle, late = phase.days
    console.print()
    console.print(f"passed after {middle} trading days, a tenth by {early}, nine tenths by {late}", highlight=False)
    days = np.array(phase.histogram)
    last = int(np.flatnonzero(days)[-1]) + 1
    edges = sorted({last * part // _BINS for part in range(_BINS + 1)})
    spans = list(pairwise(edges))
    counts = [int(days[low:high].sum()) for low, high in spans]
    names = [str(high) if high - low == 1 else f"{low + 1}{DASH}{high}" for low, high in spans]
    shown = [show_percent(count / phase.active.of) for count in counts]
    for line in draw_bars(names, counts, shown, width=_BAR_WIDTH):
        console.print(line, highlight=False, soft_wrap=True)


def _draw_fan(console: Console, fan: Fan, currency: str) -> None:
    """Draw how the balance spreads over the days, over its median floor."""
    days = fan.balances.shape[1]
    if days < 2:  # noqa: PLR2004 -- one day is no line
        return
    told = fan.balances if fan.floors is None else np.vstack((fan.balances, fan.floors))
    gutter = max(len(f"{value:.0f}") for value in (told.min(), told.max())) + 1
    width = min(_COLUMNS_MAX, days, max(1, console.width - gutter - len(" ┤  median")))
    places = np.linspace(0, days - 1, width).round().astype(int)
    lines = [Line(name, row[places].tolist()) for name, row in zip(_NAMES, fan.balances[::-1], strict=True)]
    if fan.floors is not None:
        lines.append(Line("floor", fan.floors[places].tolist()))
    console.print()
    console.print(f"closing balance over {days} days, {currency}", highlight=False)
    for text in draw_pane([], lines, rows=_ROWS, gutter=gutter):
        console.print(text, highlight=False, soft_wrap=True)


def _tell_money(odds: Odds, currency: str) -> dict[str, str]:
    told = {}
    if odds.paid is not None:
        told["is paid out"] = _tell_chance(odds.paid)
        told["payouts"] = f"{odds.payouts.value:.2f}"
    told["arrives"] = _tell_mean(odds.arrived, currency)
    told["costs"] = "not known; give --price" if odds.cost is None else _tell_mean(odds.cost, currency)
    if odds.unknown is not None:
        del told["arrives"]
    if odds.value is not None:
        told["is worth"] = _tell_mean(odds.value, currency, signed=True)
    told["lasts"] = f"{odds.days.value:.0f} trading days"
    return told


def _tell_mean(mean: Mean, currency: str, *, signed: bool = False) -> str:
    value, low, high = (
        show_money(to_money(amount), currency, signed=signed) for amount in (mean.value, mean.low, mean.high)
    )
    return f"{value} ({low} to {high})"


def _tell_limits(odds: Odds, recording: Recording) -> Iterator[str]:
    """Give what nobody should forget about the figures."""
    days: tuple[date, ...] = odds.recorded
    yield (
        f"Drawn from {recording.source}, {days[0]} to {days[-1]}, in blocks of {odds.drawing.block} days with seed "
        f"{odds.drawing.seed}. Intervals hold 95 % of such drawings; they say nothing of days unlike the recorded ones."
    )
    if len(days) < _FEW_DAYS:
        yield f"{len(days)} days are few: what did not happen in them is not in these odds."
    if odds.paid is not None:
        yield "A payout is asked for as soon and as high as the plan lets it be, and moves the floor as the plan says."
    if odds.unknown is not None:
        yield f"What follows is left out, and so is what the account is worth: {odds.unknown}"
    changed = {one.on for phase in odds.phases for one in phase.plan.amendments}
    if changed:
        told = ", ".join(day.isoformat() for day in sorted(changed))
        yield f"The plan's rules change on {told}; these odds know those of the first day alone."
