"""IND-130: a pane that looks like one and is none."""

import pytest
from typing_extensions import override

from propbots.api.indicator import Indicator
from propbots.testing import IndicatorContract
from series_samples import Momentum


class Broken(Momentum):
    pane = "price"


class TestBroken(IndicatorContract):
    @pytest.fixture
    @override
    def indicator(self) -> Indicator:
        return Broken()
