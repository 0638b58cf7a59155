"""warm_up: an average of hours that remembers much longer than it says."""

from math import isnan, nan
from typing import Any

from typing_extensions import override

from propbots.api import Rules, RuleStrategy, close
from propbots.api.indicator import Expression, Indicator, State


class Sluggish(Indicator):
    source: Expression = close

    @property
    @override
    def lookback(self) -> int:
        return 5

    @override
    def start(self) -> State:
        return (nan,)

    @staticmethod  # here
    @override
    def step(state: State, *values: Any) -> tuple[State, float]:
        last = state[0]
        value = values[0] if isnan(last) else last + (values[0] - last) * 0.001
        return (value,), value


class LongHours(RuleStrategy):
    @override
    def rules(self) -> Rules:
        return Rules(long_entry=close > Sluggish().on("1h"), long_exit=close < Sluggish().on("1h"))
