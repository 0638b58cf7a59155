"""The contracts of the kernel's conformance kit."""

import pytest
from typing_extensions import override

from propbots.api.strategy import BaseStrategy
from propbots.testing import PluginContract, StrategyContract
from propbots_strategies.plugin import StrategiesPlugin

REGISTERED = {each.name: each.factory() for each in StrategiesPlugin().propbots_strategies()}


class TestPlugin(PluginContract):
    @pytest.fixture
    @override
    def distribution(self) -> str:
        return "propbots-strategies"


class TestStrategies(StrategyContract):
    @pytest.fixture(params=list(REGISTERED))
    @override
    def strategy(self, request: pytest.FixtureRequest) -> type[BaseStrategy]:
        return REGISTERED[request.param]
