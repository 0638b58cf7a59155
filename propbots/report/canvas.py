"""A sheet of letters to draw on."""

from rich.text import Text

__all__ = ["Canvas"]


class Canvas:
    """Rows of cells, each a letter with a style; what is put later lies on top."""

    def __init__(self, rows: int, columns: int) -> None:
        """Begin with an empty sheet."""
        self._cells = [[(" ", "")] * columns for _ in range(rows)]

    def put(self, row: int, column: int, letter: str, style: str) -> None:
        """Put a letter."""
        self._cells[row][column] = (letter, style)

    def row(self, row: int) -> Text:
        """Return one row."""
        return Text.assemble(*self._cells[row])
