"""PLG-100: a factory that returns an instance instead of the class."""

from pathlib import Path

import pytest
from typing_extensions import override

from fake_distribution import SOUND, plant, site
from propbots.testing import PluginContract

__all__ = ["site"]

SOURCE = SOUND.replace("return Follow", "return Follow()")


class TestBroken(PluginContract):
    @pytest.fixture
    @override
    def distribution(self, site: Path) -> str:
        plant(site, "propbots-plg-100", SOURCE)
        return "propbots-plg-100"
