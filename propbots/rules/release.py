"""Scheduled releases of figures that move markets, and the calendar that lists them."""

from collections.abc import Iterable
from enum import StrEnum

import attrs
from typing_extensions import override

from propbots.domain.time import to_text

__all__ = ["Impact", "Release", "ReleaseCalendar"]


class Impact(StrEnum):
    """How much a release is expected to move markets."""

    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"


@attrs.frozen
class Release:
    """One scheduled release.

    Attributes:
        time_ns: When, nanoseconds since 1970 UTC.
        event: Its kind, as plans name it: `fomc`, `fomc-minutes`, `employment`, `cpi`, `eia` or `agriculture`; any
            other name for what no plan tells by its kind.
        currency: The ISO code of the currency that it concerns.
        impact: How much it is expected to move markets.
    """

    time_ns: int
    event: str
    currency: str
    impact: Impact

    @override
    def __str__(self) -> str:
        """Write it for messages."""
        return f"{self.event} ({self.currency}) at {to_text(self.time_ns)}"


def _in_order(releases: Iterable[Release]) -> tuple[Release, ...]:
    return tuple(sorted(set(releases), key=lambda one: (one.time_ns, one.event, one.currency)))


@attrs.frozen
class ReleaseCalendar:
    """The releases that are known.

    Attributes:
        releases: In their order, each once.
        source: Where they are from, for people.
    """

    releases: tuple[Release, ...] = attrs.field(converter=_in_order)
    source: str = ""
