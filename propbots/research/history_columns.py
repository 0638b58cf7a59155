"""Which column of a recorded account's file means what, and by what its cells are separated."""

import csv
import io
import re
from collections.abc import Iterator

import attrs

from propbots.errors import DataCorrupt
from propbots.research.moment import read_moment

__all__ = ["HistoryTable", "TextRow", "split_table"]

_SYNONYMS = {
    "time": ("time", "timestamp", "date time", "datetime", "time utc", "date"),
    "balance": ("balance", "closed balance", "account balance", "cash balance", "cash value", "cash"),
    "equity": (
        "equity", "account equity", "total equity", "net liquidation value", "net liquidation", "net liq", "netliq",
    ),
    "event": ("event", "events"),
    "position": ("position", "net position", "open position", "pos"),
    "contracts": ("contracts", "open contracts", "quantity", "qty"),
}  # fmt: skip
"""What columns are called; of several in one file the first of these is taken."""
_NEEDED = ("time", "balance", "equity")
_SEPARATORS = (",", ";", "\t")


@attrs.frozen
class TextRow:
    """A row as text.

    Attributes:
        number: Its line in the file, counted from 1.
        cells: By what their column means.
    """

    number: int
    cells: dict[str, str]


@attrs.frozen
class HistoryTable:
    """A file's rows, and how it is written.

    Attributes:
        rows: Those that are not blank.
        separator: Between cells.
    """

    rows: list[TextRow]
    separator: str


def split_table(text: str, location: str) -> HistoryTable:
    """Return the rows of a file below its header, with the cells that mean something.

    Raises:
        DataCorrupt: If there is nothing, no header, a column too few or one twice, or a row with too many cells.
    """
    lines = text.splitlines()
    header = next((line for line in lines if line.strip()), None)
    if header is None:
        raise DataCorrupt(f"{location}: is empty; give columns time,balance,equity with a row for each known moment")
    separator = max(_SEPARATORS, key=lambda one: _count_known(header, one))
    rows = _read_rows(text, separator, location)
    number, names = next(rows)
    places = _place_columns(names, f"{location}: row {number}")
    found = list(rows)
    _require_width(found, len(names), separator, location)
    return HistoryTable(
        [
            TextRow(line, {name: (cells[at : at + 1] or [""])[0] for name, at in places.items()})
            for line, cells in found
        ],
        separator,
    )


def _require_width(rows: list[tuple[int, list[str]]], width: int, separator: str, location: str) -> None:
    """Refuse rows that are wider than the header: a separator of thousands may have split an amount in two.

    What all rows alike have too much, and leave empty, is the separator at their end.
    """
    widths = {len(cells) for _, cells in rows}
    for line, cells in rows:
        if len(cells) > width and (len(widths) > 1 or any(cells[width:])):
            thousands = "put amounts with separators of thousands in quotes"
            mend = thousands if separator == "," else "take out what is too much"
            raise DataCorrupt(
                f"{location}: row {line}: must have {width} cells as the header (was {len(cells)}); {mend}"
            )


def _read_rows(text: str, separator: str, location: str) -> Iterator[tuple[int, list[str]]]:
    """Give the rows that are not blank, each with its line."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, skipinitialspace=True, strict=True)
    try:
        for cells in reader:
            stripped = [cell.strip() for cell in cells]
            if any(stripped):
                yield reader.line_num, stripped
    except csv.Error as error:
        raise DataCorrupt(
            f"{location}: row {reader.line_num}: {error}; close every quote, or save it as plain CSV"
        ) from error


def _count_known(header: str, separator: str) -> tuple[int, int]:
    known = {synonym for synonyms in _SYNONYMS.values() for synonym in synonyms}
    names = [_fold(cell) for cell in header.split(separator)]
    return sum(name in known for name in names), len(names)


def _place_columns(names: list[str], where: str) -> dict[str, int]:
    folded = [_fold(name) for name in names]
    places = {}
    for meaning, synonyms in _SYNONYMS.items():
        chosen = next((synonym for synonym in synonyms if synonym in folded), None)
        if chosen is None:
            continue
        if folded.count(chosen) > 1:
            raise DataCorrupt(f"{where}: two columns have the name {chosen!r}; keep one")
        places[meaning] = folded.index(chosen)
    missing = [name for name in _NEEDED if name not in places]
    if len(missing) == len(_NEEDED) or any(read_moment(name) is not None for name in names):
        shown = ",".join(names)[:80]
        raise DataCorrupt(
            f"{where}: is no header (was {shown!r}); the first line names the columns time,balance,equity"
        )
    if missing:
        columns = "column" if len(missing) == 1 else "columns"
        raise DataCorrupt(f"{where}: no {columns} {' and '.join(missing)} (has {', '.join(names)}); name it, or add it")
    return places


def _fold(name: str) -> str:
    """Return a column's name without case, without a unit in brackets, and with blanks between its words."""
    return re.sub(r"[\s_\-./]+", " ", re.sub(r"[(\[].*[)\]]", "", name.strip().strip('"#<>'))).strip().lower()
