"""PLG-140: a factory that takes the settings of something else."""

from pathlib import Path

import pytest
from typing_extensions import override

from fake_distribution import plant, site
from propbots.testing import PluginContract

__all__ = ["site"]

SOURCE = '''
@attrs.frozen
class TapeSettings:
    """How a tape is read.

    Attributes:
        speed: Of the tape.
    """

    speed: int = 1

@attrs.frozen
class ReelSettings:
    """How a reel is read.

    Attributes:
        width: Of the reel.
    """

    width: int = 1

class Tape:
    def __init__(self, settings: ReelSettings) -> None:
        self.width = settings.width

    def read(self, request): ...

class Planted(Plugin):
    @hookimpl
    def propbots_data_providers(self) -> Sequence[DataProviderContribution]:
        return [DataProviderContribution("tape", "Bars from a tape.", Tape, TapeSettings)]
'''


class TestBroken(PluginContract):
    @pytest.fixture
    @override
    def distribution(self, site: Path) -> str:
        plant(site, "propbots-plg-140", SOURCE)
        return "propbots-plg-140"
