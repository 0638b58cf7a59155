"""IND-110: an own streamer that takes a missing input for a price."""

from typing import Any

import pytest
from typing_extensions import override

from propbots.api.indicator import Indicator
from propbots.series.expression import Streamer
from propbots.testing import IndicatorContract
from series_samples import Momentum


class Broken(Momentum):
    @override
    def build_streamer(self) -> Streamer:
        state = self.start()

        def advance(value: float) -> Any:
            nonlocal state
            state, change = Momentum.step(state, value)
            return change

        return advance


class TestBroken(IndicatorContract):
    @pytest.fixture
    @override
    def indicator(self) -> Indicator:
        return Broken()
