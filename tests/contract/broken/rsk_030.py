"""RSK-030: a balance that went through a float."""

from decimal import Decimal

import pytest
from typing_extensions import override

from propbots.api.risk import PlanSource
from propbots.testing import FakePlans, RiskProfileContract, a_plan


class TestBroken(RiskProfileContract):
    @pytest.fixture
    @override
    def plans(self) -> PlanSource:
        return FakePlans({"plain-50k": a_plan(balance=Decimal(50_000.1))})
