"""What propbots finds by the entry point `futures`; light, because it is imported to list what is installed."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from typing_extensions import override

from propbots.api.plugin import InstrumentContribution, Plugin, hookimpl

if TYPE_CHECKING:
    from propbots.api.instrument import InstrumentSource

__all__ = ["FuturesPlugin"]


def _build_source() -> "InstrumentSource":
    from propbots_futures.source import FuturesSource  # noqa: PLC0415 -- an entry module imports nothing it may not need

    return FuturesSource()


class FuturesPlugin(Plugin):
    """Brings the futures of the CME group with their session calendars."""

    @hookimpl
    @override
    def propbots_instruments(self) -> Sequence[InstrumentContribution]:
        """Return the one list of futures."""
        return (
            InstrumentContribution("futures", "Futures of the CME group and their sessions, 2005-2030.", _build_source),
        )
