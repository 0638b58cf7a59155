"""Reading a recorded account from a file: forgiving in how it is written, exact in what it says."""

import gzip
import re
import zlib
from collections.abc import Iterator, Sequence
from decimal import Decimal
from functools import lru_cache
from itertools import pairwise
from pathlib import Path

import attrs

from propbots.domain.scale import EXACT
from propbots.domain.time import to_text
from propbots.errors import DataCorrupt, DataError
from propbots.research.amount import choose_decimal_mark, is_ambiguous, read_amount
from propbots.research.history import HistoryRow
from propbots.research.history_columns import HistoryTable, TextRow, split_table
from propbots.research.moment import Moment, read_moment

__all__ = ["RecordedHistory", "parse_history", "read_history"]

_GZIP = b"\x1f\x8b"
_UTF_16 = (b"\xff\xfe", b"\xfe\xff")
_EVENT = re.compile(r"(?P<kind>payout|withdrawal|deposit)\s*[:= ]\s*(?P<amount>.*)", re.IGNORECASE)
_NOTHING = ("", "-", "none")
_SIDES = {"long": "long", "buy": "long", "short": "short", "sell": "short", "flat": "0", "none": "0"}
_DIGITS_MAX = 18
"""Of the largest amount before the point and of the finest behind it: whole units of money stay below the kernel's
limits."""

_Held = tuple[str | None, str | None]


@attrs.frozen
class RecordedHistory:
    """A recorded account, and what was found in its file.

    Attributes:
        rows: Oldest first.
        duplicates: How many rows were dropped because they repeat the one before.
        without_zone: Whether a time had no zone and was taken as UTC.
        without_clock: Whether a time was a date alone and was taken as its midnight.
    """

    rows: tuple[HistoryRow, ...]
    duplicates: int = 0
    without_zone: bool = False
    without_clock: bool = False


@attrs.frozen
class _Row:
    """A row understood, before it is compared with its neighbours."""

    number: int
    moment: Moment
    balance: Decimal
    equity: Decimal
    deposit: Decimal
    payout: Decimal
    held: _Held

    @property
    def said(self) -> tuple[object, ...]:
        """All that it says."""
        return self.moment.time_ns, self.balance, self.equity, self.deposit, self.payout, self.held


def read_history(path: Path) -> RecordedHistory:
    """Read a recorded account from a file, plain or packed by gzip.

    Raises:
        DataError: If the file cannot be read, or is wrong; with its row, its column and how to mend it.
    """
    try:
        content = path.read_bytes()
        content = gzip.decompress(content) if content.startswith(_GZIP) else content
    except FileNotFoundError as error:
        raise DataError(f"{path}: there is no such file; check the path") from error
    except IsADirectoryError as error:
        raise DataError(f"{path}: this is a folder; give one file") from error
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        raise DataCorrupt(f"{path}: the compressed file is damaged or cut short; get it again in full") from error
    except (OSError, ValueError) as error:
        raise DataError(
            f"{path}: cannot be read ({getattr(error, 'strerror', None) or error}); check the path"
        ) from error
    return parse_history(content, str(path))


def parse_history(content: bytes, location: str) -> RecordedHistory:
    """Read a recorded account from a file's content.

    Args:
        content: Text in columns.
        location: What messages call it.

    Raises:
        DataCorrupt: With row, column and mend.
    """
    table = split_table(_decode(content, location), location)
    if not table.rows:
        raise DataCorrupt(f"{location}: has no rows below its header; give a row for each moment that is known")
    mark = _find_mark(table, location)
    understood = _drop_repeated([_read_row(row, mark, location) for row in table.rows])
    _require_order(understood, location)
    _require_countable(understood, location)
    moments = [row.moment for row in understood]
    return RecordedHistory(
        rows=tuple(_compare(understood)),
        duplicates=len(table.rows) - len(understood),
        without_zone=not all(moment.has_zone for moment in moments),
        without_clock=not all(moment.has_clock for moment in moments),
    )


def _decode(content: bytes, location: str) -> str:
    encoding = "utf-16" if content.startswith(_UTF_16) else "utf-8-sig"
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as error:
        row = content[: error.start].count(b"\n") + 1
        raise DataCorrupt(f"{location}: row {row}: is no text in UTF-8; save the file as UTF-8") from error


def _find_mark(table: HistoryTable, location: str) -> str:
    amounts = [
        (row, name, text)
        for row in table.rows
        for name, text in (
            ("balance", row.cells["balance"]),
            ("equity", row.cells["equity"]),
            ("event", _split_event(row)[1]),
        )
        if text
    ]
    mark = choose_decimal_mark((text for _, _, text in amounts), beside_commas=table.separator == ",")
    if mark is not None:
        return mark
    row, name, text = next(one for one in amounts if is_ambiguous(one[2]))
    raise _wrong(
        location, row, name, f"may be read in two ways (was {text!r}); write it without a separator of thousands"
    )


