"""STR-080: a list in the class's body, which all instances share."""

from typing import ClassVar

import pytest
from typing_extensions import override

from propbots.api.strategy import Bar, BaseStrategy
from propbots.testing import StrategyContract
from strategy_samples import FollowEvent


class Broken(FollowEvent):
    seen: ClassVar[list[int]] = []

    @override
    def turn(self, sign: int, bar: Bar) -> None:
        super().turn(sign, bar)
        self.seen.append(sign)


class TestBroken(StrategyContract):
    @pytest.fixture
    @override
    def strategy(self) -> type[BaseStrategy]:
        return Broken
