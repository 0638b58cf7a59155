"""Formats whose columns are known beforehand: a file is of one by its first line alone."""

import re

import attrs

from propbots.api.data import BarTable, TickTable
from propbots.errors import ConfigurationError
from propbots_files.columns import FileColumns, find_columns
from propbots_files.content import Content
from propbots_files.formats.format import Format
from propbots_files.instructions import Instructions
from propbots_files.layout import Layout
from propbots_files.parts import Role
from propbots_files.settings import Stamp
from propbots_files.stamp_form import StampForm
from propbots_files.table import read_table
from propbots_files.text import Line, head_lines

__all__ = ["NUMBER", "Prescription", "build_format"]

NUMBER = r"-?\d+(?:\.\d+)?"
"""A pattern of numbers as programs write them."""


@attrs.frozen
class Prescription:
    """How a program or a venue writes ticks.

    Attributes:
        title: What the format is called.
        separator: The character between two fields.
        names: Of the columns in order; the first line may have fewer where the last ones are left out. Empty where
            they are those of the header.
        header: Pattern of the first line where it is a header.
        row: Pattern of the first line where it is data; None where files always have a header.
        form: How times are written; None to recognise it from the first.
        flags: The name of the column of flags; None where there is none.
        notes: What is taken for granted, one sentence each.
    """

    title: str
    separator: str
    names: tuple[str, ...] = ()
    header: re.Pattern[str] | None = None
    row: re.Pattern[str] | None = None
    form: StampForm | None = None
    flags: str | None = None
    notes: tuple[str, ...] = ()

    def is_first_line(self, text: str) -> bool:
        """Whether a file of this format begins with such a line."""
        patterns = filter(None, (self.header, self.row))
        return any(pattern.fullmatch(text) for pattern in patterns)

    def lay_out(self, line: Line, location: str, instructions: Instructions) -> Layout:
        """Return the layout of a file that begins with a line."""
        has_header = self.header is not None and self.header.fullmatch(line.text) is not None
        fields = tuple(line.text.split(self.separator))
        names = (self.names or fields)[: len(fields)]
        return Layout(
            location=location,
            title=self.title,
            separator=self.separator,
            names=names,
            columns=self._find_columns(names),
            header_row=line.row if has_header else line.row - 1,
            is_prescribed=False,
            zone=instructions.zone,
            stamp=Stamp.OPEN,
            form=instructions.form or self.form,
            notes=self.notes,
        )

    def _find_columns(self, names: tuple[str, ...]) -> FileColumns:
        columns = find_columns(names, (), ConfigurationError)
        if self.flags is None:
            return columns
        return attrs.evolve(columns, numbers={**columns.numbers, Role.FLAGS: names.index(self.flags)})


def build_format(prescription: Prescription) -> Format:
    """Return the format of files that are as prescribed."""

    def recognise(content: Content, instructions: Instructions) -> bool:
        said = instructions.names or instructions.namings or instructions.stamp
        if said or instructions.separator not in {None, prescription.separator}:
            return False
        first = next(head_lines(content, instructions.encoding), None)
        return first is not None and prescription.is_first_line(first.text)

    def read(content: Content, instructions: Instructions) -> BarTable | TickTable:
        return read_table(
            content, instructions.encoding, lambda line: prescription.lay_out(line, content.location, instructions)
        )

    return Format(recognise, read)
