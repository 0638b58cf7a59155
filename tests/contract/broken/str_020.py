"""STR-020: a field that nobody can set, and one without bounds."""

import pytest
from typing_extensions import override

from propbots.api.strategy import BaseStrategy, parameter
from propbots.testing import StrategyContract
from strategy_samples import Follow


class Broken(Follow):
    factor: float = 2.0
    more: int = parameter(3, description="bars that nobody reads")


class TestBroken(StrategyContract):
    @pytest.fixture
    @override
    def strategy(self) -> type[BaseStrategy]:
        return Broken
