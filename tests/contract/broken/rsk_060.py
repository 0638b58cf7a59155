"""RSK-060: options that are not looked at."""

from collections.abc import Mapping

import pytest
from typing_extensions import override

from propbots.api.risk import Plan, PlanSource
from propbots.testing import FakePlans, RiskProfileContract


class Broken(FakePlans):
    @override
    def load_plan(self, name: str, options: Mapping[str, str]) -> Plan:
        return super().load_plan(name, {})


class TestBroken(RiskProfileContract):
    @pytest.fixture
    @override
    def plans(self) -> PlanSource:
        return Broken()
