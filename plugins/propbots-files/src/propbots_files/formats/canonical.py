"""The canonical CSV of bars: `time,open,high,low,close,volume`, in UTC unless a time says otherwise, open-stamped."""

from datetime import UTC

from propbots.api.data import BarTable
from propbots_files.columns import FileColumns
from propbots_files.content import Content
from propbots_files.formats.format import Format
from propbots_files.instructions import Instructions
from propbots_files.layout import Layout
from propbots_files.settings import Stamp
from propbots_files.table import read_table
from propbots_files.text import Line, head_lines

__all__ = ["FORMAT"]

_HEADER = "time,open,high,low,close,volume"


def _recognise(content: Content, instructions: Instructions) -> bool:
    """Whether the file begins with the canonical header, and nothing said of its rows speaks against it."""
    if instructions.names or instructions.namings or instructions.separator not in {None, ","}:
        return False
    return next((line.text == _HEADER for line in head_lines(content, instructions.encoding)), False)


def _read(content: Content, instructions: Instructions) -> BarTable:
    """Read bars.

    Raises:
        DataError: At the first thing that cannot be read.
        ConfigurationError: If what the user said does not fit the file.
    """
    names = tuple(_HEADER.split(","))

    def lay_out(header: Line) -> Layout:
        return Layout(
            location=content.location,
            title="csv (canonical)",
            separator=",",
            names=names,
            columns=FileColumns(stamp=(0,), prices=(1, 2, 3, 4), volume=5),
            header_row=header.row,
            is_prescribed=instructions.zone is None and instructions.stamp is None,
            zone=instructions.zone or UTC,
            stamp=instructions.stamp or Stamp.OPEN,
            form=instructions.form,
        )

    return read_table(content, instructions.encoding, lay_out)


FORMAT = Format(_recognise, _read)
