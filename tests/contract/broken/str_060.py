"""STR-060: a share of the bar's volume, which may be 0."""

import pytest
from typing_extensions import override

from propbots.api.strategy import Bar, BaseStrategy
from propbots.testing import StrategyContract
from strategy_samples import FollowEvent


class Broken(FollowEvent):
    @override
    def on_bar(self, bar: Bar) -> None:
        assert 1.0 / bar.volume > 0
        super().on_bar(bar)


class TestBroken(StrategyContract):
    @pytest.fixture
    @override
    def strategy(self) -> type[BaseStrategy]:
        return Broken
