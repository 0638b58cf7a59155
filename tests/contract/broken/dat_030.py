"""DAT-030: the newest bar first, as the vendor answers."""

import attrs
import pytest
from typing_extensions import override

from propbots.api.data import BarTable, DataProvider, DataRequest
from propbots.testing import DataProviderContract, FakeProvider, a_bar_table


class Broken(FakeProvider):
    @override
    def read(self, request: DataRequest) -> BarTable:
        table = super().read(request)
        newest_first = table.select(slice(None, None, -1))
        return attrs.evolve(newest_first, row=newest_first.row[::-1].copy())


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
