"""IND-100: an average that remembers much longer than it says."""

from math import nan
from typing import Any

import pytest
from typing_extensions import override

from propbots.api.indicator import Indicator, State
from propbots.testing import IndicatorContract
from series_samples import Momentum


class Broken(Momentum):
    @override
    def start(self) -> State:
        return 0, 0.0, self.period

    @staticmethod
    @override
    def step(state: State, *values: Any) -> tuple[State, Any]:
        bars, mean, period = state
        mean = values[0] if bars == 0 else mean + (values[0] - mean) * 0.01
        return (bars + 1, mean, period), mean if bars >= period else nan


class TestBroken(IndicatorContract):
    @pytest.fixture
    @override
    def indicator(self) -> Indicator:
        return Broken()
