"""Small indicators to try the contract of indicators on."""

from math import nan
from typing import Any

from typing_extensions import override

from propbots.series.expression import BarField, Expression, close, high, low
from propbots.series.indicator import Indicator, State
from propbots.series.parameter import parameter


class Momentum(Indicator):
    """Change of the source over some bars."""

    source: Expression = close
    period: int = parameter(2, minimum=1, maximum=100, description="bars between the two values")

    @property
    @override
    def lookback(self) -> int:
        return self.period

    @override
    def start(self) -> State:
        return [nan] * self.period, 0

    @staticmethod
    @override
    def step(state: State, value: float) -> tuple[State, Any]:
        """Compare with the oldest value, and forget it."""
        window, position = state
        change = value - window[position]
        window[position] = value
        return (window, (position + 1) % len(window)), change


class Reach(Indicator):
    """Highest high and lowest low of all bars so far."""

    outputs = ("top", "bottom")
    reads = (high, low)

    @property
    @override
    def lookback(self) -> int:
        return 0

    @override
    def start(self) -> State:
        return nan, nan

    @staticmethod
    @override
    def step(state: State, high: float, low: float) -> tuple[State, Any]:
        top, bottom = state
        if not top >= high:
            top = high
        if not bottom <= low:
            bottom = low
        return (top, bottom), (top, bottom)


class DayCount(Indicator):
    """Number of the trading day, and of the second in which the bar ends."""

    outputs = ("day", "second")
    reads = (BarField("trading_day"), BarField("close_time"))

    @property
    @override
    def lookback(self) -> int:
        return 0

    @override
    def start(self) -> State:
        return (0,)

    @staticmethod
    @override
    def step(state: State, trading_day: float, close_time: float) -> tuple[State, Any]:
        (bars,) = state
        return (bars + 1,), (trading_day, close_time)
