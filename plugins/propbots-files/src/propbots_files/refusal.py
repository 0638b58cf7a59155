"""How a refusal names file, row and column, the same everywhere."""

import attrs
import numpy as np
from numpy.typing import NDArray

from propbots.errors import DataCorrupt

__all__ = ["ColumnOfFile", "refusal", "shown"]

_SHOWN = 40
"""Characters of a wrong value that a message repeats."""


def refusal(location: str, reason: str, *, row: int | None = None, column: str | None = None) -> DataCorrupt:
    """Return the error for what is wrong at a place of a file.

    Args:
        location: The file, as the user wrote it.
        reason: What is wrong and how to mend it.
        row: Line of the file, counted from 1 with the header.
        column: As the file's header names it.
    """
    place = "".join((f"row {row}" if row else "", ", " if row and column else "", f"column {column}" if column else ""))
    return DataCorrupt(f"{location}: {place}: {reason}" if place else f"{location}: {reason}")


def shown(value: str) -> str:
    """Return a value in quotation marks, cut to a length that fits a message."""
    return repr(value if len(value) <= _SHOWN else value[:_SHOWN] + "…")


@attrs.frozen(eq=False)
class ColumnOfFile:
    """One column of a file, for messages about its values.

    Attributes:
        location: The file, as the user wrote it.
        name: As the file's header names it.
        row: Line of the file on which each value stands, shape (values,), int64.
    """

    location: str
    name: str
    row: NDArray[np.int64]

    def refusal(self, index: int, reason: str) -> DataCorrupt:
        """Return the error for one of the values."""
        return refusal(self.location, reason, row=int(self.row[index]), column=self.name)
