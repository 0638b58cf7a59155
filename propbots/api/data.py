"""What a data provider implements."""

from typing import Protocol

import attrs

from propbots.data.table import BarTable, DataSource
from propbots.data.tick_table import TickTable
from propbots.domain.time import EPOCH, to_text
from propbots.domain.timeframe import DAY, Timeframe

__all__ = [
    "DAY",
    "EPOCH",
    "BarTable",
    "DataProvider",
    "DataRequest",
    "DataSource",
    "TickTable",
    "Timeframe",
    "to_text",
]


@attrs.frozen
class DataRequest:
    """Which bars or ticks are wanted.

    Attributes:
        location: A path for providers that read files, else the part of the user's source after `NAME:`.
    """

    location: str


class DataProvider(Protocol):
    """A source of bars, of ticks, or of both; one that has only bars may say so in its annotation."""

    def read(self, request: DataRequest) -> BarTable | TickTable:
        """Return what the source holds as it was found, oldest first if the source is in order.

        The kernel checks the values and drops duplicate bars; a provider reports what it cannot read.

        Raises:
            DataError: With location, row and column where there are any, and how to mend it.
            ConfigurationError: If the provider's settings do not fit the source.
        """
