"""IND-120: a change in per cent, of prices that may be 0."""

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
        window, position = state
        change = (values[0] - window[position]) / window[position]
        window[position] = values[0]
        return (window, (position + 1) % len(window)), change


class TestBroken(IndicatorContract):
    @pytest.fixture
    @override
    def indicator(self) -> Indicator:
        return Broken()
