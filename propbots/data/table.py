"""What a data provider hands over: bars in columns, as they were found."""

import attrs
import numpy as np
from numpy.typing import NDArray

from propbots.domain.timeframe import Timeframe

__all__ = ["BarTable", "DataSource"]


@attrs.frozen
class DataSource:
    """Where data came from and how they were read.

    Attributes:
        location: The file or query, as the user wrote it.
        format: What was recognised, such as `csv (canonical)`.
        sha256: Of the bytes as they lie in the file; of the columns where there is no file.
        assumptions: What was taken for granted while reading, one sentence each.
    """

    location: str
    format: str
    sha256: str
    assumptions: tuple[str, ...] = ()


@attrs.frozen(eq=False)
class BarTable:
    """Bars of one instrument at one timeframe as columns of equal length, in the order in which they were found.

    Attributes:
        open_time: When each bar began, nanoseconds since 1970 UTC, int64.
        open: First prices, float64; each the float nearest to the decimal that the source holds.
        high: Highest prices, float64.
        low: Lowest prices, float64.
        close: Last prices, float64.
        volume: Traded quantity, float64; NaN where the source does not say.
        row: Where each bar stands in its source, counted from 1 with any header, int64.
        timeframe: The commonest spacing of the rows.
        source: Where the columns came from.
        duplicates: Identical rows that were dropped.
    """

    open_time: NDArray[np.int64]
    open: NDArray[np.float64]
    high: NDArray[np.float64]
    low: NDArray[np.float64]
    close: NDArray[np.float64]
    volume: NDArray[np.float64]
    row: NDArray[np.int64]
    timeframe: Timeframe
    source: DataSource
    duplicates: int = 0

    def __len__(self) -> int:
        """Return the number of bars."""
        return len(self.open_time)

    def select(self, chosen: "NDArray[np.bool_] | slice") -> "BarTable":
        """Return the chosen rows as a table of their own."""
        names = ("open_time", "open", "high", "low", "close", "volume", "row")
        return attrs.evolve(self, **{name: getattr(self, name)[chosen] for name in names})
