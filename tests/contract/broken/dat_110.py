"""DAT-110: a broken table is taken for an empty one."""

import pytest
from typing_extensions import override

from propbots.api.data import BarTable, DataProvider, DataRequest
from propbots.testing import DataProviderContract, FakeProvider, a_bar_table


class Broken(FakeProvider):
    @override
    def read(self, request: DataRequest) -> BarTable:
        if request.location == "bad":
            return super().read(DataRequest("bars")).select(slice(0))
        return super().read(request)


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
