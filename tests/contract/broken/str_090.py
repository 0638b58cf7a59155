"""STR-090: a count that the module keeps from run to run."""

import pytest
from typing_extensions import override

from propbots.api.strategy import Bar, BaseStrategy
from propbots.testing import StrategyContract
from strategy_samples import FollowEvent

_turns = iter(range(10**9))


class Broken(FollowEvent):
    @override
    def turn(self, sign: int, bar: Bar) -> None:
        if next(_turns) % 7:
            super().turn(sign, bar)


class TestBroken(StrategyContract):
    @pytest.fixture
    @override
    def strategy(self) -> type[BaseStrategy]:
        return Broken
