"""IND-090: the mean of fewer bars than its period, long before the lookback has passed."""

from typing import Any

import pytest
from typing_extensions import override

from propbots.api.indicator import Indicator, State
from propbots.testing import IndicatorContract
from series_samples import Momentum


class Broken(Momentum):
    @override
    def start(self) -> State:
        return [0.0] * (self.period + 1), 0

    @staticmethod
    @override
    def step(state: State, *values: Any) -> tuple[State, Any]:
        window, position = state
        window[position % len(window)] = values[0]
        position += 1
        return (window, position), sum(window) / min(position, len(window))


class TestBroken(IndicatorContract):
    @pytest.fixture
    @override
    def indicator(self) -> Indicator:
        return Broken()
