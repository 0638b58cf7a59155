"""Bars that are no length of time: so many prints, so much traded, or so wide."""

import re
from enum import StrEnum

import attrs
from typing_extensions import override

from propbots.domain.timeframe import Timeframe
from propbots.errors import ConfigurationError

__all__ = ["BarSize", "BarUnit", "parse_bar_size"]

_PATTERN = re.compile(r"([1-9]\d{0,8})(tick|volume|range)")


class BarUnit(StrEnum):
    """What fills a bar that is no length of time."""

    TICK = "tick"
    VOLUME = "volume"
    RANGE = "range"


@attrs.frozen
class BarSize:
    """What fills a bar, written like `233tick`, `1000volume` or `8range`.

    Attributes:
        count: How many prints, how much traded quantity, or how many price steps from low to high; at least 1.
        unit: Which of them.
    """

    count: int
    unit: BarUnit

    @property
    def is_daily(self) -> bool:
        """Whether a bar covers whole trading days; none of these does."""
        return False

    @override
    def __str__(self) -> str:
        """Write the size as it is read."""
        return f"{self.count}{self.unit}"


def parse_bar_size(text: str) -> Timeframe | BarSize:
    """Read how large bars are: a length of time, or what fills them.

    Raises:
        ConfigurationError: If the text is neither.
    """
    plain = text.strip().lower()
    match = _PATTERN.fullmatch(plain)
    if match is not None:
        return BarSize(int(match[1]), BarUnit(match[2]))
    try:
        return Timeframe.parse(plain)
    except ConfigurationError as error:
        raise ConfigurationError(
            f"timeframe must look like 30s, 1m, 4h or 1d, or like 233tick, 1000volume or 8range (was {text!r})"
        ) from error
