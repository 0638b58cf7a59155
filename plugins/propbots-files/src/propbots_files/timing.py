"""When the bars of a file began and how long they last, or when its ticks were."""

import attrs
import numpy as np
from numpy.typing import NDArray

from propbots.api.data import DAY, Timeframe
from propbots_files.layout import Layout
from propbots_files.parts import TICKS
from propbots_files.refusal import ColumnOfFile
from propbots_files.rows import Rows
from propbots_files.settings import Stamp
from propbots_files.stamp_style import StampStyle
from propbots_files.timeframe import commonest_spacing
from propbots_files.zone import to_utc

__all__ = ["Timing", "find_timing"]

_TIMEFRAME_MAX = 366 * DAY


@attrs.frozen(eq=False)
class Timing:
    """When the bars of a file began, or its ticks were.

    Attributes:
        time: Nanoseconds since 1970 UTC, shape (rows,), int64.
        timeframe: How long a bar lasts; 0 for ticks.
        style: How the times are written.
        told_apart: Times of hours that came twice, told apart by their order.
    """

    time: NDArray[np.int64]
    timeframe: Timeframe
    style: StampStyle
    told_apart: int = 0


def find_timing(rows: Rows, style: StampStyle, layout: Layout) -> Timing:
    """Find out when the bars of a whole file began, or its ticks were.

    Args:
        rows: All rows of the file, at least one.
        style: How their times are written.
        layout: Of the file.

    Raises:
        DataCorrupt: At a time that cannot have been, or if the rows do not show how long a bar lasts.
    """
    column = ColumnOfFile(layout.location, layout.stamp_name, rows.row)
    if layout.columns.kind is TICKS:
        time, told_apart = (rows.time, 0) if style.zone is None else to_utc(rows.time, style.zone, column)
        return Timing(time, Timeframe(0), style, told_apart)
    timeframe = _timeframe(rows, column)
    # A date without a clock names a bar's day, and neither of its ends.
    shift = timeframe if layout.stamp is Stamp.CLOSE and style.has_clock else 0
    if style.zone is None:
        return Timing(rows.time - shift, timeframe, style)
    if timeframe >= DAY:
        # A day may have 23 or 25 hours: it began when the clock showed the same time a day before.
        return Timing(to_utc(rows.time - shift, style.zone, column)[0], timeframe, style)
    time, told_apart = to_utc(rows.time, style.zone, column)
    return Timing(time - shift, timeframe, style, told_apart)


def _timeframe(rows: Rows, column: ColumnOfFile) -> Timeframe:
    spacing = commonest_spacing(rows.time)
    if spacing is None:
        raise column.refusal(0, "a single bar does not show how long it lasts; give a file of two bars or more")
    if spacing > _TIMEFRAME_MAX:
        raise column.refusal(0, f"bars must not last longer than a year (was {spacing // DAY} days); check the times")
    return Timeframe(spacing)
