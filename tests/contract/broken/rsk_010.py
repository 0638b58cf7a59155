"""RSK-010: names in the order of a dictionary."""

from collections.abc import Sequence

import pytest
from typing_extensions import override

from propbots.api.risk import PlanSource
from propbots.testing import FakePlans, RiskProfileContract, a_plan


class Broken(FakePlans):
    @override
    def plan_names(self) -> Sequence[str]:
        return list(self.plans)


class TestBroken(RiskProfileContract):
    @pytest.fixture
    @override
    def plans(self) -> PlanSource:
        return Broken({"plain-50k": a_plan(), "large-50k": a_plan(name="firm/large-50k")})
