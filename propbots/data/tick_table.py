"""What a data provider hands over for ticks: quotes and prints in columns, as they were found."""

import attrs
import numpy as np
from numpy.typing import NDArray

from propbots.data.table import DataSource

__all__ = ["TickTable"]


@attrs.frozen(eq=False)
class TickTable:
    """Quotes and prints of one instrument as columns of equal length, in the order in which they were found.

    A row may tell a side of the book, both, a print, or a quote and a print that came after it; a side that it does
    not tell stands as it stood. Rows may be identical: two prints of one price, size and stamp are two trades.

    Attributes:
        time: When, nanoseconds since 1970 UTC, int64; never before that of the row above.
        bid: Best bid, float64, the float nearest to the decimal that the source holds; NaN where the row tells none.
        ask: Best ask, in the same way.
        last: Price of a print, in the same way.
        bid_size: Quantity at the bid, float64; NaN where unknown.
        ask_size: Quantity at the ask, in the same way.
        size: Quantity of the print, in the same way.
        row: Where each row stands in its source, counted from 1 with any header, int64.
        source: Where the columns came from.
    """

    time: NDArray[np.int64]
    bid: NDArray[np.float64]
    ask: NDArray[np.float64]
    last: NDArray[np.float64]
    bid_size: NDArray[np.float64]
    ask_size: NDArray[np.float64]
    size: NDArray[np.float64]
    row: NDArray[np.int64]
    source: DataSource

    def __len__(self) -> int:
        """Return the number of rows."""
        return len(self.time)

    def select(self, chosen: "NDArray[np.bool_] | slice") -> "TickTable":
        """Return the chosen rows as a table of their own."""
        names = ("time", "bid", "ask", "last", "bid_size", "ask_size", "size", "row")
        return attrs.evolve(self, **{name: getattr(self, name)[chosen] for name in names})
