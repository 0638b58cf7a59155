"""How a text file of bars or ticks is laid out: what a format finds out before the rows are read."""

from datetime import tzinfo

import attrs

from propbots_files.columns import FileColumns
from propbots_files.settings import Stamp
from propbots_files.stamp_form import StampForm

__all__ = ["Layout"]


@attrs.frozen
class Layout:
    """How a text file of bars or ticks is laid out.

    Attributes:
        location: The file, as the user wrote it.
        title: What was recognised, such as `csv (canonical)`.
        separator: The character between two fields.
        names: Of all columns in order, for messages.
        columns: Where the parts of a row stand, and whether it is a bar or a tick.
        header_row: The line above the first row of data, counted from 1; 0 without a header.
        is_prescribed: Whether the format itself says what zone and stamp are, so that the title says enough.
        zone: Of times that do not say theirs; None if such times must be refused.
        stamp: Which end of a bar its time names; of no meaning for ticks.
        form: How times are written; None to recognise it from the first.
        notes: What was taken for granted, one sentence each.
    """

    location: str
    title: str
    separator: str
    names: tuple[str, ...]
    columns: FileColumns
    header_row: int
    is_prescribed: bool
    zone: tzinfo | None
    stamp: Stamp
    form: StampForm | None = None
    notes: tuple[str, ...] = ()

    @property
    def stamp_name(self) -> str:
        """Return the name of the column of the times, or of both of them."""
        return " and ".join(self.names[index] for index in self.columns.stamp)
