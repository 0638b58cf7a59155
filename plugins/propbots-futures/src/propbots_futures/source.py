"""The list of futures as propbots asks for it."""

from collections.abc import Sequence

from propbots.api.instrument import Instrument, SessionCalendar
from propbots_futures.instruments import INSTRUMENTS
from propbots_futures.sessions import CALENDAR_NAMES, load_sessions

__all__ = ["FuturesSource"]


class FuturesSource:
    """The futures of the CME group; fulfils `propbots.api.instrument.InstrumentSource`."""

    def instruments(self) -> Sequence[Instrument]:
        """Return all futures, ordered by name."""
        return INSTRUMENTS

    def calendar_names(self) -> Sequence[str]:
        """Return the names of the calendars that the futures trade by, ordered."""
        return CALENDAR_NAMES

    def load_calendar(self, name: str) -> SessionCalendar:
        """Return one calendar.

        Raises:
            KeyError: If the name is not among `calendar_names`.
        """
        return load_sessions(name)
