"""DAT-140: 0 where a row tells no bid."""

import attrs
import numpy as np
import pytest
from typing_extensions import override

from propbots.api.data import DataProvider, DataRequest, TickTable
from propbots.testing import DataProviderContract, FakeProvider, a_tick_table


class Broken(FakeProvider):
    @override
    def read(self, request: DataRequest) -> TickTable:
        table = super().read(request)
        return attrs.evolve(table, bid=np.nan_to_num(table.bid))


class TestBroken(DataProviderContract):
    @pytest.fixture
    @override
    def provider(self) -> DataProvider:
        return Broken({"ticks": a_tick_table(), "bad": None})

    @pytest.fixture
    @override
    def location(self) -> str:
        return "ticks"

    @pytest.fixture
    @override
    def broken_location(self) -> str | None:
        return "bad"
