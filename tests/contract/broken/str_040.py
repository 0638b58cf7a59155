"""STR-040: a hook that nobody calls."""

from typing import Any

import pytest
from typing_extensions import override

from propbots.api.strategy import BaseStrategy
from propbots.testing import StrategyContract
from strategy_samples import FollowEvent


class Broken(FollowEvent):
    def on_fills(self, fills: Any) -> None:
        del fills


class TestBroken(StrategyContract):
    @pytest.fixture
    @override
    def strategy(self) -> type[BaseStrategy]:
        return Broken
