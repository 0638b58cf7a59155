"""STR-070: a stop so far away that its price is below 0."""

import pytest
from typing_extensions import override

from propbots.api.strategy import Bar, BaseStrategy
from propbots.testing import StrategyContract
from strategy_samples import FollowEvent


class Broken(FollowEvent):
    @override
    def turn(self, sign: int, bar: Bar) -> None:
        super().turn(sign, bar)
        self.sell(stop_price=bar.close - 100_000, reduce_only=True)


class TestBroken(StrategyContract):
    @pytest.fixture
    @override
    def strategy(self) -> type[BaseStrategy]:
        return Broken
