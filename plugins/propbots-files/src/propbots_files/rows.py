"""The rows of a file in columns: first with their times as text, then as numbers."""

from collections.abc import Iterable
from typing import Any

import attrs
import numpy as np
from numpy.typing import NDArray

__all__ = ["STAMP_SIZE_MAX", "Rows", "TextRows", "join_rows"]

STAMP_SIZE_MAX = 64
"""Characters of the longest text that can be a time."""


@attrs.frozen(eq=False)
class TextRows:
    """Some rows whose times are still text; columns of equal length.

    Attributes:
        row: Line of the file on which each stands, counted from 1, int64.
        stamp: The time, or date and clock joined by a blank; ASCII.
        numbers: In the order of the file's `FileColumns.numbers`, float64, each the float nearest to the decimal in
            the text; NaN where there is none.
    """

    row: NDArray[np.int64]
    stamp: NDArray[np.bytes_]
    numbers: tuple[NDArray[np.float64], ...]


@attrs.frozen(eq=False)
class Rows:
    """Some rows; columns of equal length.

    Attributes:
        row: As in `TextRows`.
        time: Nanoseconds since 1970, in UTC or as the clock showed them, int64.
        numbers: As in `TextRows`.
    """

    row: NDArray[np.int64]
    time: NDArray[np.int64]
    numbers: tuple[NDArray[np.float64], ...]


def join_rows(parts: Iterable[Rows], expected: int) -> Rows:
    """Return the rows of all parts.

    Args:
        parts: In the order of the file, at least one.
        expected: How many rows there may be; a bad guess costs time and changes nothing.
    """
    columns: list[NDArray[Any]] = []
    size = 0
    for part in parts:
        more = (part.row, part.time, *part.numbers)
        columns = columns or [np.empty(expected, dtype=column.dtype) for column in more]
        end = size + len(part.row)
        if end > len(columns[0]):
            columns = [_roomier(column, size, 2 * end) for column in columns]
        for column, added in zip(columns, more, strict=True):
            column[size:end] = added
        size = end
    row, time, *numbers = (column[:size] for column in columns)
    return Rows(row, time, tuple(numbers))


def _roomier(column: NDArray[Any], size: int, room: int) -> NDArray[Any]:
    larger = np.empty(room, dtype=column.dtype)
    larger[:size] = column[:size]
    return larger
