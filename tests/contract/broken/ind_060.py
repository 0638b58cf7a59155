"""IND-060: the window is made once, for all instances."""

from math import nan

import pytest
from typing_extensions import override

from propbots.api.indicator import Indicator, State
from propbots.testing import IndicatorContract
from series_samples import Momentum

_WINDOW = [nan, nan]


class Broken(Momentum):
    @override
    def start(self) -> State:
        return _WINDOW, 0


class TestBroken(IndicatorContract):
    @pytest.fixture
    @override
    def indicator(self) -> Indicator:
        return Broken()
