"""The bars of a run as the rows that a page carries: all of them, or as few as a browser takes in its stride."""

import base64
import zlib

import attrs
import numpy as np
from numpy.typing import NDArray

from propbots.data.record import RunRecord
from propbots.report.day import DayColumns
from propbots.report.drawdown import compute_drawdowns
from propbots.report.floor import to_floor_column

__all__ = ["ROWS_MAX", "Rows", "encode_distances", "encode_levels", "encode_steady", "to_rows"]

ROWS_MAX = 500_000
"""Rows of a page; a run with more bars is told in rows of several bars of one trading day."""
_MILLISECOND = 1_000_000
_WIDTHS = ("int8", "int16", "int32")


@attrs.frozen(eq=False)
class Rows:
    """Bars and account in rows of one or more bars, as int64 columns of equal length.

    Attributes:
        bars_per_row: The most bars in a row.
        first_bar: Index of each row's first bar.
        time: When each row begins, milliseconds since 1970 UTC.
        open: In ticks.
        high: In ticks.
        low: In ticks.
        close: In ticks.
        equity: At the row's close, whole units of money.
        equity_low: The least within the row.
        equity_high: The greatest within the row.
        drawdown: The greatest fall of equity at a bar's close below its peak within the row.
        floor: The plan's highest floor within the row, float64, NaN where none is in force; None without any.
    """

    bars_per_row: int
    first_bar: NDArray[np.int64]
    time: NDArray[np.int64]
    open: NDArray[np.int64]
    high: NDArray[np.int64]
    low: NDArray[np.int64]
    close: NDArray[np.int64]
    equity: NDArray[np.int64]
    equity_low: NDArray[np.int64]
    equity_high: NDArray[np.int64]
    drawdown: NDArray[np.int64]
    floor: NDArray[np.float64] | None

    def find(self, bar: NDArray[np.int64]) -> NDArray[np.int64]:
        """Return the row of each bar, told by its index."""
        return np.searchsorted(self.first_bar, bar, side="right") - 1


def to_rows(record: RunRecord, days: DayColumns, *, rows_max: int = ROWS_MAX) -> Rows:
    """Put a run's bars into rows; none holds bars of two trading days.

    Args:
        record: The run.
        days: Its trading days.
        rows_max: How many rows to aim at; each day may add one.
    """
    bars, account = record.bars, record.account
    count = len(bars)
    per_row = max(1, -(-count // rows_max))
    within_day = np.arange(count) - np.repeat(days.first_bar, np.diff(days.first_bar, append=count))
    first = np.flatnonzero(within_day % per_row == 0)
    last = np.append(first[1:], count)[: len(first)] - 1
    start = record.scale.to_units(record.inputs.balance)
    floor = to_floor_column(record)
    return Rows(
        bars_per_row=per_row,
        first_bar=first,
        time=bars.open_time[first] // _MILLISECOND,
        open=bars.open[first],
        high=np.maximum.reduceat(bars.high, first),
        low=np.minimum.reduceat(bars.low, first),
        close=bars.close[last],
        equity=account.equity[last],
        equity_low=np.minimum.reduceat(account.equity_low, first),
        equity_high=np.maximum.reduceat(account.equity_high, first),
        drawdown=np.maximum.reduceat(compute_drawdowns(account.equity, start), first),
        floor=None if floor is None else np.fmax.reduceat(floor, first),
    )


def encode_levels(values: NDArray[np.int64]) -> dict[str, object]:
    """Write a column whose neighbours are alike, as its first value and the steps from there."""
    first = int(values[0]) if len(values) else 0
    return {"first": first, **encode_distances(np.diff(values, prepend=first))}


def encode_distances(values: NDArray[np.int64]) -> dict[str, object]:
    """Write a column of small numbers in the least width that holds them all, deflated, in base 64."""
    least, greatest = int(values.min(initial=0)), int(values.max(initial=0))
    fitting = (name for name in _WIDTHS if np.iinfo(name).min <= least and greatest <= np.iinfo(name).max)
    width = next(fitting, "float64")
    packed = zlib.compress(values.astype(np.dtype(width).newbyteorder("<")).tobytes(), level=1)
    return {"type": width, "data": base64.b64encode(packed).decode("ascii")}


def encode_steady(values: NDArray[np.float64]) -> dict[str, object]:
    """Write a column that seldom changes as the rows of its changes and what it changes to, None for NaN."""
    before = np.concatenate(([np.inf], values[:-1]))[: len(values)]
    changes = np.flatnonzero((values != before) & ~(np.isnan(values) & np.isnan(before)))
    return {
        "row": changes.tolist(),
        "value": [None if np.isnan(value) else value for value in values[changes].tolist()],
    }
