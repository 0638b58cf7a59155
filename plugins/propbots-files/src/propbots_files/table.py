"""From a text file to a table of bars or ticks: the way that all formats of text share."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from itertools import chain

from propbots.api.data import BarTable, DataSource, TickTable
from propbots_files import exact
from propbots_files.content import Content
from propbots_files.description import assumptions_of, format_of
from propbots_files.layout import Layout
from propbots_files.made import to_bars, to_ticks
from propbots_files.parts import TICKS
from propbots_files.refusal import ColumnOfFile, refusal
from propbots_files.rows import Rows, TextRows, join_rows
from propbots_files.stamp_style import StampStyle, find_style
from propbots_files.stamp_text import to_nanoseconds
from propbots_files.text import Block, Line, read_blocks
from propbots_files.timing import find_timing

__all__ = ["read_table"]

_ROW_SIZE_MIN = 10
"""Bytes of the shortest row that a bar or a tick can have."""
_FEW_BYTES = 400_000
"""Up to this size a block is read row by row: at 7,000 rows that takes as long as importing pyarrow, 45 ms."""


def read_table(content: Content, encoding: str | None, lay_out: Callable[[Line], Layout]) -> BarTable | TickTable:
    """Read a text file of bars or ticks.

    Args:
        content: Not yet read.
        encoding: What the user said of it; None to recognise it.
        lay_out: Finds out the layout from the first line with something on it.

    Raises:
        DataError: At the first thing that cannot be read, with row and column where there are any.
        ConfigurationError: If what the user said does not fit the file, or the file leaves open what he has to say.
    """
    blocks = read_blocks(content, encoding)
    first, header = _first_line(blocks, content.location, "the file is empty")
    layout = lay_out(header)
    below = chain([first.after(layout.header_row)], blocks)
    first, _ = _first_line(below, content.location, "there are no rows of data below the header")
    style = find_style(first, layout)
    with _reading(chain([first], below), layout, is_long=len(first.data) > _FEW_BYTES) as texts:
        rows = join_rows((_with_times(text, layout, style) for text in texts), _expected_rows(first, content.size))
    timing = find_timing(rows, style, layout)
    source = DataSource(content.location, format_of(layout, timing), content.sha256(), assumptions_of(layout, timing))
    make = to_ticks if layout.columns.kind is TICKS else to_bars
    return make(rows, layout.columns, timing, source)


def _first_line(blocks: Iterator[Block], location: str, otherwise: str) -> tuple[Block, Line]:
    """Return the first block and line with something on it."""
    for block in blocks:
        for line in block.lines():
            return block, line
    raise refusal(location, f"{otherwise}; give a file with bars or ticks")


@contextmanager
def _reading(blocks: Iterator[Block], layout: Layout, *, is_long: bool) -> Iterator[Iterator[TextRows]]:
    """Give the rows of each block to a `with` block; those of a long file are read and parsed in other threads."""
    read = partial(_read_text_rows, layout=layout)
    if not is_long:
        yield map(read, blocks)
        return
    from propbots_files.ahead import ahead  # noqa: PLC0415 -- costs more time than short files take

    with ahead(blocks) as coming, ahead(map(read, coming)) as texts:
        yield texts


def _read_text_rows(block: Block, layout: Layout) -> TextRows:
    if len(block.data) <= _FEW_BYTES:
        return exact.read_rows(block, layout)
    from propbots_files import arrow  # noqa: PLC0415 -- costs more time than small files take

    return arrow.read_rows(block, layout) or exact.read_rows(block, layout)


def _expected_rows(first: Block, size: int) -> int:
    """Return about how many rows a file of so many bytes has, by its first block; fewer if it is packed."""
    lines = first.line_count()
    return lines + min(size * lines // len(first.data), size // _ROW_SIZE_MIN)


def _with_times(text: TextRows, layout: Layout, style: StampStyle) -> Rows:
    column = ColumnOfFile(layout.location, layout.stamp_name, text.row)
    time = to_nanoseconds(text.stamp, style.form, column, zoned=style.zone is None)
    return Rows(text.row, time, text.numbers)
