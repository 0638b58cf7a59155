"""IND-080: a sum that is carried on over columns, and rounded otherwise than the difference."""

import pytest
from typing_extensions import override

from propbots.api.indicator import Column, Columns, Indicator
from propbots.testing import IndicatorContract
from series_samples import Momentum


class Broken(Momentum):
    @override
    def compute_present(self, *inputs: Column) -> Columns:
        column = super().compute_present(*inputs)
        return (column / 3.0) * 3.0 * (1.0 + 2.0**-52)


class TestBroken(IndicatorContract):
    @pytest.fixture
    @override
    def indicator(self) -> Indicator:
        return Broken()
