"""Quotes, prints and the depth of a book."""

from decimal import Decimal
from typing import final

import msgspec

from propbots.domain.instrument import Instrument
from propbots.domain.scale import EXACT

__all__ = ["DepthLevel", "DepthUpdate", "QuoteTick", "TradeTick"]


@final
class QuoteTick(msgspec.Struct, gc=False, frozen=True):
    """The best bid and ask of a moment; sizes in quantity steps."""

    event_time_ns: int
    bid_steps: int
    ask_steps: int
    bid_quantity_steps: int
    ask_quantity_steps: int
    instrument: Instrument

    @property
    def reach(self) -> tuple[int, int]:
        """The lowest and the highest price in it, in ticks."""
        return self.bid_steps, self.ask_steps

    @property
    def bid(self) -> Decimal:
        """Best bid."""
        return EXACT.multiply(self.bid_steps, self.instrument.tick_size)

    @property
    def ask(self) -> Decimal:
        """Best ask."""
        return EXACT.multiply(self.ask_steps, self.instrument.tick_size)


@final
class TradeTick(msgspec.Struct, gc=False, frozen=True):
    """A public print; its quantity in quantity steps."""

    event_time_ns: int
    price_steps: int
    quantity_steps: int
    instrument: Instrument

    @property
    def reach(self) -> tuple[int, int]:
        """The lowest and the highest price in it, in ticks."""
        return self.price_steps, self.price_steps

    @property
    def price(self) -> Decimal:
        """The price of the print."""
        return EXACT.multiply(self.price_steps, self.instrument.tick_size)


class DepthLevel(msgspec.Struct, gc=False, frozen=True):
    """One price level of a book."""

    price_steps: int
    quantity_steps: int


class DepthUpdate(msgspec.Struct, gc=False, frozen=True):
    """The levels of a book that changed at a moment, best first; a quantity of 0 removes a level."""

    event_time_ns: int
    bids: tuple[DepthLevel, ...]
    asks: tuple[DepthLevel, ...]
    instrument: Instrument
