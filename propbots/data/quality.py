"""Whether a table of bars can be believed; nothing is repaired here, only duplicates are counted and dropped."""

import attrs
import numpy as np
from numpy.typing import NDArray

from propbots.data.table import BarTable
from propbots.domain.time import to_text
from propbots.errors import DataCorrupt

__all__ = ["drop_duplicates", "require_sound", "require_sound_prices"]

_PRICES = ("open", "high", "low", "close")


def require_sound(table: BarTable, *, negative_prices: bool = False) -> BarTable:
    """Return the table without its duplicates, or refuse it.

    Args:
        table: As a provider gave it.
        negative_prices: Whether the instrument's prices may be zero or below.

    Raises:
        DataCorrupt: At the first row that is empty of meaning: NaN, infinite or impossible prices, rows out of order,
            equal stamps with other values.
    """
    if len(table) == 0:
        raise DataCorrupt(f"{table.source.location}: no bars; the file has no rows of data")
    require_sound_prices(table, negative_prices=negative_prices)
    return drop_duplicates(table)


def require_sound_prices(table: BarTable, *, negative_prices: bool) -> None:
    """Refuse a table at its first price that cannot be.

    Raises:
        DataCorrupt: With file, row and column.
    """
    for name in _PRICES:
        column = getattr(table, name)
        _refuse(table, ~np.isfinite(column), name, "must be a finite number")
        if not negative_prices:
            _refuse(table, column <= 0, name, "must be above 0 (or give the instrument negative_prices = true)")
    _refuse(table, table.high < table.low, "high", "must not be below low")
    for name in ("open", "close"):
        column = getattr(table, name)
        _refuse(table, column > table.high, name, "must not be above high")
        _refuse(table, column < table.low, name, "must not be below low")
    _refuse(table, np.isinf(table.volume) | (table.volume < 0), "volume", "must be a finite number, 0 or more")


def drop_duplicates(table: BarTable) -> BarTable:
    """Return the table with each repeated identical row left out and counted.

    Raises:
        DataCorrupt: At rows out of order, or at equal stamps with other values.
    """
    spacing = np.diff(table.open_time)
    if len(spacing) == 0 or spacing.min() > 0:
        return table
    _refuse(table, np.concatenate(([False], spacing < 0)), "time", "must not be before the row above; sort the file")
    same = np.concatenate(([False], spacing == 0))
    different = np.zeros(len(table), dtype=bool)
    for name in (*_PRICES, "volume"):
        column = getattr(table, name)
        different[1:] |= (column[1:] != column[:-1]) & ~(np.isnan(column[1:]) & np.isnan(column[:-1]))
    _refuse(table, same & different, "time", "stands twice with other values; keep one of the two rows")
    return attrs.evolve(table.select(~same), duplicates=table.duplicates + int(same.sum()))


def _refuse(table: BarTable, wrong: NDArray[np.bool_], column: str, reason: str) -> None:
    if not wrong.any():
        return
    index = int(np.argmax(wrong))
    value = to_text(int(table.open_time[index])) if column == "time" else f"{getattr(table, column)[index]:.12g}"
    raise DataCorrupt(f"{table.source.location}: row {table.row[index]}, column {column}: {reason} (was {value})")
