"""propbots: backtest, judge and run trading bots on accounts of proprietary trading firms."""

__all__ = ["__version__"]

__version__ = "0.1.0"
