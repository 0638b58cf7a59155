"""The canonical CSV, in UTC unless a time says otherwise.

Bars are `time,open,high,low,close,volume`, open-stamped; ticks are `time,bid,ask,last,volume`.
"""

from datetime import UTC

from propbots.api.data import BarTable, TickTable
from propbots.errors import ConfigurationError
from propbots_files.columns import find_columns
from propbots_files.content import Content
from propbots_files.formats.format import Format
from propbots_files.instructions import Instructions
from propbots_files.layout import Layout
from propbots_files.settings import Stamp
from propbots_files.table import read_table
from propbots_files.text import Line, head_lines

__all__ = ["FORMAT"]

_BARS = "time,open,high,low,close,volume"
_TICKS = "time,bid,ask,last,volume"


def _recognise(content: Content, instructions: Instructions) -> bool:
    """Whether the file begins with a canonical header, and nothing said of its rows speaks against it."""
    if instructions.names or instructions.namings or instructions.separator not in {None, ","}:
        return False
    return next((_is_header(line, instructions) for line in head_lines(content, instructions.encoding)), False)


def _is_header(line: Line, instructions: Instructions) -> bool:
    return line.text == _BARS or (line.text == _TICKS and instructions.stamp is None)


def _read(content: Content, instructions: Instructions) -> BarTable | TickTable:
    """Read bars or ticks.

    Raises:
        DataError: At the first thing that cannot be read.
        ConfigurationError: If what the user said does not fit the file.
    """

    def lay_out(header: Line) -> Layout:
        names = tuple(header.text.split(","))
        return Layout(
            location=content.location,
            title="csv (canonical)" if header.text == _BARS else "csv (canonical, ticks)",
            separator=",",
            names=names,
            columns=find_columns(names, (), ConfigurationError),
            header_row=header.row,
            is_prescribed=instructions.zone is None and instructions.stamp is None,
            zone=instructions.zone or UTC,
            stamp=instructions.stamp or Stamp.OPEN,
            form=instructions.form,
        )

    return read_table(content, instructions.encoding, lay_out)


FORMAT = Format(_recognise, _read)
