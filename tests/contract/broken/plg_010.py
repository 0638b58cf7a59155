"""PLG-010: a distribution without a README."""

from pathlib import Path

import pytest
from typing_extensions import override

from fake_distribution import SOUND, plant, site
from propbots.testing import PluginContract

__all__ = ["site"]

SOURCE = SOUND


class TestBroken(PluginContract):
    @pytest.fixture
    @override
    def distribution(self, site: Path) -> str:
        plant(site, "propbots-plg-010", SOURCE, readme="")
        return "propbots-plg-010"
