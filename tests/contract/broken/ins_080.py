"""INS-080: sessions that open three hours before the last one has closed."""

import attrs
import pytest
from typing_extensions import override

from propbots.api.instrument import InstrumentSource, SessionCalendar, SessionTable
from propbots.domain.timeframe import HOUR
from propbots.testing import FakeInstruments, InstrumentsContract


class Broken(FakeInstruments):
    @override
    def load_calendar(self, name: str) -> SessionCalendar:
        calendar = super().load_calendar(name)
        return SessionTable(
            name, [attrs.evolve(one, open_time_ns=one.open_time_ns - 4 * HOUR) for one in calendar.spans]
        )


class TestBroken(InstrumentsContract):
    @pytest.fixture
    @override
    def source(self) -> InstrumentSource:
        return Broken()

    @pytest.fixture
    @override
    def zone(self) -> str | None:
        return "America/New_York"
