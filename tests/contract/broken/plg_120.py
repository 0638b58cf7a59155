"""PLG-120: an import of what the kernel does not promise."""

from pathlib import Path

import pytest
from typing_extensions import override

from fake_distribution import SOUND, plant, site
from propbots.testing import PluginContract

__all__ = ["site"]

SOURCE = SOUND.replace("    class Follow", "    from propbots.domain.bar import Bar\n\n    class Follow")


class TestBroken(PluginContract):
    @pytest.fixture
    @override
    def distribution(self, site: Path) -> str:
        plant(site, "propbots-plg-120", SOURCE)
        return "propbots-plg-120"
