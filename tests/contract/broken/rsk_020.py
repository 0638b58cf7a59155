"""RSK-020: a plan that calls itself by another name."""

import pytest
from typing_extensions import override

from propbots.api.risk import PlanSource
from propbots.testing import FakePlans, RiskProfileContract, a_plan


class TestBroken(RiskProfileContract):
    @pytest.fixture
    @override
    def plans(self) -> PlanSource:
        return FakePlans({"plain-50k": a_plan(name="plain-50k")})
