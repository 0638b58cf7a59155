"""PLG-050: an entry module that reads a file of its own."""

from pathlib import Path

import pytest
from typing_extensions import override

from fake_distribution import SOUND, plant, site
from propbots.testing import PluginContract

__all__ = ["site"]

SOURCE = f"""
from pathlib import Path
TEXT = (Path(__file__).parent / "propbots_plg_050-1.0.dist-info" / "METADATA").read_text()
{SOUND}
"""


class TestBroken(PluginContract):
    @pytest.fixture
    @override
    def distribution(self, site: Path) -> str:
        plant(site, "propbots-plg-050", SOURCE)
        return "propbots-plg-050"
