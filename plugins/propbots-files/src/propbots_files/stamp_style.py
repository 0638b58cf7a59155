"""How the times of a file are written, found out from the file."""

from datetime import tzinfo

import attrs
import numpy as np

from propbots.errors import ConfigurationError
from propbots_files.exact import read_stamps
from propbots_files.layout import Layout
from propbots_files.refusal import ColumnOfFile, refusal, shown
from propbots_files.stamp_form import DAY_FIRST, MONTH_FIRST, StampForm, recognise, spell
from propbots_files.stamp_text import largest
from propbots_files.text import Block

__all__ = ["StampStyle", "find_style"]

_MONTHS = 12


@attrs.frozen
class StampStyle:
    """How the times of a file are written.

    Attributes:
        form: The same for all.
        zone: Where the clock hung that they were read from; None if the times say their zone.
        has_clock: Whether they tell more than a date.
    """

    form: StampForm
    zone: tzinfo | None
    has_clock: bool = True


def find_style(block: Block, layout: Layout) -> StampStyle:
    """Find out how the times of a file are written.

    Args:
        block: The first rows of data, at least one.
        layout: Of the file.

    Raises:
        DataCorrupt: If the first time is of no known form.
        ConfigurationError: If the times may begin with the day or the month, or nothing says their zone.
    """
    row, first = next(read_stamps(block, layout))
    form = layout.form or recognise(first)
    if form is None:
        reason = f"must be a time in a common form (was {shown(first.decode())})"
        mend = "describe it with --timestamp-format, such as '%d %b %Y %H:%M'"
        raise refusal(layout.location, f"{reason}; {mend}", row=row, column=layout.stamp_name)
    if form is MONTH_FIRST:
        form = _month_or_day_first(block, layout)
    match = form.pattern.fullmatch(first)
    groups = match.groupdict() if match else {}
    if form.unit or groups.get("zone"):
        return StampStyle(form, None)
    if layout.zone is None:
        reason = "the times have no zone; say with --timezone where the clock hung that they were read from"
        raise ConfigurationError(f"{layout.location}: {reason}, such as UTC or America/Chicago")
    return StampStyle(form, layout.zone, has_clock=groups.get("hour") is not None)


def _month_or_day_first(block: Block, layout: Layout) -> StampForm:
    """Return what the dates begin with, which one after the twelfth of a month tells."""
    rows, stamps = zip(*read_stamps(block, layout), strict=True)
    column = ColumnOfFile(layout.location, layout.stamp_name, np.array(rows))
    texts = np.array(stamps, dtype=np.bytes_)
    if largest(texts, MONTH_FIRST, column, "day") > _MONTHS:
        return MONTH_FIRST
    if largest(texts, MONTH_FIRST, column, "month") > _MONTHS:
        return DAY_FIRST
    proposals = " or ".join(repr(spell(form, stamps[0])) for form in (MONTH_FIRST, DAY_FIRST))
    reason = f"dates such as {stamps[0].decode()!r} may begin with the month or the day"
    raise ConfigurationError(f"{layout.location}: {reason}; say which with --timestamp-format {proposals}")
