"""DAT-070: bars that are stamped with their close."""

from datetime import datetime

import attrs
import pytest
from typing_extensions import override

from propbots.api.data import BarTable, DataProvider, DataRequest
from propbots.testing import DataProviderContract, FakeProvider, a_bar_table


class Broken(FakeProvider):
    @override
    def read(self, request: DataRequest) -> BarTable:
        table = super().read(request)
        return attrs.evolve(table, open_time=table.open_time + int(table.timeframe))


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

    @pytest.fixture
    @override
    def first_open_time(self) -> datetime | None:
        return datetime.fromisoformat("2026-01-04T23:00Z")
