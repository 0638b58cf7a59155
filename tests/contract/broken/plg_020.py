"""PLG-020: one version of the kernel, and no other."""

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
        plant(site, "propbots-plg-020", SOURCE, requires=("propbots==0.1.0",))
        return "propbots-plg-020"
