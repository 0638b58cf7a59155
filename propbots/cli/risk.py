"""`propbots risk`: the plans of firms, listed and explained, and recorded accounts judged by them."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from propbots.cli.clock import read_purchase
from propbots.cli.session import Session

if TYPE_CHECKING:
    from collections.abc import Sequence

    from propbots.check.against_plan import PlanRemark
    from propbots.research.history_file import RecordedHistory
    from propbots.rules.plan import Plan

__all__ = ["check_plan", "list_plans", "score", "show_plan"]

_Purchased = Annotated[
    str | None, typer.Option(metavar="DATE", help="When the account was bought, whose rules then hold.")
]
_COLUMNS = ("name", "title", "phases", "balance", "holds from", "holds to", "worst grade", "unknown")


def list_plans(session: Session) -> None:
    """Show the plans of all firms that are installed."""
    from propbots.cli.plan_sheet import list_row  # noqa: PLC0415 -- not needed for --help
    from propbots.errors import PropbotsError  # noqa: PLC0415 -- the same

    rows = []
    for found in session.catalogue.plans.list_all():
        if isinstance(found, PropbotsError):
            session.say(str(found))
        else:
            rows.append(list_row(found))
    if session.json:
        session.write_json({"schema": "propbots.plans/1", "plans": rows})
    elif rows:
        session.print_table(_COLUMNS, map(_to_cells, rows), optional=("holds to", "title", "phases"))
    else:
        session.console.print("no plans are installed; pip install 'propbots[standard]'")


def show_plan(
    session: Session,
    *,
    plan: Annotated[str, typer.Argument(metavar="FIRM/PLAN|FILE.toml", help="With ?OPTION=VALUE and #PHASE behind.")],
    purchased: _Purchased = None,
) -> None:
    """Explain a plan: its rules in plain words, hours, phases, options, costs, sources, and what nobody knows."""
    from propbots.cli.clock import today  # noqa: PLC0415 -- not needed for --help
    from propbots.cli.plan_sheet import describe_plan, print_plan, tell_dates  # noqa: PLC0415 -- the same

    bought = read_purchase(purchased)
    found = session.catalogue.plans.look_up(plan, purchased=bought)
    _warn(session, tell_dates(found.plan, bought or today()))
    document = describe_plan(found, bought, today())
    if session.json:
        session.write_json(document)
    else:
        print_plan(session, document)


def check_plan(
    session: Session,
    *,
    file: Annotated[Path, typer.Argument(metavar="CONFIG.toml", help="Of a backtest, with its plan.")],
    plan: Annotated[str | None, typer.Option(metavar="FIRM/PLAN|FILE.toml", help="Instead of the file's.")] = None,
    purchased: _Purchased = None,
    news: Annotated[str | None, typer.Option(metavar="FILE|NAME", help="Releases, instead of the file's.")] = None,
) -> None:
    """Tell what of a configuration could break a rule before a cent is at stake; the exit code is then 4."""
    from propbots.check.against_plan import check_against_plan  # noqa: PLC0415 -- not needed for --help
    from propbots.cli.compose import compose_backtest  # noqa: PLC0415 -- the same
    from propbots.cli.ending import ExitCode  # noqa: PLC0415 -- the same
    from propbots.cli.options import read_options  # noqa: PLC0415 -- the same

    given = {"plan": plan, "purchased": purchased}
    flat = {name: value for name, value in given.items() if value is not None}
    tables = {"caution": {} if news is None else {"news": news}}
    configuration = read_options(file, flat | tables, reads_files=session.reads_files)
    request = compose_backtest(configuration, session.catalogue)
    remarks = check_against_plan(request)
    name = "" if request.plan is None else request.plan.name
    if session.json:
        told = [{"conflict": one.is_conflict, "rule": one.rule, "message": one.message} for one in remarks]
        session.write_json({"schema": "propbots.check/1", "plan": name, "remarks": told})
    else:
        _print_remarks(session, name, remarks)
    if any(one.is_conflict for one in remarks):
        raise typer.Exit(ExitCode.REFUSED)


def _print_remarks(session: Session, name: str, remarks: "Sequence[PlanRemark]") -> None:
    from propbots.cli.sheet import print_facts, print_title  # noqa: PLC0415 -- not needed for --help
    from propbots.rules.notation import tell_count  # noqa: PLC0415 -- the same

    conflicts = [one for one in remarks if one.is_conflict]
    print_title(
        session, name, [tell_count(len(conflicts), "conflict") if conflicts else "nothing contradicts the plan"]
    )
    print_facts(session, "To be mended first", {f"{one.rule}: {one.message}": "" for one in conflicts})
    notes = {f"{one.rule}: {one.message}": "" for one in remarks if not one.is_conflict}
    print_facts(session, "To know", notes)


def score(
    session: Session,
    *,
    history: Annotated[Path, typer.Argument(metavar="HISTORY.csv", help="Columns time, balance, equity; .gz as well.")],
    plan: Annotated[str, typer.Option(metavar="FIRM/PLAN", help="Whose rules judge the account; or FILE.toml.")],
    purchased: _Purchased = None,
) -> None:
    """Judge a recorded account by a plan.

    Rows may also have an event (payout:AMOUNT, deposit:AMOUNT), a position and contracts. The account was bought on the
    first row's day, unless --purchased. The exit code is 0 whatever the verdict is.
    """
    from propbots.cli.plan_sheet import tell_dates  # noqa: PLC0415 -- not needed for --help
    from propbots.cli.score_sheet import describe_score, print_score  # noqa: PLC0415 -- the same
    from propbots.domain.time import from_nanoseconds  # noqa: PLC0415 -- the same
    from propbots.research.history_file import read_history  # noqa: PLC0415 -- the same
    from propbots.research.score import score_history  # noqa: PLC0415 -- the same
    from propbots.research.unseen import tell_unseen  # noqa: PLC0415 -- the same

    bought = read_purchase(purchased)
    session.catalogue.plans.load(plan)
    recorded = read_history(history)
    bought = bought or from_nanoseconds(recorded.rows[0].time_ns).date()
    rules = session.catalogue.plans.load(plan, purchased=bought)
    _warn(session, tell_dates(rules, bought))
    _tell_remarks(session, recorded, rules)
    outcome = tell_unseen(score_history(rules, recorded.rows), rules)
    if session.json:
        session.write_json(describe_score(outcome))
    else:
        print_score(session, outcome, rules, recorded.rows)


def _to_cells(row: dict[str, Any]) -> list[str]:
    return [
        row["name"],
        row["title"],
        ", ".join(row["phases"]),
        f"{row['balance']} {row['currency']}",
        row["effective_from"] or "",
        row["effective_to"] or "",
        row["worst_grade"] or "none",
        str(row["unknown"]),
    ]


def _warn(session: Session, warning: str | None) -> None:
    if warning is not None:
        session.say(f"warning: {warning}")


def _tell_remarks(session: Session, recorded: "RecordedHistory", plan: "Plan") -> None:
    """Say what was taken for granted in a history."""
    if recorded.without_clock:
        session.say("times without a clock were taken as midnight UTC")
    if recorded.without_zone:
        session.say("times without a zone were taken as UTC")
    if recorded.duplicates:
        rows = "1 row was" if recorded.duplicates == 1 else f"{recorded.duplicates:,} rows were"
        session.say(f"{rows} dropped, identical to the one before")
    first = recorded.rows[0]
    start = first.balance - first.deposit + first.payout
    if start != plan.balance:
        session.say(
            f"the first row's balance is {start}, and {plan.name} starts with {plan.balance}; "
            "the difference counts as profit or loss of the first day"
        )
