"""PLG-110: settings without a default and without a word."""

from pathlib import Path

import pytest
from typing_extensions import override

from fake_distribution import plant, site
from propbots.testing import PluginContract

__all__ = ["site"]

SOURCE = """
@attrs.frozen
class TapeSettings:
    speed: int

class Tape:
    def read(self, request): ...

class Planted(Plugin):
    @hookimpl
    def propbots_data_providers(self) -> Sequence[DataProviderContribution]:
        return [DataProviderContribution("tape", "Bars from a tape.", lambda settings: Tape(), TapeSettings)]
"""


class TestBroken(PluginContract):
    @pytest.fixture
    @override
    def distribution(self, site: Path) -> str:
        plant(site, "propbots-plg-110", SOURCE)
        return "propbots-plg-110"
