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
        row: Line of the file on which each bar stands, counted from 1, int64.
        stamp: The time, or date and clock joined by a blank; ASCII.
        numbers: Open, high, low, close and volume, float64, each the float nearest to the decimal in the text; an
            unknown volume is NaN.
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


def join_rows(parts: Iterable[Rows]) -> Rows:
    """Return the rows of all parts, of which there is at least one."""
    columns: list[NDArray[Any]] = []
    for part in parts:
        more = (part.row, part.time, *part.numbers)
        columns = list(map(_extend, columns, more)) if columns else [column.copy() for column in more]
    row, time, *numbers = columns
    return Rows(row, time, tuple(numbers))


def _extend(column: NDArray[Any], more: NDArray[Any]) -> NDArray[Any]:
    """Return a column with further values behind it; it grows in place, so that memory never holds it twice."""
    size = len(column)
    column.resize(size + len(more), refcheck=False)
    column[size:] = more
    return column
