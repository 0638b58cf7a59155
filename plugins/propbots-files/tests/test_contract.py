"""The contracts of the kernel's conformance kit."""

from datetime import datetime
from pathlib import Path

import pytest
from typing_extensions import override

from propbots.api.data import DataProvider
from propbots.testing import DataProviderContract, PluginContract
from propbots_files.plugin import build_provider
from propbots_files.settings import FileSettings, Stamp

ROWS = """time,open,high,low,close,volume
2024-03-08T14:30:00Z,100.25,101.00,100.00,100.75,12
2024-03-08T14:31:00Z,100.75,101.25,100.50,101.25,7
2024-03-08T14:33:00Z,101.25,101.25,100.75,100.75,3
2024-03-08T14:34:00Z,100.75,102.00,100.75,101.50,20
"""
TICKS = """time,bid,ask,last,volume
2024-03-08T14:30:00.100Z,100.25,100.50,,
2024-03-08T14:30:00.250Z,,,100.50,3
2024-03-08T14:30:01.000Z,100.50,100.75,,
2024-03-08T14:30:01.000Z,,,100.75,1
"""


class TestPlugin(PluginContract):
    @pytest.fixture
    @override
    def distribution(self) -> str:
        return "propbots-files"


class TestOpenStamped(DataProviderContract):
    @pytest.fixture
    @override
    def provider(self) -> DataProvider:
        return build_provider(FileSettings())

    @pytest.fixture
    @override
    def location(self, tmp_path: Path) -> str:
        path = tmp_path / "bars.csv"
        path.write_text(ROWS)
        return str(path)

    @pytest.fixture
    @override
    def broken_location(self, tmp_path: Path) -> str | None:
        path = tmp_path / "broken.csv"
        path.write_text(ROWS.replace("101.25,7", "101.25,seven"))
        return str(path)

    @pytest.fixture
    @override
    def first_open_time(self) -> datetime | None:
        return datetime.fromisoformat("2024-03-08T14:30Z")


class TestCloseStamped(TestOpenStamped):
    @pytest.fixture
    @override
    def provider(self) -> DataProvider:
        return build_provider(FileSettings(stamp=Stamp.CLOSE))

    @pytest.fixture
    @override
    def first_open_time(self) -> datetime | None:
        return datetime.fromisoformat("2024-03-08T14:29Z")


class TestTicks(DataProviderContract):
    @pytest.fixture
    @override
    def provider(self) -> DataProvider:
        return build_provider(FileSettings())

    @pytest.fixture
    @override
    def location(self, tmp_path: Path) -> str:
        path = tmp_path / "ticks.csv"
        path.write_text(TICKS)
        return str(path)

    @pytest.fixture
    @override
    def broken_location(self, tmp_path: Path) -> str | None:
        path = tmp_path / "broken.csv"
        path.write_text(TICKS.replace("100.75,,", "seven,,"))
        return str(path)
