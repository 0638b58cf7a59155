"""Ticks as the engine reads them: whole steps in columns, quotes and public prints in one series."""

from collections.abc import Iterator
from itertools import chain, repeat

import attrs
import numpy as np
from numpy.typing import NDArray

from propbots.data.columns import CHUNK
from propbots.data.table import DataSource
from propbots.domain.instrument import Instrument
from propbots.domain.tick import QuoteTick, TradeTick

__all__ = ["TickColumns", "tell_apart"]


def tell_apart(time: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return moments that follow one another strictly: those that fall together are a nanosecond apart, in their order.

    Args:
        time: Moments in order, nanoseconds since 1970 UTC, shape (n,).
    """
    places = np.arange(len(time), dtype=np.int64)
    return np.maximum.accumulate(time - places) + places


@attrs.frozen(eq=False)
class TickColumns:
    """Ticks of one instrument, oldest first, as columns of equal length; all int64 but the flag.

    Attributes:
        instrument: What the ticks are of.
        time: When, nanoseconds since 1970 UTC; no two the same.
        is_trade: Whether it is a public print, and no quote.
        bid: Best bid in ticks; of a print its price.
        ask: Best ask in ticks; of a print its price.
        bid_quantity: Quantity steps at the bid, 0 where unknown; of a print its quantity.
        ask_quantity: Quantity steps at the ask, 0 where unknown or for a print.
        source: Where the ticks came from.
        rows: Rows of the source.
        rounded: Prices that lay off the grid and were rounded to it.
        span: When the source's first and last tick were, whichever of its ticks are here; None without a source.
    """

    instrument: Instrument
    time: NDArray[np.int64]
    is_trade: NDArray[np.bool_]
    bid: NDArray[np.int64]
    ask: NDArray[np.int64]
    bid_quantity: NDArray[np.int64]
    ask_quantity: NDArray[np.int64]
    source: DataSource
    rows: int = 0
    rounded: int = 0
    span: tuple[int, int] | None = None

    def __len__(self) -> int:
        """Return the number of ticks."""
        return len(self.time)

    @property
    def has_quotes(self) -> bool:
        """Whether there are quotes among them."""
        return not bool(self.is_trade.all())

    @property
    def has_trades(self) -> bool:
        """Whether there are public prints among them."""
        return bool(self.is_trade.any())

    def select(self, chosen: "NDArray[np.bool_] | slice") -> "TickColumns":
        """Return the chosen ticks as columns of their own."""
        names = ("time", "is_trade", "bid", "ask", "bid_quantity", "ask_quantity")
        return attrs.evolve(self, **{name: getattr(self, name)[chosen] for name in names})

    def read(self, index: int) -> QuoteTick | TradeTick:
        """Make the tick of an index."""
        time, price, quantity = (column.item(index) for column in (self.time, self.bid, self.bid_quantity))
        if self.is_trade[index]:
            return TradeTick(time, price, quantity, self.instrument)
        return QuoteTick(time, price, self.ask.item(index), quantity, self.ask_quantity.item(index), self.instrument)

    def ticks(self) -> Iterator[QuoteTick | TradeTick]:
        """Make the ticks one after the other; the memory of one chunk at a time is in use."""
        return chain.from_iterable(self.chunk(first, first + CHUNK) for first in range(0, len(self), CHUNK))

    def chunk(self, first: int, last: int) -> Iterator[QuoteTick | TradeTick]:
        """Make the ticks from an index up to another, built in C: quotes and prints apart, then each in its place."""
        is_trade = self.is_trade[first:last]
        if is_trade.all():
            return self._prints(slice(first, last))
        if not is_trade.any():
            return self._quotes(slice(first, last))
        quotes, prints = np.flatnonzero(~is_trade), np.flatnonzero(is_trade)
        made = np.empty(len(is_trade), dtype=object)
        made[quotes] = np.fromiter(self._quotes(quotes + first), object, len(quotes))
        made[prints] = np.fromiter(self._prints(prints + first), object, len(prints))
        return iter(made.tolist())

    def _quotes(self, chosen: "slice | NDArray[np.int64]") -> Iterator[QuoteTick]:
        names = ("time", "bid", "ask", "bid_quantity", "ask_quantity")
        return map(QuoteTick, *(getattr(self, name)[chosen].tolist() for name in names), repeat(self.instrument))

    def _prints(self, chosen: "slice | NDArray[np.int64]") -> Iterator[TradeTick]:
        names = ("time", "bid", "bid_quantity")
        return map(TradeTick, *(getattr(self, name)[chosen].tolist() for name in names), repeat(self.instrument))
