"""The list of currencies, metals and index CFDs as propbots asks for it."""

from collections.abc import Sequence

from propbots.api.instrument import Instrument, SessionCalendar
from propbots_forex.instruments import INSTRUMENTS
from propbots_forex.sessions import CALENDAR_NAMES, load_sessions

__all__ = ["ForexSource"]


class ForexSource:
    """Currencies, metals and index CFDs; fulfils `propbots.api.instrument.InstrumentSource`."""

    def instruments(self) -> Sequence[Instrument]:
        """Return all instruments, ordered by name."""
        return INSTRUMENTS

    def calendar_names(self) -> Sequence[str]:
        """Return the names of the calendars that the instruments trade by, ordered."""
        return CALENDAR_NAMES

    def load_calendar(self, name: str) -> SessionCalendar:
        """Return one calendar.

        Raises:
            KeyError: If the name is not among `calendar_names`.
        """
        return load_sessions(name)
