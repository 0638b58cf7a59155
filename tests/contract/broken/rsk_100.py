"""RSK-100: a day that rolls at an hour which does not exist when the clocks change."""

from datetime import time

import pytest
from typing_extensions import override

from propbots.api.risk import FirmDayRules, PlanSource
from propbots.testing import FakePlans, RiskProfileContract, a_plan


class TestBroken(RiskProfileContract):
    @pytest.fixture
    @override
    def plans(self) -> PlanSource:
        return FakePlans({"plain-50k": a_plan(day=FirmDayRules("America/Chicago", time(2, 30)))})
