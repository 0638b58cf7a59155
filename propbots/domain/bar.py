"""Bars, and the feed that they come from."""

from datetime import datetime
from decimal import Decimal

import attrs
import msgspec

from propbots.domain.bar_size import BarSize
from propbots.domain.instrument import Instrument
from propbots.domain.scale import EXACT
from propbots.domain.time import from_nanoseconds
from propbots.domain.timeframe import Timeframe

__all__ = ["Bar", "Feed"]


@attrs.frozen(cache_hash=True)
class Feed:
    """A stream of bars of one instrument and one size: a length of time, or what fills a bar."""

    instrument: Instrument
    timeframe: Timeframe | BarSize

    @property
    def name(self) -> str:
        """The feed as people write it, such as `GOLD 1m`."""
        return f"{self.instrument.id} {self.timeframe}"

    @property
    def length_ns(self) -> int:
        """How long a bar lasts, in nanoseconds; 0 where what fills it is no length of time."""
        return int(self.timeframe) if isinstance(self.timeframe, Timeframe) else 0


class Bar(msgspec.Struct, gc=False, frozen=True):
    """What an instrument did between two moments; delivered at its close.

    Prices are whole ticks inside (`*_steps`) and exact decimals where they are read. Made by the million, so it is a
    struct without garbage collection: it refers to nothing that refers back.
    """

    open_time_ns: int
    close_time_ns: int
    open_steps: int
    high_steps: int
    low_steps: int
    close_steps: int
    volume: float
    feed: Feed

    @property
    def open_time(self) -> datetime:
        """When the bar began, UTC."""
        return from_nanoseconds(self.open_time_ns)

    @property
    def close_time(self) -> datetime:
        """When the bar ended, UTC."""
        return from_nanoseconds(self.close_time_ns)

    @property
    def open(self) -> Decimal:
        """First price."""
        return EXACT.multiply(self.open_steps, self.feed.instrument.tick_size)

    @property
    def high(self) -> Decimal:
        """Highest price."""
        return EXACT.multiply(self.high_steps, self.feed.instrument.tick_size)

    @property
    def low(self) -> Decimal:
        """Lowest price."""
        return EXACT.multiply(self.low_steps, self.feed.instrument.tick_size)

    @property
    def close(self) -> Decimal:
        """Last price."""
        return EXACT.multiply(self.close_steps, self.feed.instrument.tick_size)

    @property
    def instrument(self) -> Instrument:
        """What the bar is of."""
        return self.feed.instrument
