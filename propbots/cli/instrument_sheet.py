"""All that is known of an instrument, as a document and for people."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from propbots.cli.hours import describe_span, find_early_closes, find_spans, zone_of
from propbots.cli.instrument_file import find_instrument, is_instrument_file
from propbots.cli.session import Session
from propbots.cli.sheet import print_facts, print_text, print_title
from propbots.domain.instrument import AssetClass, Instrument
from propbots.domain.session import SessionCalendar
from propbots.errors import ConfigurationError, UnknownName
from propbots.plugin.shelf import InstrumentShelf
from propbots.report.text import to_number_text

__all__ = ["describe_instrument", "print_instrument"]

_DAYS, _EARLY_CLOSES = 5, 3
_UNITS = {AssetClass.FOREX: "lot", AssetClass.CFD: "lot"}
"""What 1.0 of quantity is called; nothing is said of what is counted in contracts or pieces."""
_COLUMNS = ("trading day", "opens", "closes", "in UTC", "halt", "remark")


def describe_instrument(shelf: InstrumentShelf, name: str, first: date) -> dict[str, Any]:
    """Return the document `propbots.instrument/1`.

    Args:
        shelf: What is installed.
        name: The instrument's, or the file's in which it stands.
        first: The day with which the sessions begin; where the calendar has ended before, its last days are told.

    Raises:
        UnknownName: If no plugin brings it, or its calendar.
        ConfigurationError: If its file is missing or wrong.
    """
    instrument = find_instrument(shelf, name)
    installed = None if is_instrument_file(name) else shelf.find_claim(name).installed
    return {
        "schema": "propbots.instrument/1",
        **_describe(instrument),
        "distribution": None if installed is None else installed.distribution,
        "version": None if installed is None else installed.version,
        **_describe_hours(_load_calendar(shelf, instrument, name), first),
    }


def _load_calendar(shelf: InstrumentShelf, instrument: Instrument, name: str) -> SessionCalendar:
    """Return an instrument's calendar; one that only a file names is told with the file."""
    try:
        return shelf.load_calendar(instrument.session)
    except UnknownName as error:
        if not is_instrument_file(name):
            raise
        raise ConfigurationError(f"{name}: instrument.session: {error}") from error


def _describe(instrument: Instrument) -> dict[str, Any]:
    return {
        "id": instrument.id,
        "description": instrument.description,
        "asset_class": instrument.asset_class.value,
        "exchange": instrument.exchange,
        "currency": instrument.currency,
        "tick_size": to_number_text(instrument.tick_size),
        "tick_value": to_number_text(instrument.tick_value),
        "point_value": to_number_text(instrument.point_value),
        "quantity_step": to_number_text(instrument.quantity_step),
        "mini_units": to_number_text(instrument.mini_units),
        "fees": to_number_text(instrument.fees),
        "negative_prices": instrument.negative_prices,
        "months": instrument.months,
        "underlying": instrument.underlying_id,
        "session": instrument.session,
    }


def _describe_hours(calendar: SessionCalendar, first: date) -> dict[str, Any]:
    zone = zone_of(calendar)
    spans = find_spans(calendar, first, _DAYS)
    early = find_early_closes(calendar, first, _EARLY_CLOSES)
    return {
        "zone": zone,
        "sessions": [describe_span(span, calendar, ZoneInfo(zone)) for span in spans],
        "early_closes": [describe_span(span, calendar, ZoneInfo(zone)) for span in early],
    }


def print_instrument(session: Session, document: Mapping[str, Any]) -> None:
    """Print the document for people."""
    origin = "from a file" if document["distribution"] is None else f"{document['distribution']} {document['version']}"
    print_title(session, document["id"], [document["asset_class"], document["exchange"], origin])
    print_text(session, document["description"], "")
    print_facts(session, "How it is counted", _tell_grid(document))
    if document["session"] is None:
        print_facts(session, "Hours", {"round the clock": "its day is the UTC day"})
        return
    _print_hours(session, document)


def _tell_grid(document: Mapping[str, Any]) -> dict[str, str]:
    currency = document["currency"]
    facts = {
        "tick size": document["tick_size"],
        "tick value": f"{document['tick_value']} {currency}",
        "point value": f"{document['point_value']} {currency}",
        "quantity step": f"{document['quantity_step']} {_UNITS.get(document['asset_class'], '')}".strip(),
        "mini units": f"{document['mini_units']} of a full-size contract",
        "underlying": "" if document["underlying"] == document["id"] else f"that of {document['underlying']}",
        "fees": _tell_fees(document),
        "months": " ".join(document["months"]),
        "prices": "may be zero and below" if document["negative_prices"] else "above zero",
    }
    return {name: value for name, value in facts.items() if value}


def _tell_fees(document: Mapping[str, Any]) -> str:
    if Decimal(document["fees"]) == 0:
        return "none of its own; a broker's commission is paid on top"
    unit = _UNITS.get(document["asset_class"], "contract")
    return f"{document['fees']} {document['currency']} per {unit} and side, without a broker's commission"


def _print_hours(session: Session, document: Mapping[str, Any]) -> None:
    session.console.print()
    session.console.print(f"Hours of {document['session']}, by the clock of {document['zone']}", style="bold")
    _print_spans(session, document["sessions"])
    if document["early_closes"]:
        session.console.print()
        session.console.print("Early closes to come", style="bold")
        _print_spans(session, document["early_closes"])


def _print_spans(session: Session, spans: list[dict[str, Any]]) -> None:
    """Print trading days as a table, without the columns that would be empty."""
    rows = _rows(spans)
    used = [place for place in range(len(_COLUMNS)) if any(row[place] for row in rows)]
    session.print_table([_COLUMNS[place] for place in used], [[row[place] for place in used] for row in rows])


def _rows(spans: list[dict[str, Any]]) -> list[list[str]]:
    return [
        [
            f"{date.fromisoformat(span['trading_day']):%a} {span['trading_day']}",
            span["opens_local"],
            span["closes_local"],
            f"{_clock(span['opens'])} to {_clock(span['closes'])}",
            ", ".join(f"{start} to {end}" for start, end in span["halts_local"]),
            "" if span["regular"] else "closes early",
        ]
        for span in spans
    ]


def _clock(moment: str) -> str:
    return moment[11:16]
