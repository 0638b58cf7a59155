"""STR-140: a coin that is thrown at every turn, with a seed at that."""

import random

import pytest
from typing_extensions import override

from propbots.api.strategy import Bar, BaseStrategy
from propbots.testing import StrategyContract
from strategy_samples import FollowEvent


class Broken(FollowEvent):
    @override
    def on_start(self) -> None:
        super().on_start()
        self._coin = random.Random(7)

    @override
    def turn(self, sign: int, bar: Bar) -> None:
        if self._coin.random() < 0.5:
            super().turn(sign, bar)


class TestBroken(StrategyContract):
    @pytest.fixture
    @override
    def strategy(self) -> type[BaseStrategy]:
        return Broken
