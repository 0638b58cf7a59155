"""INS-050: a calendar with another name than its own."""

import pytest
from typing_extensions import override

from propbots.api.instrument import InstrumentSource, SessionCalendar, SessionTable
from propbots.testing import FakeInstruments, InstrumentsContract


class Broken(FakeInstruments):
    @override
    def load_calendar(self, name: str) -> SessionCalendar:
        found = super().load_calendar(name)
        return SessionTable("another", found.spans)


class TestBroken(InstrumentsContract):
    @pytest.fixture
    @override
    def source(self) -> InstrumentSource:
        return Broken()

    @pytest.fixture
    @override
    def zone(self) -> str | None:
        return "America/New_York"
