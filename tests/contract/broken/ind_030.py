"""IND-030: a period of 1 divides by the period less one."""

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
        return [nan] * self.period, 0, 1 / (self.period - 1)

    @staticmethod
    @override
    def step(state: State, *values: Any) -> tuple[State, Any]:
        window, position, share = state
        change = values[0] - window[position]
        window[position] = values[0]
        return (window, (position + 1) % len(window), share), change * share


class TestBroken(IndicatorContract):
    @pytest.fixture
    @override
    def indicator(self) -> Indicator:
        return Broken()
