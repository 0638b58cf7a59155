"""DAT-060: a timeframe that is told from the name and not from the rows."""

import attrs
import pytest
from typing_extensions import override

from propbots.api.data import BarTable, DataProvider, DataRequest
from propbots.domain.timeframe import MINUTE, Timeframe
from propbots.testing import DataProviderContract, FakeProvider, a_bar_table


class Broken(FakeProvider):
    @override
    def read(self, request: DataRequest) -> BarTable:
        table = super().read(request)
        return attrs.evolve(table, timeframe=Timeframe(5 * MINUTE))


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
