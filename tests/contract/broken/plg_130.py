"""PLG-130: a command that stands in no entry point."""

from pathlib import Path

import pytest
from typing_extensions import override

from fake_distribution import plant, site
from propbots.testing import PluginContract

__all__ = ["site"]

SOURCE = """
class Planted(Plugin):
    @hookimpl
    def propbots_commands(self) -> Sequence[CommandContribution]:
        return [CommandContribution("tape", "Shows a tape.", lambda workbench: print)]
"""


class TestBroken(PluginContract):
    @pytest.fixture
    @override
    def distribution(self, site: Path) -> str:
        plant(site, "propbots-plg-130", SOURCE)
        return "propbots-plg-130"
