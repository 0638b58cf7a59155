"""RSK-090: a cap in another unit, which lets nothing through."""

from decimal import Decimal

import pytest
from typing_extensions import override

from propbots.api.risk import ContractCap, PlanSource
from propbots.testing import FakePlans, RiskProfileContract, a_plan


class TestBroken(RiskProfileContract):
    @pytest.fixture
    @override
    def plans(self) -> PlanSource:
        return FakePlans({"plain-50k": a_plan(rules=(*a_plan().rules, ContractCap(Decimal("0.05"))))})
