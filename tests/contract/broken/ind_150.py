"""IND-150: a clock that is asked where the state is made."""

import time

import pytest
from typing_extensions import override

from propbots.api.indicator import Indicator, State
from propbots.testing import IndicatorContract
from series_samples import Momentum


class Broken(Momentum):
    @override
    def start(self) -> State:
        time.perf_counter()
        return super().start()


class TestBroken(IndicatorContract):
    @pytest.fixture
    @override
    def indicator(self) -> Indicator:
        return Broken()
