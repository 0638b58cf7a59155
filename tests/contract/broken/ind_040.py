"""IND-040: a list as a parameter, which cannot be hashed."""

import pytest
from typing_extensions import override

from propbots.api.indicator import Indicator, parameter
from propbots.testing import IndicatorContract
from series_samples import Momentum


class Broken(Momentum):
    levels: list[float] = parameter([1.0, 2.0], description="levels that nobody reads")


class TestBroken(IndicatorContract):
    @pytest.fixture
    @override
    def indicator(self) -> Indicator:
        return Broken()
