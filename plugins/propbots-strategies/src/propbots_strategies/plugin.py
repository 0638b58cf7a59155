"""What propbots finds by the entry point `strategies`; light, because it is imported to list what is installed."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from typing_extensions import override

from propbots.api.plugin import Plugin, StrategyContribution, hookimpl

if TYPE_CHECKING:
    from propbots.api.strategy import RuleStrategy, Strategy

__all__ = ["StrategiesPlugin"]


def _load_ma_crossover() -> "type[RuleStrategy]":
    from propbots_strategies.ma_crossover import MaCrossover  # noqa: PLC0415 -- imported when it is asked for

    return MaCrossover


def _load_ma_crossover_event() -> "type[Strategy]":
    from propbots_strategies.ma_crossover_event import MaCrossoverEvent  # noqa: PLC0415 -- imported when it is asked for

    return MaCrossoverEvent


def _load_donchian_breakout() -> "type[RuleStrategy]":
    from propbots_strategies.donchian_breakout import DonchianBreakout  # noqa: PLC0415 -- imported when it is asked for

    return DonchianBreakout


def _load_bollinger_reversion() -> "type[RuleStrategy]":
    from propbots_strategies.bollinger_reversion import (  # noqa: PLC0415 -- imported when it is asked for
        BollingerReversion,
    )

    return BollingerReversion


class StrategiesPlugin(Plugin):
    """Brings the standard strategies."""

    @hookimpl
    @override
    def propbots_strategies(self) -> Sequence[StrategyContribution]:
        """Return the standard strategies, ordered by name."""
        return (
            StrategyContribution(
                "bollinger-reversion",
                "Enters where the close comes back inside the Bollinger Bands, leaves at the middle.",
                _load_bollinger_reversion,
            ),
            StrategyContribution(
                "donchian-breakout",
                "Enters where the close breaks out of the channel of the bars before, leaves on a shorter channel.",
                _load_donchian_breakout,
            ),
            StrategyContribution(
                "ma-crossover",
                "Long after the fast average crosses above the slow one, short after it crosses below.",
                _load_ma_crossover,
            ),
            StrategyContribution(
                "ma-crossover-event",
                "The same trades as ma-crossover, written as an event strategy.",
                _load_ma_crossover_event,
            ),
        )
