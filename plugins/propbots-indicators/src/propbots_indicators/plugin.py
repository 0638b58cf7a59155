"""What propbots finds by the entry point `indicators`; light, because it is imported to list what is installed."""

from collections.abc import Sequence

from typing_extensions import override

import propbots_indicators as indicators
from propbots.api.plugin import IndicatorContribution, Plugin, hookimpl

__all__ = ["IndicatorsPlugin"]

# The package imports an indicator when its name is read, so each factory imports what it returns.
_CONTRIBUTIONS = (
    IndicatorContribution("sma", "Simple moving average, exact for decimal prices.", lambda: indicators.Sma),
    IndicatorContribution("ema", "Exponential moving average.", lambda: indicators.Ema),
    IndicatorContribution("rsi", "Wilder's relative strength index.", lambda: indicators.Rsi),
    IndicatorContribution("macd", "Moving average convergence/divergence.", lambda: indicators.Macd),
    IndicatorContribution("bollinger-bands", "Bollinger bands.", lambda: indicators.BollingerBands),
    IndicatorContribution("atr", "Wilder's average true range.", lambda: indicators.Atr),
    IndicatorContribution("stochastic", "Lane's stochastic oscillator.", lambda: indicators.Stochastic),
    IndicatorContribution("vwap", "Volume-weighted average price of the session.", lambda: indicators.Vwap),
    IndicatorContribution("donchian-channel", "Donchian channel.", lambda: indicators.DonchianChannel),
)


class IndicatorsPlugin(Plugin):
    """Brings the nine standard indicators."""

    @hookimpl
    @override
    def propbots_indicators(self) -> Sequence[IndicatorContribution]:
        """Return the indicators by the names that people type."""
        return _CONTRIBUTIONS
