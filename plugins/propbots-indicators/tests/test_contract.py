"""The contracts of the kernel's conformance kit."""

import pytest
from typing_extensions import override

from propbots.api.indicator import Indicator
from propbots.testing import IndicatorContract, PluginContract
from propbots_indicators import Ema, Macd, Seed, Sma, Stochastic
from propbots_indicators.plugin import IndicatorsPlugin

REGISTERED = [each.factory()() for each in IndicatorsPlugin().propbots_indicators()]
SMALL = [Sma(period=1), Ema(period=9, seed=Seed.FIRST), Macd(fast=3, slow=10, signal=16), Stochastic(5, 4, 3)]


class TestPlugin(PluginContract):
    @pytest.fixture
    @override
    def distribution(self) -> str:
        return "propbots-indicators"


class TestIndicators(IndicatorContract):
    @pytest.fixture(params=[*REGISTERED, *SMALL], ids=repr)
    @override
    def indicator(self, request: pytest.FixtureRequest) -> Indicator:
        given: Indicator = request.param
        return given
