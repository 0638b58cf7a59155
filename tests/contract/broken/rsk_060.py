"""RSK-060: options that are not looked at."""

import pytest
from typing_extensions import override

from propbots.api.risk import Plan, PlanRequest, PlanSource
from propbots.testing import FakePlans, RiskProfileContract


class Broken(FakePlans):
    @override
    def load_plan(self, request: PlanRequest) -> Plan:
        return super().load_plan(PlanRequest(request.name))


class TestBroken(RiskProfileContract):
    @pytest.fixture
    @override
    def plans(self) -> PlanSource:
        return Broken()
