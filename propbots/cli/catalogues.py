"""`propbots strategies`, `indicators` and `instruments`: what can be asked for by name."""

from collections.abc import Iterable
from typing import Annotated, Any

import typer

from propbots.cli.session import Session

__all__ = ["compute_indicator", "list_indicators", "list_instruments", "list_strategies"]


def list_strategies(session: Session) -> None:
    """Show the strategies that are installed."""
    _list(session, "propbots_strategies", "strategies")


def list_indicators(session: Session) -> None:
    """Show the indicators that are installed."""
    _list(session, "propbots_indicators", "indicators")


def _list(session: Session, hook: str, what: str) -> None:
    rows = [
        {
            "name": claim.contribution.name,
            "summary": claim.contribution.summary,
            "distribution": claim.plugin.installed.distribution,
        }
        for claim in session.catalogue.claims(hook)
    ]
    _show(session, what, rows)


def list_instruments(session: Session) -> None:
    """Show the instruments that are installed."""
    rows = [
        {
            "id": one.id,
            "asset_class": one.asset_class.value,
            "tick_size": format(one.tick_size, "f"),
            "tick_value": format(one.tick_value.normalize(), "f"),
            "point_value": format(one.point_value, "f"),
            "currency": one.currency,
            "session": one.session or "round the clock",
            "months": one.months,
            "description": one.description,
        }
        for one in session.catalogue.instruments()
    ]
    _show(session, "instruments", rows)


def _show(session: Session, what: str, rows: list[dict[str, str]]) -> None:
    if session.json:
        session.write_json({"schema": f"propbots.{what}/1", what: rows})
        return
    if not rows:
        session.console.print(f"no {what} are installed; pip install 'propbots[standard]'")
        return
    from rich.table import Table  # noqa: PLC0415 -- not needed for --json

    table = Table(*(name.replace("_", " ") for name in rows[0]), box=None, header_style="bold")
    for row in rows:
        table.add_row(*row.values())
    session.console.print(table)


def compute_indicator(
    session: Session,
    name: Annotated[str, typer.Argument(help="An indicator's name.")],
    data: Annotated[str, typer.Option(metavar="SOURCE", help="A file, or PROVIDER:QUERY.")],
    set_: Annotated[
        list[str] | None, typer.Option("--set", metavar="KEY=VALUE", help="A parameter; repeatable.")
    ] = None,
    timezone: Annotated[str | None, typer.Option(help="Of the file's times, such as America/Chicago.")] = None,
    columns: Annotated[str | None, typer.Option(help="Names of the file's columns, in their order.")] = None,
    stamp: Annotated[str | None, typer.Option(metavar="open|close", help="Which end of a bar its time is.")] = None,
) -> None:
    """Work an indicator out over data; it needs no instrument and checks no tick grid."""
    from propbots.cli.compose import read_table  # noqa: PLC0415 -- not needed for --help
    from propbots.cli.options import join_pairs  # noqa: PLC0415 -- the same
    from propbots.cli.values import compute_values, to_rows  # noqa: PLC0415 -- the same

    indicator = session.catalogue.build_indicator(name, join_pairs(set_))
    given = {"timezone": timezone, "columns": columns, "stamp": stamp}
    table = read_table(data, {key: value for key, value in given.items() if value is not None}, session.catalogue)
    values = compute_values(indicator, table)
    if session.json:
        session.write_json(values)
        return
    _print_values(session, values, to_rows(values))


def _print_values(session: Session, values: dict[str, Any], rows: Iterable[list[str]]) -> None:
    from rich.table import Table  # noqa: PLC0415 -- not needed for --json

    table = Table("time", *values["outputs"], box=None, header_style="bold")
    for row in rows:
        table.add_row(*row)
    session.console.print(table)
