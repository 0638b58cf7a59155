"""Tables of bars and of ticks, made from the columns of a file."""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from propbots.api.data import BarTable, DataSource, TickTable
from propbots_files.columns import FileColumns
from propbots_files.parts import Role
from propbots_files.rows import Rows
from propbots_files.timing import Timing

__all__ = ["to_bars", "to_ticks"]

Column = NDArray[np.float64]
_DEAL_FLAGS = 8 | 16 | 32 | 64
"""Of a row that tells a deal: its price or its volume changed, or somebody bought or sold."""


def to_bars(rows: Rows, columns: FileColumns, timing: Timing, source: DataSource) -> BarTable:
    """Make a table of bars."""
    column = _columns(rows, columns)
    return BarTable(
        open_time=timing.time,
        open=column(Role.OPEN),
        high=column(Role.HIGH),
        low=column(Role.LOW),
        close=column(Role.CLOSE),
        volume=np.array(column(Role.VOLUME)),
        row=rows.row,
        timeframe=timing.timeframe,
        source=source,
    )


def to_ticks(rows: Rows, columns: FileColumns, timing: Timing, source: DataSource) -> TickTable:
    """Make a table of ticks; a size of 0 is unknown."""
    column = _columns(rows, columns)
    last, size = column(Role.LAST), column(Role.VOLUME)
    if Role.FLAGS in columns.numbers:
        last, size = _with_deals(last, size, column(Role.FLAGS))
    return TickTable(
        time=timing.time,
        bid=column(Role.BID),
        ask=column(Role.ASK),
        last=last,
        bid_size=column(Role.BID_SIZE),
        ask_size=column(Role.ASK_SIZE),
        size=size,
        row=rows.row,
        source=source,
    )


def _columns(rows: Rows, columns: FileColumns) -> Callable[[Role], Column]:
    """Return what gives the column of a role; one that the file does not have is empty and takes no room."""
    found = dict(zip(columns.numbers, rows.numbers, strict=True))
    nothing = np.broadcast_to(np.nan, len(rows.row))
    return lambda role: found.get(role, nothing)


def _with_deals(last: Column, size: Column, flags: Column) -> tuple[Column, Column]:
    """Return price and size of each deal, where a deal leaves empty what is as in the one before it.

    Where nothing is ever dealt, some write 0 for the price.
    """
    is_deal = (np.nan_to_num(flags).astype(np.int64) & _DEAL_FLAGS) > 0
    price = _carried(np.where(last == 0, np.nan, last))
    return np.where(is_deal, price, np.nan), np.where(is_deal, _carried(size), np.nan)


def _carried(column: Column) -> Column:
    """Return a column in which what is empty is as above."""
    places = np.where(np.isnan(column), 0, np.arange(len(column)))
    carried: Column = column[np.maximum.accumulate(places)]
    return carried
