"""The contracts of the kernel's conformance kit."""

from collections.abc import Mapping

import pytest
from typing_extensions import override

from propbots.api.risk import PlanSource
from propbots.testing import PluginContract, RiskProfileContract
from propbots_mffu.plugin import build_plans


class TestPlugin(PluginContract):
    @pytest.fixture
    @override
    def distribution(self) -> str:
        return "propbots-mffu"


class TestPlans(RiskProfileContract):
    @pytest.fixture
    @override
    def plans(self) -> PlanSource:
        return build_plans()

    @pytest.fixture
    @override
    def options(self) -> Mapping[str, Mapping[str, str]]:
        return {"builder-50k": {"max-loss": "1500"}, "scale-50k": {"flex": "yes"}}
