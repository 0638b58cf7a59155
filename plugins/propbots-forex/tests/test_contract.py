"""The contracts of the kernel's conformance kit."""

from datetime import date

import pytest
from typing_extensions import override

from propbots.api.instrument import InstrumentSource
from propbots.testing import InstrumentsContract, PluginContract
from propbots_forex.source import ForexSource


class TestPlugin(PluginContract):
    @pytest.fixture
    @override
    def distribution(self) -> str:
        return "propbots-forex"


class TestInstruments(InstrumentsContract):
    @pytest.fixture
    @override
    def source(self) -> InstrumentSource:
        return ForexSource()

    @pytest.fixture
    @override
    def period(self) -> tuple[date, date]:
        return date(2005, 1, 4), date(2030, 12, 20)

    @pytest.fixture
    @override
    def zone(self) -> str | None:
        return "America/New_York"
