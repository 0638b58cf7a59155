"""`propbots risk`: the plans of firms, and recorded accounts judged by them."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from propbots.cli.session import Session

if TYPE_CHECKING:
    from datetime import date

__all__ = ["list_plans", "score", "show_plan"]

_PLAN = "FIRM/PLAN|FILE.toml"
_Purchased = Annotated[
    str | None, typer.Option("--purchased", metavar="DATE", help="When the account was bought; else the newest rules.")
]


def list_plans(session: Session) -> None:
    """Show the plans of every firm that is installed."""
    from propbots.cli.plan_sheet import describe_briefly  # noqa: PLC0415 -- not needed for --help

    plans = list(session.catalogue.load_plans())
    if session.json:
        rows = [describe_briefly(plan) for plan in plans]
        session.write_json({"schema": "propbots.plans/1", "plans": rows})
        return
    columns = ["plan", "title", "balance", "since", "until", "sources", "unknown"]
    session.print_table(
        columns,
        [[str(describe_briefly(plan)[column]) for column in columns] for plan in plans],
        optional=["title", "since", "unknown"],
    )


def show_plan(
    session: Session,
    *,
    plan: Annotated[str, typer.Argument(metavar=_PLAN, help="What is shown; options behind ?, a phase behind #.")],
    purchased: _Purchased = None,
) -> None:
    """Show a plan's rules in plain words, with their numbers, clocks and sources, and what nobody knows."""
    from propbots.cli.plan_sheet import describe_plan, print_plan, warn_of_age  # noqa: PLC0415 -- not for --help

    found = session.catalogue.load_plan(plan, purchased=_read_date(purchased))
    warn_of_age(session, found)
    if session.json:
        session.write_json(describe_plan(found))
    else:
        print_plan(session, found)


def score(
    session: Session,
    *,
    history: Annotated[Path, typer.Argument(metavar="HISTORY.csv", help="Columns time,balance,equity and others.")],
    plan: Annotated[str, typer.Option(metavar=_PLAN, help="Whose rules judge.")],
    purchased: Annotated[
        str | None, typer.Option("--purchased", metavar="DATE", help="Of the account. [the first row's]")
    ] = None,
) -> None:
    """Judge a recorded account by a plan, row by row. The exit code is 0 whatever the answer is."""
    from propbots.cli.plan_sheet import warn_of_age  # noqa: PLC0415 -- not needed for --help
    from propbots.cli.score_sheet import print_score, remark_on  # noqa: PLC0415 -- the same
    from propbots.domain.time import from_nanoseconds  # noqa: PLC0415 -- the same
    from propbots.report.document import to_plan_document  # noqa: PLC0415 -- the same
    from propbots.research.history_file import read_history  # noqa: PLC0415 -- the same
    from propbots.research.score import score_history  # noqa: PLC0415 -- the same

    bought = _read_date(purchased)
    session.catalogue.load_plan(plan)  # a wrong name is told before a file is read
    read = read_history(history)
    bought = bought or from_nanoseconds(read.rows[0].time_ns).date()
    found = session.catalogue.load_plan(plan, purchased=bought)
    warn_of_age(session, found)
    remark_on(session, read, found)
    outcome = score_history(found, read.rows)
    if session.json:
        session.write_json({"schema": "propbots.score/1", "plan": to_plan_document(outcome)})
    else:
        print_score(session, outcome, found)


def _read_date(text: str | None) -> "date | None":
    from datetime import date  # noqa: PLC0415 -- not needed for --help

    from propbots.settings import convert  # noqa: PLC0415 -- the same

    return None if text is None else convert(date, text, "--purchased")
