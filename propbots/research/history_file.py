"""Reading a recorded account from a file: forgiving about its form, exact about its numbers."""

import csv
import gzip
import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import attrs

from propbots.domain.time import to_nanoseconds
from propbots.errors import DataCorrupt, DataError
from propbots.research.history import HistoryRow

__all__ = ["History", "read_history"]

_NAMES = {
    "time": ("time", "datetime", "date", "timestamp", "moment"),
    "balance": ("balance", "cash", "closed balance", "account balance", "cashvalue"),
    "equity": ("equity", "net liquidation", "netliquidation", "account equity", "net liq"),
    "event": ("event", "events"),
    "position": ("position", "positions"),
    "contracts": ("contracts", "quantity"),
}
_NEEDED = ("time", "balance", "equity")
_NUMBER = re.compile(r"[+-]?\d+(\.\d+)?")
_GROUPED = re.compile(r"[+-]?\d{1,3}(,\d{3})+(\.\d+)?")
_EVENT = re.compile(r"(payout|deposit)\s*:\s*(\S+)", re.IGNORECASE)
_SIGNS = " \u00a0\u202f$€£'"


@attrs.frozen
class History:
    """A recorded account as its file tells it.

    Attributes:
        rows: In the order of the file.
        duplicates: How many rows were left out that equal the one before them.
        has_zone: Whether every time names its zone; those that do not are UTC.
        has_position: Whether the file tells what was held.
    """

    rows: list[HistoryRow]
    duplicates: int
    has_zone: bool
    has_position: bool


@attrs.frozen
class _Reader:
    """How one file writes things down.

    Attributes:
        name: Of the file.
        columns: The place of each column that is known.
        has_decimal_comma: Whether a comma parts the decimals.
    """

    name: str
    columns: Mapping[str, int]
    has_decimal_comma: bool

    def cell(self, row: Sequence[str], column: str) -> str:
        place = self.columns.get(column)
        return "" if place is None or place >= len(row) else row[place].strip()

    def amount(self, text: str, number: int, column: str) -> Decimal:
        """Read money as it is written."""
        plain = text.translate({ord(sign): None for sign in _SIGNS})
        if plain.startswith("(") and plain.endswith(")"):
            plain = f"-{plain[1:-1]}"
        if self.has_decimal_comma:
            plain = plain.replace(".", "").replace(",", ".")
        elif _GROUPED.fullmatch(plain):
            plain = plain.replace(",", "")
        if not plain:
            raise self.corrupt(number, f"{column} is empty; give it in every row")
        if not _NUMBER.fullmatch(plain):
            raise self.corrupt(number, f"{column} must be an amount such as 50123.45 (was {text!r})")
        return Decimal(plain)

    def moment(self, text: str, number: int) -> datetime:
        try:
            moment = datetime.fromisoformat(text)
        except ValueError as error:
            told = f"time must look like 2026-01-05T15:30:00Z (was {text!r})"
            raise self.corrupt(number, told) from error
        return moment

    def event(self, text: str, number: int) -> tuple[Decimal, Decimal]:
        """Return what was paid in and what was paid out."""
        if not text:
            return Decimal(0), Decimal(0)
        found = _EVENT.fullmatch(text)
        if found is None:
            raise self.corrupt(number, f"event must be payout:AMOUNT or deposit:AMOUNT (was {text!r})")
        amount = self.amount(found.group(2), number, "event")
        if amount <= 0:
            raise self.corrupt(number, f"the amount of an event must be above 0 (was {text!r})")
        return (Decimal(0), amount) if found.group(1).lower() == "payout" else (amount, Decimal(0))

    def corrupt(self, number: int, told: str) -> DataCorrupt:
        return DataCorrupt(f"{self.name}: row {number}: {told}")


