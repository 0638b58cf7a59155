"""Tables for people: what has no room is folded between words or left out, and nothing is cut."""

from collections.abc import Iterable, Sequence

import attrs
from rich.table import Table

__all__ = ["Layout", "lay_out"]

_PADDING = 2
"""One blank on each side of a column."""


@attrs.frozen
class Layout:
    """A table and what became of it.

    Attributes:
        table: To be printed.
        width: That it needs, in letters.
        left_out: The columns for which there was no room.
    """

    table: Table
    width: int
    left_out: list[str]


@attrs.frozen
class _Column:
    name: str
    cells: list[str]

    @property
    def folds(self) -> bool:
        """Whether it holds text of several words; numbers and names are never folded."""
        return any(" " in cell for cell in self.cells)

    @property
    def least(self) -> int:
        """How narrow it may become: as wide as its longest word."""
        return _PADDING + max(len(word) for text in (self.name, *self.cells) for word in text.split(" "))

    @property
    def full(self) -> int:
        return _PADDING + max(len(text) for text in (self.name, *self.cells))


def lay_out(
    columns: Sequence[str], rows: Iterable[Sequence[str]], *, width: int, optional: Sequence[str] = ()
) -> Layout:
    """Return a table that fits a width if it can.

    Args:
        columns: Their names.
        rows: Their cells.
        width: Of the terminal, in letters.
        optional: Names of columns that are left out where there is no room, the first one first.
    """
    cells = [list(row) for row in rows]
    chosen = [_Column(name, [row[place] for row in cells]) for place, name in enumerate(columns)]
    left_out = []
    for name in optional:
        if sum(column.least for column in chosen) > width:
            chosen = [column for column in chosen if column.name != name]
            left_out.append(name)
    table = Table(box=None, header_style="bold")
    crowded = sum(column.full for column in chosen) > width
    for column in chosen:
        head = column.name.replace(" ", "\n") if crowded and not column.folds else column.name
        table.add_column(head, overflow="fold", no_wrap=not column.folds)
    for row in zip(*(column.cells for column in chosen), strict=True):
        table.add_row(*row)
    return Layout(table, max(width, sum(column.least for column in chosen)), left_out)
