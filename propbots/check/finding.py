"""What a check found."""

from enum import StrEnum

import attrs
from typing_extensions import override

__all__ = ["CheckResult", "Finding", "FindingKind", "Place"]


class FindingKind(StrEnum):
    """What is wrong with a strategy."""

    LOOK_AHEAD = "look_ahead"
    WARM_UP = "warm_up"
    LIVE_DIFFERS = "live_differs"
    NOT_REPEATABLE = "not_repeatable"
    CLOCK = "clock"
    RANDOMNESS = "randomness"
    INPUT_OUTPUT = "input_output"


@attrs.frozen
class Place:
    """A line of the author's code."""

    file: str
    line: int

    @override
    def __str__(self) -> str:
        """Write the place as editors read it."""
        return f"{self.file}:{self.line}"


@attrs.frozen
class Finding:
    """One thing that is wrong.

    Attributes:
        kind: Of what sort.
        what: The expression, the order or the call.
        place: Where it stands; None where the author's code cannot be told.
        time_ns: Close of the first bar that shows it, nanoseconds since 1970 UTC; None where no bar is to blame.
        expected: What an honest strategy has there.
        found: What this one has.
    """

    kind: FindingKind
    what: str
    place: Place | None = None
    time_ns: int | None = None
    expected: str | None = None
    found: str | None = None


@attrs.frozen
class CheckResult:
    """All that was found, and how thoroughly was looked.

    Attributes:
        findings: In the order in which they were found.
        bars: How many there were.
        cuts: At how many bars the data were cut.
        settled: Bars after which the strategy's indicators say that the choice of the first bar no longer shows.
        expressions: How many expressions, and indicators in them, were compared.
        trades: How many the strategy made over all bars.
        remarks: What could not be checked, and why.
    """

    findings: tuple[Finding, ...]
    bars: int
    cuts: int
    settled: int
    expressions: int
    trades: int
    remarks: tuple[str, ...] = ()
