"""Indicators for propbots. Each is imported when it is first named, so that listing what is installed stays cheap."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from propbots_indicators.atr import Atr
    from propbots_indicators.bollinger_bands import BollingerBands
    from propbots_indicators.donchian_channel import DonchianChannel
    from propbots_indicators.ema import Ema, Seed
    from propbots_indicators.macd import Macd
    from propbots_indicators.rsi import Rsi
    from propbots_indicators.sma import Sma
    from propbots_indicators.stochastic import Stochastic
    from propbots_indicators.vwap import Anchor, Vwap
else:
    from importlib import import_module

    _HOMES = {
        "Anchor": "vwap",
        "Atr": "atr",
        "BollingerBands": "bollinger_bands",
        "DonchianChannel": "donchian_channel",
        "Ema": "ema",
        "Macd": "macd",
        "Rsi": "rsi",
        "Seed": "ema",
        "Sma": "sma",
        "Stochastic": "stochastic",
        "Vwap": "vwap",
    }

    def __getattr__(name: str) -> object:
        """Import what is named, and remember it."""
        if name not in _HOMES:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        found = getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
        globals()[name] = found
        return found


__all__ = [
    "Anchor",
    "Atr",
    "BollingerBands",
    "DonchianChannel",
    "Ema",
    "Macd",
    "Rsi",
    "Seed",
    "Sma",
    "Stochastic",
    "Vwap",
]
