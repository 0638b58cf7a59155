"""STR-130: the year of the machine's clock."""

from datetime import UTC, datetime

import pytest
from typing_extensions import override

from propbots.api.strategy import Bar, BaseStrategy
from propbots.testing import StrategyContract
from strategy_samples import FollowEvent


class Broken(FollowEvent):
    @override
    def on_bar(self, bar: Bar) -> None:
        if datetime.now(UTC).year > 2000:
            super().on_bar(bar)


class TestBroken(StrategyContract):
    @pytest.fixture
    @override
    def strategy(self) -> type[BaseStrategy]:
        return Broken
