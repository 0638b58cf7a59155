"""`propbots data`."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from propbots.cli.session import Session
from propbots.errors import ConfigurationError, DataError

if TYPE_CHECKING:
    from propbots.domain.session import SessionCalendar

__all__ = ["generate"]


def generate(
    session: Session,
    *,
    instrument: Annotated[str, typer.Option(metavar="ID|FILE.toml", help="On whose grid and sessions.")],
    from_: Annotated[str, typer.Option("--from", metavar="DATE", help="The first trading day.")],
    to: Annotated[str, typer.Option(metavar="DATE", help="The last trading day.")],
    output: Annotated[Path, typer.Option(metavar="FILE", help="A CSV file; .gz compresses it.")],
    seed: Annotated[str, typer.Option(metavar="N", help="Equal seeds give equal files.")] = "7",
    start_price: Annotated[str, typer.Option(metavar="PRICE", help="Of the first bar.")] = "5000",
    ticks: Annotated[bool, typer.Option("--ticks", help="Quotes and prints that make the same minutes.")] = False,
) -> None:
    """Generate minutes, or ticks, of an instrument that never traded so, from a seed, and say so."""
    from propbots.cli.instrument_file import find_instrument, list_file  # noqa: PLC0415 -- not needed for --help
    from propbots.cli.outputs import list_settings, require_output  # noqa: PLC0415 -- the same
    from propbots.data.csv_output import write_canonical_csv  # noqa: PLC0415 -- the same
    from propbots.data.generate import generate_bars  # noqa: PLC0415 -- the same
    from propbots.data.generate_ticks import generate_ticks  # noqa: PLC0415 -- the same
    from propbots.settings import convert  # noqa: PLC0415 -- the same

    first, last = convert(date, from_, "--from"), convert(date, to, "--to")
    number, price = convert(int, seed, "--seed"), convert(Decimal, start_price, "--start-price")
    if last < first:
        raise ConfigurationError(f"--to must not be before --from (was {to} and {from_})")
    if number < 0 or price <= 0:
        raise ConfigurationError(f"--seed must be 0 or more and --start-price above 0 (was {number} and {price})")
    require_output(output, [*list_settings(session), *list_file(instrument)], label=f"--output {output}")
    shelf = session.catalogue.instruments
    found = find_instrument(shelf, instrument)
    calendar = shelf.load_calendar(found.session)
    _require_sessions(calendar, {"--from": first, "--to": last})
    table = generate_bars(found, calendar, first=first, last=last, seed=number, start_price=price)
    made = generate_ticks(table, found, seed=number) if ticks else table
    write_canonical_csv(made, found, output)
    if session.json:
        document = {"schema": "propbots.generated/1", "path": str(output), "rows": len(made), "seed": number}
        session.write_json(document)
    else:
        kind = "ticks" if ticks else "bars"
        session.console.print(f"{len(made):,} generated {kind} of {found.id}, seed {number}, in {output}")


def _require_sessions(calendar: "SessionCalendar", days: Mapping[str, date]) -> None:
    """Refuse days of years that the calendar does not know; where data ask for them it is the data that are wrong."""
    from propbots.domain.time import to_date_number  # noqa: PLC0415 -- not needed for --help
    from propbots.domain.timeframe import DAY  # noqa: PLC0415 -- the same

    for option, day in days.items():
        try:
            calendar.span_at(to_date_number(day) * DAY)
        except DataError as error:
            known = str(error).partition(";")[0]  # behind it stands how data are mended
            raise ConfigurationError(f"{option} {day}: {known}; choose other dates") from error
