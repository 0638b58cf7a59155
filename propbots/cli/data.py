"""`propbots data`."""

from datetime import date
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Annotated

import typer

from propbots.cli.session import Session
from propbots.errors import ConfigurationError

__all__ = ["generate"]


def generate(
    session: Session,
    instrument: Annotated[str, typer.Option(metavar="ID", help="On whose grid and sessions.")],
    start: Annotated[str, typer.Option("--from", metavar="DATE", help="The first trading day.")],
    end: Annotated[str, typer.Option("--to", metavar="DATE", help="The last trading day.")],
    output: Annotated[Path, typer.Option(metavar="FILE", help="A CSV file; .gz compresses it.")],
    seed: Annotated[int, typer.Option(help="Equal seeds give equal files.", min=0)] = 7,
    start_price: Annotated[str, typer.Option(metavar="PRICE", help="Of the first bar.")] = "5000",
) -> None:
    """Generate minutes of an instrument that never traded so, from a seed, and say so."""
    from propbots.data.csv_output import write_canonical_csv  # noqa: PLC0415 -- not needed for --help
    from propbots.data.generate import generate_bars  # noqa: PLC0415 -- the same

    shelf = session.catalogue.instruments
    found = shelf.find(instrument)
    table = generate_bars(
        found,
        shelf.load_calendar(found.session),
        first=_day(start, "--from"),
        last=_day(end, "--to"),
        seed=seed,
        start_price=_price(start_price),
    )
    write_canonical_csv(table, found, output)
    if session.json:
        document = {"schema": "propbots.generated/1", "path": str(output), "rows": len(table), "seed": seed}
        session.write_json(document)
    else:
        session.console.print(f"{len(table):,} generated bars of {found.id}, seed {seed}, in {output}")


def _day(text: str, option: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise ConfigurationError(f"{option} must be a date such as 2026-02-02 (was {text!r})") from error


def _price(text: str) -> Decimal:
    try:
        price = Decimal(text)
    except InvalidOperation as error:
        raise ConfigurationError(f"--start-price must be a number (was {text!r})") from error
    if not price.is_finite() or price <= 0:
        raise ConfigurationError(f"--start-price must be above 0 (was {text})")
    return price
