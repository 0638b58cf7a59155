"""STR-010: rules that are a list."""

from typing import Any

import pytest
from typing_extensions import override

from propbots.api.strategy import BaseStrategy
from propbots.testing import StrategyContract
from strategy_samples import Follow


class Broken(Follow):
    @override
    def rules(self) -> Any:
        return [super().rules()]


class TestBroken(StrategyContract):
    @pytest.fixture
    @override
    def strategy(self) -> type[BaseStrategy]:
        return Broken
