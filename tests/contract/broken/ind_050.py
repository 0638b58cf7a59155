"""IND-050: None where there is no value yet."""

from math import isnan
from typing import Any

import pytest
from typing_extensions import override

from propbots.api.indicator import Indicator, State
from propbots.testing import IndicatorContract
from series_samples import Momentum


class Broken(Momentum):
    @staticmethod
    @override
    def step(state: State, *values: Any) -> tuple[State, Any]:
        state, change = Momentum.step(state, *values)
        return state, None if isnan(change) else change


class TestBroken(IndicatorContract):
    @pytest.fixture
    @override
    def indicator(self) -> Indicator:
        return Broken()
