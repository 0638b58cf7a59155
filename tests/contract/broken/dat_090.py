"""DAT-090: a table that is kept, and handed to every reader."""

import pytest
from typing_extensions import override

from propbots.api.data import BarTable, DataProvider, DataRequest
from propbots.testing import DataProviderContract, FakeProvider, a_bar_table

_kept: dict[str, BarTable] = {}


class Broken(FakeProvider):
    @override
    def read(self, request: DataRequest) -> BarTable:
        if request.location not in _kept:
            _kept[request.location] = super().read(request)
        return _kept[request.location]


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
