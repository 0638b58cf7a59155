"""The contracts of the kernel's conformance kit."""

from collections.abc import Mapping

import pytest
from typing_extensions import override

from propbots.api.risk import PlanSource
from propbots.testing import PluginContract, RiskProfileContract
from propbots_fundingpips.plugin import build_plans


class TestPlugin(PluginContract):
    @pytest.fixture
    @override
    def distribution(self) -> str:
        return "propbots-fundingpips"


class TestPlans(RiskProfileContract):
    @pytest.fixture
    @override
    def plans(self) -> PlanSource:
        return build_plans()

    @pytest.fixture
    @override
    def options(self) -> Mapping[str, Mapping[str, str]]:
        return {
            "2-step-100k": {"daily-loss": "3", "target": "10", "reward": "on-demand"},
            "2-step-5k": {"reward": "biweekly"},
            "1-step-50k": {"reward": "monthly"},
        }
