"""Whether a table of ticks can be believed; nothing is repaired or left out."""

import numpy as np
from numpy.typing import NDArray

from propbots.data.tick_table import TickTable
from propbots.domain.time import to_text
from propbots.errors import DataCorrupt

__all__ = ["require_sound_ticks"]

_PRICES = ("bid", "ask", "last")
_SIZES = ("bid_size", "ask_size", "size")


def require_sound_ticks(table: TickTable, *, negative_prices: bool = False) -> None:
    """Refuse a table at the first row of a kind that cannot be.

    Args:
        table: As a provider gave it.
        negative_prices: Whether the instrument's prices may be zero or below.

    Raises:
        DataCorrupt: With file, row, column and mend, at rows out of order, that tell nothing, or whose prices or sizes
            are impossible.
    """
    if len(table) == 0:
        raise DataCorrupt(f"{table.source.location}: no ticks; the file has no rows of data")
    backwards = np.append(False, table.time[1:] < table.time[:-1])
    _refuse(table, backwards, "time", "must not be before the row above; sort the file")
    for name in _PRICES:
        _require_price(table, name, negative_prices=negative_prices)
    empty = np.isnan(table.bid) & np.isnan(table.ask) & np.isnan(table.last)
    _refuse(table, empty, "last", "must be a price where bid and ask are empty too; delete rows that tell nothing")
    for name in _SIZES:
        column = getattr(table, name)
        _refuse(table, np.isinf(column) | (column < 0), name, "must be a finite number, 0 or more")


def _require_price(table: TickTable, name: str, *, negative_prices: bool) -> None:
    column = getattr(table, name)
    _refuse(table, np.isinf(column), name, "must be a finite number")
    if not negative_prices:
        _refuse(table, column <= 0, name, "must be above 0 (or give the instrument negative_prices = true)")


def _refuse(table: TickTable, wrong: NDArray[np.bool_], column: str, reason: str) -> None:
    if not wrong.any():
        return
    index = int(np.argmax(wrong))
    value = to_text(int(table.time[index])) if column == "time" else f"{getattr(table, column)[index]:.12g}"
    raise DataCorrupt(f"{table.source.location}: row {table.row[index]}, column {column}: {reason} (was {value})")
