"""STR-030: an own `__init__` that swallows what it does not know."""

from typing import Any

import pytest
from typing_extensions import override

from propbots.api.strategy import BaseStrategy
from propbots.testing import StrategyContract
from strategy_samples import Follow


class Broken(Follow):
    def __init__(self, period: int = 30, **_others: Any) -> None:
        self.__attrs_init__(period=period)


class TestBroken(StrategyContract):
    @pytest.fixture
    @override
    def strategy(self) -> type[BaseStrategy]:
        return Broken
