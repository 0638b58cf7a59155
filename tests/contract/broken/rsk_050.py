"""RSK-050: a plan that ends before it begins."""

from datetime import date

import pytest
from typing_extensions import override

from propbots.api.risk import PlanSource
from propbots.testing import FakePlans, RiskProfileContract, a_plan


class TestBroken(RiskProfileContract):
    @pytest.fixture
    @override
    def plans(self) -> PlanSource:
        return FakePlans({"plain-50k": a_plan(effective_to=date(2025, 12, 31))})
