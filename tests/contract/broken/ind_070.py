"""IND-070: a column that is measured by the highest of all bars, the last ones included."""

import pytest
from typing_extensions import override

from propbots.api.indicator import Column, Columns, Indicator
from propbots.testing import IndicatorContract
from series_samples import Momentum


class Broken(Momentum):
    @override
    def compute_present(self, *inputs: Column) -> Columns:
        return super().compute_present(*inputs) / max(inputs[0].max(initial=1.0), 1.0)


class TestBroken(IndicatorContract):
    @pytest.fixture
    @override
    def indicator(self) -> Indicator:
        return Broken()
