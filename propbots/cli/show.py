"""`propbots strategies show`, `indicators show` and `instruments show`: everything that is known of one name."""

from typing import Annotated

import typer

from propbots.cli.reading import Set
from propbots.cli.session import Session

__all__ = ["show_indicator", "show_instrument", "show_strategy"]


def show_strategy(
    session: Session,
    *,
    strategy: Annotated[str, typer.Argument(metavar="NAME|FILE.py[:Class]", help="What is shown.")],
    set_: Set = None,
) -> None:
    """Show what a strategy does: its parameters, its rules, how long it warms up, and a command that runs it."""
    from propbots.cli.options import join_pairs  # noqa: PLC0415 -- not needed for --help
    from propbots.cli.strategy_sheet import describe_strategy, print_strategy  # noqa: PLC0415 -- the same

    document = describe_strategy(session.catalogue, strategy, join_pairs(set_))
    if session.json:
        session.write_json(document)
    else:
        print_strategy(session, document)


def show_indicator(
    session: Session,
    *,
    name: Annotated[str, typer.Argument(help="An indicator's name, or its class's.")],
    set_: Set = None,
) -> None:
    """Show what an indicator tells: its formula, its parameters, how long it warms up, and a drawn example."""
    from propbots.cli.indicator_sheet import describe_indicator, print_indicator  # noqa: PLC0415 -- not for --help
    from propbots.cli.options import join_pairs  # noqa: PLC0415 -- the same

    made = session.catalogue.build_indicator(name, join_pairs(set_))
    document = describe_indicator(session.catalogue.find_indicator(name), made)
    if session.json:
        session.write_json(document)
    else:
        print_indicator(session, document, made)


def show_instrument(
    session: Session,
    *,
    instrument: Annotated[str, typer.Argument(metavar="ID|FILE.toml", help="What is shown.")],
    on: Annotated[str | None, typer.Option("--on", metavar="DATE", help="Whose sessions come first. [today]")] = None,
) -> None:
    """Show how an instrument is counted, what it costs, and when its exchange is open."""
    from datetime import date  # noqa: PLC0415 -- not needed for --help

    from propbots.cli.clock import today  # noqa: PLC0415 -- the same
    from propbots.cli.instrument_sheet import describe_instrument, print_instrument  # noqa: PLC0415 -- the same
    from propbots.settings import convert  # noqa: PLC0415 -- the same

    first = today() if on is None else convert(date, on, "--on")
    document = describe_instrument(session.catalogue.instruments, instrument, first)
    if session.json:
        session.write_json(document)
    else:
        print_instrument(session, document)
