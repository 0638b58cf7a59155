"""PLG-070: a hook that says something else than it returns."""

from pathlib import Path

import pytest
from typing_extensions import override

from fake_distribution import SOUND, plant, site
from propbots.testing import PluginContract

__all__ = ["site"]

SOURCE = SOUND.replace("-> Sequence[StrategyContribution]", "-> list[str]")


class TestBroken(PluginContract):
    @pytest.fixture
    @override
    def distribution(self, site: Path) -> str:
        plant(site, "propbots-plg-070", SOURCE)
        return "propbots-plg-070"
