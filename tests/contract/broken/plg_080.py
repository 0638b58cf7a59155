"""PLG-080: a record of another kind."""

from pathlib import Path

import pytest
from typing_extensions import override

from fake_distribution import SOUND, plant, site
from propbots.testing import PluginContract

__all__ = ["site"]

SOURCE = SOUND.replace("[StrategyContribution(", "[IndicatorContribution(")


class TestBroken(PluginContract):
    @pytest.fixture
    @override
    def distribution(self, site: Path) -> str:
        plant(site, "propbots-plg-080", SOURCE)
        return "propbots-plg-080"
