"""What a user may say about a file; light enough for the entry module."""

from enum import StrEnum

import attrs

__all__ = ["FileSettings", "Stamp"]


class Stamp(StrEnum):
    """Which end of a bar its time names."""

    OPEN = "open"
    CLOSE = "close"


@attrs.frozen
class FileSettings:
    """What is known about a file beyond what it says itself; everything left out is recognised from the content.

    Attributes:
        columns: Names for the columns. Either all of them in order, `time,open,high,low,close,volume` or, for ticks,
            `time,bid,ask,last,volume`, for a file without a header (a column of another name, such as `-`, is ignored);
            or only those whose header has an odd name, `time=Start,close=Settle`. The names are `time`, `date` (beside
            a `time` with the clock), `open`, `high`, `low`, `close`, `volume`, and for ticks `bid`, `ask`, `last`,
            `volume`, `bid_size`, `ask_size`.
        separator: The character between two fields; `tab` stands for the tabulator.
        timestamp_format: How times are written, in the directives of `strptime`, such as `%d.%m.%Y %H:%M`; date and
            clock of two columns are joined by a blank first.
        timezone: Where the clock hung that times without a zone were read from, such as `America/Chicago` or `UTC`.
        stamp: Whether a bar is stamped with its `open` or its `close`; `open` if nothing is said.
        encoding: How the text is encoded, such as `latin-1`; UTF-8 and UTF-16 are recognised.
    """

    columns: str | None = None
    separator: str | None = None
    timestamp_format: str | None = None
    timezone: str | None = None
    stamp: Stamp | None = None
    encoding: str | None = None
