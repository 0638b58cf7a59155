"""PLG-090: a name with capitals and a blank."""

from pathlib import Path

import pytest
from typing_extensions import override

from fake_distribution import SOUND, plant, site
from propbots.testing import PluginContract

__all__ = ["site"]

SOURCE = SOUND.replace('"follow"', '"MY_Follow"')


class TestBroken(PluginContract):
    @pytest.fixture
    @override
    def distribution(self, site: Path) -> str:
        plant(site, "propbots-plg-090", SOURCE)
        return "propbots-plg-090"
