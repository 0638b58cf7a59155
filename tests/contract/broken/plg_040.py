"""PLG-040: an entry module that imports numpy."""

from pathlib import Path

import pytest
from typing_extensions import override

from fake_distribution import SOUND, plant, site
from propbots.testing import PluginContract

__all__ = ["site"]

SOURCE = f"import numpy\n{SOUND}"


class TestBroken(PluginContract):
    @pytest.fixture
    @override
    def distribution(self, site: Path) -> str:
        plant(site, "propbots-plg-040", SOURCE)
        return "propbots-plg-040"
