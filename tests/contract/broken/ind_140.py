"""IND-140: a class that is made inside a function, where no other process finds it."""

import pytest
from typing_extensions import override

from propbots.api.indicator import Indicator
from propbots.testing import IndicatorContract
from series_samples import Momentum


def make() -> Indicator:
    class Broken(Momentum):
        pass

    return Broken()


class TestBroken(IndicatorContract):
    @pytest.fixture
    @override
    def indicator(self) -> Indicator:
        return make()
