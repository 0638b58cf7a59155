"""IND-010: a field that nobody can set, for want of `parameter`."""

import pytest
from typing_extensions import override

from propbots.api.indicator import Indicator
from propbots.testing import IndicatorContract
from series_samples import Momentum


class Broken(Momentum):
    factor: float = 1.0


class TestBroken(IndicatorContract):
    @pytest.fixture
    @override
    def indicator(self) -> Indicator:
        return Broken()
