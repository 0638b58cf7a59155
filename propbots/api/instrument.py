"""What a plugin of instruments implements."""

from collections.abc import Sequence
from typing import Protocol

from propbots.domain.instrument import AssetClass, Instrument
from propbots.domain.session import SessionCalendar, SessionSpan, SessionTable
from propbots.domain.session_text import parse_sessions, render_sessions

__all__ = [
    "AssetClass",
    "Instrument",
    "InstrumentSource",
    "SessionCalendar",
    "SessionSpan",
    "SessionTable",
    "parse_sessions",
    "render_sessions",
]


class InstrumentSource(Protocol):
    """A list of instruments with their calendars; pure, no I/O but reading what the distribution ships."""

    def instruments(self) -> Sequence[Instrument]:
        """Return all instruments, ordered by name; cheap."""

    def calendar_names(self) -> Sequence[str]:
        """Return the names of the calendars that this source brings, ordered."""

    def load_calendar(self, name: str) -> SessionCalendar:
        """Return one of its calendars.

        Raises:
            KeyError: If the name is not among `calendar_names`.
        """
