"""STR-110: an average that remembers much longer than it says."""

from math import isnan, nan
from typing import Any

import pytest
from typing_extensions import override

from propbots.api.indicator import State
from propbots.api.strategy import BaseStrategy, Rules, close
from propbots.testing import StrategyContract
from series_samples import Momentum
from strategy_samples import Follow


class Slow(Momentum):
    @override
    def start(self) -> State:
        return (nan,)

    @staticmethod
    @override
    def step(state: State, *values: Any) -> tuple[State, Any]:
        mean = state[0]
        mean = values[0] if isnan(mean) else mean + (values[0] - mean) * 0.001
        return (mean,), mean


class Broken(Follow):
    @override
    def rules(self) -> Rules:
        return Rules(long_entry=close > Slow(), long_exit=close < Slow())


class TestBroken(StrategyContract):
    @pytest.fixture
    @override
    def strategy(self) -> type[BaseStrategy]:
        return Broken
