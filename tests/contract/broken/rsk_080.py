"""RSK-080: a lock that is a distance, and not an equity."""

from decimal import Decimal

import pytest
from typing_extensions import override

from propbots.api.risk import MaximumLoss, MaximumLossBasis, PlanSource
from propbots.testing import FakePlans, RiskProfileContract, a_plan


class TestBroken(RiskProfileContract):
    @pytest.fixture
    @override
    def plans(self) -> PlanSource:
        return FakePlans(
            {"plain-50k": a_plan(rules=(MaximumLoss(Decimal(2_000), MaximumLossBasis.END_OF_DAY, Decimal(2_000)),))}
        )
