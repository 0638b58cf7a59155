"""STR-120: a column and a step that are not the same thing."""

from typing import Any

import pytest
from typing_extensions import override

from propbots.api.strategy import BaseStrategy, Rules, close
from propbots.testing import StrategyContract
from series_samples import Momentum
from strategy_samples import Follow


class Twice(Momentum):
    @override
    def compute_present(self, *inputs: Any) -> Any:
        return super().compute_present(*inputs) * 1.001


class Broken(Follow):
    @override
    def rules(self) -> Rules:
        change = Twice(close, self.period)
        return Rules(long_entry=change > 10.0, long_exit=change < -10.0)


class TestBroken(StrategyContract):
    @pytest.fixture
    @override
    def strategy(self) -> type[BaseStrategy]:
        return Broken
