"""`propbots strategies`, `indicators` and `instruments`: what can be asked for by name."""

from typing import TYPE_CHECKING, Annotated

import typer

from propbots.api.plugin import Contribution, IndicatorContribution, StrategyContribution
from propbots.cli.reading import Reading, Set
from propbots.cli.session import Session

if TYPE_CHECKING:
    from propbots.domain.instrument import Instrument

__all__ = ["compute_indicator", "list_indicators", "list_instruments", "list_strategies"]


def list_strategies(session: Session) -> None:
    """Show the strategies that are installed."""
    _list(session, StrategyContribution, "strategies")


def list_indicators(session: Session) -> None:
    """Show the indicators that are installed."""
    _list(session, IndicatorContribution, "indicators")


def _list(session: Session, kind: type[Contribution], what: str) -> None:
    rows = [
        {"name": claim.name, "summary": claim.brings.summary, "distribution": claim.installed.distribution}
        for claim in session.registry.claims(kind)
    ]
    _show(session, what, rows)


def list_instruments(session: Session) -> None:
    """Show the instruments that are installed."""
    shelf = session.catalogue.instruments
    for problem in shelf.problems:
        session.say(str(problem))
    rows = [_describe(one) for one in shelf.list_all()]
    _show(session, "instruments", rows, optional=("months", "description", "asset class"))


def _describe(instrument: "Instrument") -> dict[str, str]:
    return {
        "id": instrument.id,
        "asset_class": instrument.asset_class.value,
        "tick_size": format(instrument.tick_size, "f"),
        "tick_value": format(instrument.tick_value.normalize(), "f"),
        "point_value": format(instrument.point_value, "f"),
        "currency": instrument.currency,
        "session": instrument.session or "round the clock",
        "months": instrument.months,
        "description": instrument.description,
    }


def _show(session: Session, what: str, rows: list[dict[str, str]], *, optional: tuple[str, ...] = ()) -> None:
    if session.json:
        session.write_json({"schema": f"propbots.{what}/1", what: rows})
    elif rows:
        columns = [name.replace("_", " ") for name in rows[0]]
        session.print_table(columns, [list(row.values()) for row in rows], optional=optional)
    else:
        session.console.print(f"no {what} are installed; pip install 'propbots[standard]'")


def compute_indicator(
    session: Session,
    name: Annotated[str, typer.Argument(help="An indicator's name.")],
    *,
    data: Annotated[str, typer.Option(metavar="SOURCE", help="A file, or PROVIDER:QUERY.")],
    set_: Set = None,
    reading: Reading,
) -> None:
    """Work an indicator out over data; it needs no instrument and checks no tick grid."""
    from propbots.cli.options import join_pairs  # noqa: PLC0415 -- not needed for --help
    from propbots.cli.values import compute_values, to_rows  # noqa: PLC0415 -- the same

    indicator = session.catalogue.build_indicator(name, join_pairs(set_))
    values = compute_values(indicator, name, session.catalogue.read_bars(data, reading))
    if session.json:
        session.write_json(values)
    else:
        session.print_table(["time", *values["outputs"]], to_rows(values))
