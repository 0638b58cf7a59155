"""What propbots finds by the entry point `forex`; light, because it is imported to list what is installed."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from typing_extensions import override

from propbots.api.plugin import InstrumentContribution, Plugin, hookimpl

if TYPE_CHECKING:
    from propbots.api.instrument import InstrumentSource

__all__ = ["ForexPlugin"]


def _build_source() -> "InstrumentSource":
    from propbots_forex.source import ForexSource  # noqa: PLC0415 -- an entry module imports nothing it may not need

    return ForexSource()


class ForexPlugin(Plugin):
    """Brings currencies, metals and index CFDs with their session calendars."""

    @hookimpl
    @override
    def propbots_instruments(self) -> Sequence[InstrumentContribution]:
        """Return the one list of instruments."""
        return (
            InstrumentContribution(
                "forex", "Currencies, metals and index CFDs in lots, and their sessions, 2005-2030.", _build_source
            ),
        )
