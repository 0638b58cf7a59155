"""What a table of bars or ticks says of how its file was read."""

from propbots_files.columns import listed
from propbots_files.layout import Layout
from propbots_files.parts import TICKS, Role
from propbots_files.settings import Stamp
from propbots_files.stamp_form import DAY_FIRST, MONTH_FIRST
from propbots_files.timing import Timing

__all__ = ["assumptions_of", "format_of"]


def format_of(layout: Layout, timing: Timing) -> str:
    """Return what was recognised, in one line."""
    if layout.is_prescribed:
        return layout.title
    times = f"{timing.style.zone} wall time" if timing.style.zone else "times with their zone"
    if timing.style.form.unit:
        times = timing.style.form.name
    stamped = "ticks" if layout.columns.kind is TICKS else f"{layout.stamp}-stamped"
    return f"{layout.title.removesuffix(')')}; {times}; {stamped})"


def assumptions_of(layout: Layout, timing: Timing) -> tuple[str, ...]:
    """Return what was taken for granted, one sentence each."""
    used = layout.columns.used
    ignored = [name for index, name in enumerate(layout.names) if index not in used]
    sentences = [
        *layout.notes,
        f"Columns read: {listed([layout.names[index] for index in used])}.",
        f"Columns ignored: {listed(ignored)}." if ignored else "",
        "" if Role.VOLUME in layout.columns.numbers else "The file has no volume.",
        f"Fields are separated by {layout.separator!r}.",
        _about_zone(timing),
        _about_date(timing),
        _about_stamp(layout, timing),
    ]
    return tuple(sentence for sentence in sentences if sentence)


def _about_zone(timing: Timing) -> str:
    if timing.style.form.unit:
        return f"Times are {timing.style.form.name} UTC."
    if timing.style.zone is None:
        return "Times say their zone."
    told = f"; {timing.told_apart} in hours that came twice were told apart by their order" if timing.told_apart else ""
    return f"Times are what clocks showed in {timing.style.zone}{told}."


def _about_date(timing: Timing) -> str:
    if timing.style.form not in (MONTH_FIRST, DAY_FIRST):
        return ""
    first = "month" if timing.style.form is MONTH_FIRST else "day"
    return f"Dates begin with the {first}, because some of them could not begin otherwise."


def _about_stamp(layout: Layout, timing: Timing) -> str:
    if layout.columns.kind is TICKS:
        return "Rows are ticks; what one leaves empty of a quote stands as it stood."
    if layout.stamp is Stamp.OPEN:
        return "A time names the open of its bar."
    return f"A time names the close of its bar, which began {timing.timeframe} before."