def _read_row(row: TextRow, mark: str, location: str) -> _Row:
    for name in ("time", "balance", "equity"):
        if not row.cells[name]:
            raise _wrong(location, row, name, "is empty; fill it, or leave the row out")
    moment = read_moment(row.cells["time"])
    if moment is None:
        mend = "must be a time as ISO 8601 writes it, such as 2026-01-31T14:30:00Z"
        raise _wrong(location, row, "time", f"{mend} (was {row.cells['time'][:60]!r})")
    balance, equity = (_read_money(row, name, row.cells[name], mark, location) for name in ("balance", "equity"))
    deposit, payout = _read_event(row, mark, location)
    return _Row(row.number, moment, balance, equity, deposit, payout, _read_held(row, mark, location))


def _read_money(row: TextRow, name: str, text: str, mark: str, location: str) -> Decimal:
    amount = read_amount(text, mark)
    if amount is None:
        decimals = "a decimal point" if mark == "." else "a decimal comma, as other rows have it"
        raise _wrong(
            location, row, name, f"must be an amount such as 50000{mark}25, with {decimals} (was {text[:60]!r})"
        )
    return amount


def _split_event(row: TextRow) -> tuple[str, str]:
    """Return an event's kind and its amount's text; both empty where there is none, or none that is understood."""
    found = _EVENT.fullmatch(row.cells.get("event", ""))
    return ("", "") if found is None else (found["kind"].lower(), found["amount"].strip())


def _read_event(row: TextRow, mark: str, location: str) -> tuple[Decimal, Decimal]:
    """Return what was paid in and out."""
    text, nothing = row.cells.get("event", ""), Decimal(0)
    if text.lower() in _NOTHING:
        return nothing, nothing
    kind, told = _split_event(row)
    if not kind:
        raise _wrong(location, row, "event", f"must be payout:AMOUNT or deposit:AMOUNT, or empty (was {text[:60]!r})")
    amount = _read_money(row, "event", told, mark, location)
    if amount <= 0:
        raise _wrong(
            location, row, "event", f"a {kind} must be above 0 (was {text[:60]!r}); write the amount without a sign"
        )
    return (amount, nothing) if kind == "deposit" else (nothing, amount)


def _read_held(row: TextRow, mark: str, location: str) -> _Held:
    """Return position and contracts as texts that are equal where they mean the same; None for what is not told."""
    told = []
    for name in ("position", "contracts"):
        text = row.cells.get(name, "")
        number = read_amount(text, mark) if text else None
        if text and number is None and text.lower() not in _SIDES:
            raise _wrong(location, row, name, f"must be a number, long, short or flat (was {text[:60]!r})")
        word = _SIDES.get(text.lower()) if number is None else f"{number.normalize(EXACT) + 0:f}"
        told.append(word)
    return told[0], told[1]


def _drop_repeated(rows: Sequence[_Row]) -> list[_Row]:
    """Return the rows without those that say again what the one before them said."""
    return [row for place, row in enumerate(rows) if not place or row.said != rows[place - 1].said]


def _require_order(rows: Sequence[_Row], location: str) -> None:
    for before, row in pairwise(rows):
        if row.moment.time_ns < before.moment.time_ns:
            moments = f"{to_text(row.moment.time_ns)} behind {to_text(before.moment.time_ns)} of row {before.number}"
            raise DataCorrupt(
                f"{location}: row {row.number}, column time: goes back in time (was {moments}); "
                "put the rows in order, the oldest first"
            )


def _require_countable(rows: Sequence[_Row], location: str) -> None:
    """Refuse amounts that are too large and too fine to be counted together in whole units."""
    columns = {"balance": "balance", "equity": "equity", "deposit": "event", "payout": "event"}
    large = fine = 0
    for row in rows:
        for name, column in columns.items():
            counted = _count_digits(getattr(row, name))
            large, fine = max(large, counted[0]), max(fine, counted[1])
            if large + fine > _DIGITS_MAX:
                reason = f"amounts of {large} digits and {fine} decimals cannot be counted together exactly"
                raise _wrong(location, row, column, f"{reason}; round them to the cent")


@lru_cache(maxsize=4096)
def _count_digits(amount: Decimal) -> tuple[int, int]:
    """Return how many digits an amount has before and behind the point."""
    exponent = amount.normalize(EXACT).as_tuple().exponent
    return max(0, amount.adjusted() + 1) if amount else 0, max(0, -exponent) if isinstance(exponent, int) else 0


def _compare(rows: Sequence[_Row]) -> Iterator[HistoryRow]:
    before: _Row | None = None
    for row in rows:
        traded = _was_traded(row, before)
        yield HistoryRow(row.moment.time_ns, row.balance, row.equity, row.deposit, row.payout, traded)
        before = row


def _was_traded(row: _Row, before: _Row | None) -> bool | None:
    """Whether something was traded since the row before; None where the columns do not tell it."""
    if row.held == (None, None) or (before is not None and before.held == (None, None)):
        return None
    if before is None:
        return True if any(one not in (None, "0") for one in row.held) else None
    return row.held != before.held or row.balance - row.deposit + row.payout != before.balance


def _wrong(location: str, row: _Row | TextRow, column: str, reason: str) -> DataCorrupt:
    return DataCorrupt(f"{location}: row {row.number}, column {column}: {reason}")
