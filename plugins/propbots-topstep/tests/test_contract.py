"""The contracts of the kernel's conformance kit."""

from collections.abc import Mapping

import pytest
from typing_extensions import override

from propbots.api.risk import PlanSource
from propbots.testing import PluginContract, RiskProfileContract
from propbots_topstep.plugin import build_plans


class TestPlugin(PluginContract):
    @pytest.fixture
    @override
    def distribution(self) -> str:
        return "propbots-topstep"


class TestPlans(RiskProfileContract):
    @pytest.fixture
    @override
    def plans(self) -> PlanSource:
        return build_plans()

    @pytest.fixture
    @override
    def options(self) -> Mapping[str, Mapping[str, str]]:
        return {
            "combine-50k": {"daily-loss": "1000"},
            "combine-150k": {"daily-loss": "3000", "activation": "free"},
            "xfa-50k": {"daily-loss": "1000", "path": "consistency"},
            "xfa-100k": {"daily-loss": "2000"},
        }
