"""warm_up: a sum since the first bar, whichever bar that is."""

from typing import Any

from typing_extensions import override

from propbots.api import Rules, RuleStrategy, close
from propbots.api.indicator import Indicator, State, volume


class Sum(Indicator):
    reads = (volume,)

    @property
    @override
    def lookback(self) -> int:
        return 0

    @override
    def start(self) -> State:
        return (0.0,)

    @staticmethod  # here
    @override
    def step(state: State, *values: Any) -> tuple[State, float]:
        return (state[0] + values[0],), state[0] + values[0]


class SinceTheStart(RuleStrategy):
    @override
    def rules(self) -> Rules:
        return Rules(long_entry=Sum() > close, long_exit=Sum() < close)
