"""IND-020: two parameters that contradict one another, told as a fault of the plugin."""

import pytest
from typing_extensions import override

from propbots.api.indicator import Indicator, parameter
from propbots.testing import IndicatorContract
from series_samples import Momentum


class Broken(Momentum):
    longer: int = parameter(90, minimum=1, maximum=100, description="bars that nobody reads")

    def __attrs_post_init__(self) -> None:
        if self.longer <= self.period:
            raise ValueError("longer must be longer")


class TestBroken(IndicatorContract):
    @pytest.fixture
    @override
    def indicator(self) -> Indicator:
        return Broken()
