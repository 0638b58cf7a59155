"""DAT-080: no hash of what was read."""

import attrs
import pytest
from typing_extensions import override

from propbots.api.data import BarTable, DataProvider, DataRequest
from propbots.testing import DataProviderContract, FakeProvider, a_bar_table


class Broken(FakeProvider):
    @override
    def read(self, request: DataRequest) -> BarTable:
        table = super().read(request)
        return attrs.evolve(table, source=attrs.evolve(table.source, sha256="unknown"))


class TestBroken(DataProviderContract):
    @pytest.fixture
    @override
    def provider(self) -> DataProvider:
        return Broken({"bars": a_bar_table(days=1), "bad": None})

    @pytest.fixture
    @override
    def location(self) -> str:
        return "bars"

    @pytest.fixture
    @override
    def broken_location(self) -> str | None:
        return "bad"
