"""The contracts of the kernel's conformance kit."""

from datetime import date

import pytest
from typing_extensions import override

from propbots.api.instrument import InstrumentSource
from propbots.testing import InstrumentsContract, PluginContract
from propbots_futures.source import FuturesSource


class TestPlugin(PluginContract):
    @pytest.fixture
    @override
    def distribution(self) -> str:
        return "propbots-futures"


class TestInstruments(InstrumentsContract):
    @pytest.fixture
    @override
    def source(self) -> InstrumentSource:
        return FuturesSource()

    @pytest.fixture
    @override
    def period(self) -> tuple[date, date]:
        return date(2021, 7, 1), date(2030, 12, 20)

    @pytest.fixture
    @override
    def zone(self) -> str | None:
        return "America/Chicago"