def read_history(path: Path) -> History:
    """Read a recorded account.

    A header names the columns; commas, semicolons and tabs part them. Amounts may have a currency's sign and grouped
    thousands. Rows are numbered as in the file, the header being the first.

    Args:
        path: A text file in UTF-8, plain or `.gz`.

    Raises:
        DataError: With file, row and column, if it cannot be read or tells something that cannot be.
    """
    lines = list(_parse(_read_text(path), path.name))
    if not lines:
        raise DataCorrupt(f"{path.name}: the file is empty; it begins with a header such as time,balance,equity")
    (_, header), *rest = lines
    reader = _build_reader(path.name, header, rest)
    rows, duplicates, has_zone = [], 0, True
    before: tuple[list[str], HistoryRow] | None = None
    held = ""
    for number, cells in rest:
        if before is not None and cells == before[0]:
            duplicates += 1
            continue
        moment = reader.moment(reader.cell(cells, "time"), number)
        has_zone = has_zone and moment.tzinfo is not None
        aware = moment if moment.tzinfo is not None else moment.replace(tzinfo=UTC)
        deposit, payout = reader.event(reader.cell(cells, "event"), number)
        now_held = reader.cell(cells, "position") + reader.cell(cells, "contracts")
        row = HistoryRow(
            to_nanoseconds(aware.astimezone(UTC)),
            reader.amount(reader.cell(cells, "balance"), number, "balance"),
            reader.amount(reader.cell(cells, "equity"), number, "equity"),
            deposit,
            payout,
            True if now_held != held and (before is not None or now_held not in ("", "0")) else None,
        )
        if before is not None and row.time_ns < before[1].time_ns:
            raise reader.corrupt(
                number, f"{cells[reader.columns['time']]} is earlier than the row before; sort by time"
            )
        rows.append(row)
        before, held = (cells, row), now_held
    if not rows:
        raise DataCorrupt(f"{path.name}: there is no row under the header; give one for each moment that is known")
    return History(rows, duplicates, has_zone, bool({"position", "contracts"} & reader.columns.keys()))


def _read_text(path: Path) -> str:
    try:
        content = path.read_bytes()
        if path.suffix == ".gz":
            content = gzip.decompress(content)
        return content.decode("utf-8-sig")
    except FileNotFoundError as error:
        raise DataError(f"{path}: there is no such file; check the path") from error
    except IsADirectoryError as error:
        raise DataError(f"{path}: this is a folder; give a CSV file") from error
    except UnicodeDecodeError as error:
        raise DataCorrupt(f"{path}: not a text in UTF-8 (at byte {error.start}); save it as CSV in UTF-8") from error
    except (OSError, EOFError) as error:
        raise DataError(f"{path}: cannot be read ({str(error).lower()})") from error


def _parse(text: str, name: str) -> Iterator[tuple[int, list[str]]]:
    """Return the lines that say something, with their numbers."""
    first = next((line for line in text.splitlines() if line.strip()), "")
    separator = max(",;\t", key=first.count)
    try:
        for number, cells in enumerate(csv.reader(text.splitlines(), delimiter=separator), 1):
            if any(cell.strip() for cell in cells):
                yield number, cells
    except csv.Error as error:
        raise DataCorrupt(f"{name}: not a CSV file ({error})") from error


def _build_reader(name: str, header: list[str], rest: list[tuple[int, list[str]]]) -> _Reader:
    told = [cell.strip().strip("#<>").lower().replace("_", " ") for cell in header]
    columns = {
        column: told.index(synonym)
        for column, synonyms in _NAMES.items()
        for synonym in reversed(synonyms)
        if synonym in told
    }
    missing = [column for column in _NEEDED if column not in columns]
    if missing:
        needs = (
            "rules are tested against live equity" if missing == ["equity"] else "a history needs time,balance,equity"
        )
        raise DataCorrupt(f"{name}: row 1: no column {' and '.join(missing)} (was {', '.join(told)}); {needs}")
    place = columns["balance"]
    amounts = [cells[place] for _, cells in rest if place < len(cells)]
    has_comma = any(re.search(r",\d{1,2}$", amount.strip()) for amount in amounts)
    return _Reader(name, columns, has_comma and not any(re.search(r"\.\d{1,2}$", one.strip()) for one in amounts))
