"""STR-050: a comparison with a reading that has no value yet."""

import pytest
from typing_extensions import override

from propbots.api.strategy import Bar, BaseStrategy
from propbots.testing import StrategyContract
from strategy_samples import FollowEvent


class Broken(FollowEvent):
    @override
    def on_bar(self, bar: Bar) -> None:
        if self._change.value > 0:
            self.buy()


class TestBroken(StrategyContract):
    @pytest.fixture
    @override
    def strategy(self) -> type[BaseStrategy]:
        return Broken
