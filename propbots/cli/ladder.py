"""`propbots ladder`: every plan of every firm for one strategy, ranked."""

from collections.abc import Iterator
from fnmatch import fnmatchcase
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from propbots.cli.drawing import Attempts, BlockDays, Days, Resets, Seed, Source
from propbots.cli.session import Session

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from propbots.cli.recording import Recording
    from propbots.research.ladder import LeftOut
    from propbots.rules.plan import Plan

__all__ = ["ladder"]


def ladder(
    session: Session,
    *,
    source: Source,
    plans: Annotated[str, typer.Option(metavar="PATTERN", help="Which plans, such as 'firm/*' or '*-50k'.")] = "*",
    attempts: Attempts = 10_000,
    days: Days = 60,
    block_days: BlockDays = 5,
    resets: Resets = 0,
    seed: Seed = 0,
) -> None:
    """Rank all plans of all firms for one strategy, by what an attempt is worth and by ruin.

    The backtest runs once, without a plan: its caps, hours and costs are the configuration's own. A plan that it could
    not be traded under is left out with the reason. The exit code is 0 whatever comes out.
    """
    from propbots.cli.ladder_sheet import describe_ladder, print_ladder  # noqa: PLC0415 -- not needed for --help
    from propbots.cli.recording import say_compiling  # noqa: PLC0415 -- the same
    from propbots.research.ladder import LeftOut, climb, rank  # noqa: PLC0415 -- the same
    from propbots.research.life import Drawing  # noqa: PLC0415 -- the same

    drawing = Drawing(attempts, days, block_days, resets, seed)
    recording, object_to = _find_recording(session, source)
    say_compiling(session)
    chosen = list(_list_plans(session, plans, recording, object_to))
    found = []
    with session.progress("ladder", "plans") as progress:
        for number, rung in enumerate(climb(chosen, recording.path, recording.days_of, drawing), 1):
            found.append(rung)
            progress(number, len(chosen))
    rungs = rank(one for one in found if not isinstance(one, LeftOut))
    left_out = [one for one in found if isinstance(one, LeftOut)]
    if session.json:
        session.write_json(describe_ladder(rungs, left_out, recording, drawing))
    else:
        print_ladder(session, rungs, left_out, recording)


def _find_recording(session: Session, source: Path) -> "tuple[Recording, Callable[[Plan], str | None]]":
    """Return what to draw from, and what objects to a plan under which it could not be traded."""
    import attrs  # noqa: PLC0415 -- not needed for --help

    from propbots.check.against_plan import check_against_plan  # noqa: PLC0415 -- the same
    from propbots.cli import recording as recordings  # noqa: PLC0415 -- the same
    from propbots.cli.clock import today  # noqa: PLC0415 -- the same
    from propbots.errors import ConfigurationError  # noqa: PLC0415 -- the same

    if not recordings.is_configuration(source):

        def object_to_dates(plan: "Plan") -> str | None:
            is_over = plan.effective_to is not None and plan.effective_to < today()
            return f"{plan.name} held until {plan.effective_to}; nobody can buy it any more" if is_over else None

        return recordings.record_history(source), object_to_dates
    configuration = recordings.read_configuration(session, source, plan=None, purchased=None)
    recording = recordings.record_run(session, recordings.without_plan(configuration), source)
    request = recording.request

    def object_to(plan: "Plan") -> str | None:
        if request is None:
            return None
        try:
            remarks = check_against_plan(attrs.evolve(request, plan=plan, balance=plan.balance))
        except ConfigurationError as error:
            return str(error)
        return next((one.message for one in remarks if one.is_conflict), None)

    return recording, object_to


def _list_plans(
    session: Session, pattern: str, recording: "Recording", object_to: "Callable[[Plan], str | None]"
) -> "Iterator[Sequence[Plan] | LeftOut]":
    """Give the phases of every plan whose name fits, or why it is left out."""
    from propbots.errors import ConfigurationError, PropbotsError  # noqa: PLC0415 -- not needed for --help
    from propbots.plugin.plan_phases import load_phases  # noqa: PLC0415 -- the same
    from propbots.plugin.plan_shelf import split_plan_name  # noqa: PLC0415 -- the same
    from propbots.research.ladder import LeftOut  # noqa: PLC0415 -- the same

    every = []
    for found in session.catalogue.plans.list_all():
        if isinstance(found, PropbotsError):
            session.say(str(found))
        else:
            every.append(found.plan)
    before = {split_plan_name(plan.following)[0]: plan.name for plan in every if plan.following is not None}
    chosen = [plan for plan in every if fnmatchcase(plan.name, pattern)]
    if not chosen:
        raise ConfigurationError(f"no plan fits --plans {pattern!r}; propbots risk plans lists them all")
    currency = recording.path.currency
    for plan in chosen:
        if before.get(plan.name, plan.name) != plan.name:
            reason: str | None = f"an account comes there by passing {before[plan.name]}"
        elif currency not in (None, plan.currency):
            reason = f"it is in {plan.currency}, and the recorded account in {currency}"
        else:
            reason = object_to(plan)
        phases: list[Plan] = []
        try:
            phases = [] if reason is not None else load_phases(session.catalogue.plans, plan.name, None)
        except PropbotsError as error:  # such as a next phase in a plugin that is left out
            reason = str(error)
        yield phases if reason is None else LeftOut(plan.name, reason)
