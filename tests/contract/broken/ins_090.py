"""INS-090: a calendar that is open at the moment of its close."""

import pytest
from typing_extensions import override

from propbots.api.instrument import InstrumentSource, SessionCalendar, SessionTable
from propbots.testing import FakeInstruments, InstrumentsContract


class Late(SessionTable):
    @override
    def is_open(self, time_ns: int) -> bool:
        return super().is_open(time_ns) or super().is_open(time_ns - 1)


class Broken(FakeInstruments):
    @override
    def load_calendar(self, name: str) -> SessionCalendar:
        calendar = super().load_calendar(name)
        return Late(name, calendar.spans)


class TestBroken(InstrumentsContract):
    @pytest.fixture
    @override
    def source(self) -> InstrumentSource:
        return Broken()

    @pytest.fixture
    @override
    def zone(self) -> str | None:
        return "America/New_York"
