"""STR-150: a file that may hold anything."""

from pathlib import Path

import pytest
from typing_extensions import override

from propbots.api.strategy import Bar, BaseStrategy
from propbots.testing import StrategyContract
from strategy_samples import FollowEvent


class Broken(FollowEvent):
    @override
    def turn(self, sign: int, bar: Bar) -> None:
        if Path(__file__).read_text():
            super().turn(sign, bar)


class TestBroken(StrategyContract):
    @pytest.fixture
    @override
    def strategy(self) -> type[BaseStrategy]:
        return Broken
