"""The exponential moving average."""

from enum import StrEnum
from math import nan
from typing import Any

from typing_extensions import override

from propbots.api.indicator import Expression, Indicator, Pane, State, close, parameter
from propbots_indicators.settling import count_settling_bars

__all__ = ["Ema", "Seed", "start_ema", "step_ema"]


class Seed(StrEnum):
    """Where an exponential average begins."""

    SMA = "sma"
    FIRST = "first"


def start_ema(period: int, seed: Seed = Seed.SMA) -> State:
    """Return an average of nothing, a new value's weight, the values taken for the seed, and how many it takes."""
    return 0.0, 2.0 / (period + 1), 0, period if seed is Seed.SMA else 1


def step_ema(state: State, value: float) -> tuple[State, Any]:
    """Move the average towards the value; towards the plain mean of all values until the seed is complete."""
    average, weight, count, length = state
    if count < length:
        count += 1
        average += (value - average) / count
        return (average, weight, count, length), average if count == length else nan
    average += (value - average) * weight
    return (average, weight, count, length), average


class Ema(Indicator):
    """Average that gives a new value the weight 2 / (period + 1) and all before it the rest.

    `ema = before + (value - before) * 2 / (period + 1)`. It begins with the mean of the first `period` values, as
    TA-Lib does, or with the first value, as some platforms do.

    Args:
        source: What is averaged.
        period: How long values matter, in bars.
        seed: `sma` begins with the mean of the first values, `first` with the first value.

    Source: John J. Murphy, Technical Analysis of the Financial Markets, 1999, chapter 9.
    """

    pane = Pane.PRICE
    source: Expression = close
    period: int = parameter(20, minimum=1, maximum=100_000, description="how long values matter, in bars")
    seed: Seed = parameter(Seed.SMA, description="begin with the mean of the first values, or with the first value")

    @property
    @override
    def lookback(self) -> int:
        """Return the bars before the seed is complete."""
        return self.period - 1 if self.seed is Seed.SMA else 0

    @property
    @override
    def settled(self) -> int:
        """Return the bars after which the seed no longer shows."""
        return self.lookback + count_settling_bars(2.0 / (self.period + 1))

    @override
    def start(self) -> State:
        """Return an average of nothing."""
        return start_ema(self.period, self.seed)

    step = staticmethod(step_ema)
