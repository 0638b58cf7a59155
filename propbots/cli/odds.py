"""`propbots odds`: how likely an account is to pass its plan, and what it costs and brings."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from propbots.cli.clock import read_purchase
from propbots.cli.drawing import Attempts, BlockDays, Days, Resets, Seed, Source
from propbots.cli.session import Session

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date
    from decimal import Decimal

    from propbots.cli.recording import Recording
    from propbots.research.history import HistoryRow
    from propbots.rules.plan import Plan

__all__ = ["odds"]


def odds(
    session: Session,
    *,
    source: Source,
    plan: Annotated[
        str | None, typer.Option(metavar="FIRM/PLAN|FILE.toml", help="Whose rules judge; else the configuration's.")
    ] = None,
    state: Annotated[
        Path | None, typer.Option(metavar="HISTORY.csv", help="The account goes on from where this one stands.")
    ] = None,
    attempts: Attempts = 10_000,
    days: Days = 60,
    block_days: BlockDays = 5,
    resets: Resets = 0,
    price: Annotated[str | None, typer.Option(metavar="AMOUNT", help="Of the first phase, instead.")] = None,
    seed: Seed = 0,
    purchased: Annotated[
        str | None, typer.Option(metavar="DATE", help="Of the account; else the newest rules.")
    ] = None,
) -> None:
    """Tell how likely an account is to pass its plan and to be paid, from a backtest or a recorded account.

    Days are drawn from the recorded ones, in blocks, and the plan's own rules judge them, phase by phase; money is
    taken out as soon and as much as the plan lets it be. The exit code is 0 whatever the odds are.
    """
    from propbots.cli.odds_sheet import describe_odds, print_odds  # noqa: PLC0415 -- not needed for --help
    from propbots.cli.recording import say_compiling  # noqa: PLC0415 -- the same
    from propbots.research.life import Drawing  # noqa: PLC0415 -- the same
    from propbots.research.odds import estimate_odds  # noqa: PLC0415 -- the same

    amount = _read_amount(price)
    recording, plans = _find_recording(session, source, plan, purchased)
    rows = _read_state(state)
    drawing = Drawing(attempts, days, block_days, resets, seed)
    say_compiling(session)
    day_at = recording.days_of(plans[0].day)
    found = estimate_odds(plans, recording.path, day_at, drawing, price=amount, rows=rows)
    document = describe_odds(found, recording)
    if session.json:
        session.write_json(document)
    else:
        print_odds(session, found, recording)


def _find_recording(
    session: Session, source: Path, plan: str | None, purchased: str | None
) -> "tuple[Recording, list[Plan]]":
    """Return what to draw from, and the plan's phases in their order, which are looked for before a backtest runs."""
    from propbots.cli import recording as recordings  # noqa: PLC0415 -- not needed for --help

    bought = read_purchase(purchased)
    if not recordings.is_configuration(source):
        plans = _find_phases(session, plan, bought)
        return recordings.record_history(source), plans
    configuration = recordings.read_configuration(session, source, plan=plan, purchased=purchased)
    plans = _find_phases(session, configuration.backtest.plan, configuration.backtest.purchased)
    return recordings.record_run(session, configuration, source), plans


def _find_phases(session: Session, name: str | None, purchased: "date | None") -> "list[Plan]":
    """Return a plan's phases, and warn where its numbers do not hold on the day."""
    from propbots.cli.clock import today  # noqa: PLC0415 -- not needed for --help
    from propbots.cli.plan_sheet import tell_dates  # noqa: PLC0415 -- the same
    from propbots.plugin.plan_phases import load_phases, require_plan  # noqa: PLC0415 -- the same

    plans = load_phases(session.catalogue.plans, require_plan(name), purchased)
    warning = tell_dates(plans[0], purchased or today())
    if warning is not None:
        session.say(f"warning: {warning}")
    return plans


def _read_state(state: Path | None) -> "Sequence[HistoryRow]":
    from propbots.research.history_file import read_history  # noqa: PLC0415 -- not needed for --help

    return () if state is None else read_history(state).rows


def _read_amount(text: str | None) -> "Decimal | None":
    from decimal import Decimal  # noqa: PLC0415 -- not needed for --help

    from propbots.errors import ConfigurationError  # noqa: PLC0415 -- the same
    from propbots.settings import convert  # noqa: PLC0415 -- the same

    amount = None if text is None else convert(Decimal, text, "--price")
    if amount is not None and not (amount.is_finite() and amount >= 0):
        raise ConfigurationError(f"--price must be 0 or more (was {text})")
    return amount
