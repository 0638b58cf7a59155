"""INS-100: hours that are kept as an offset from UTC."""

from datetime import date

import pytest
from typing_extensions import override

from propbots.api.instrument import InstrumentSource, SessionCalendar, SessionSpan, SessionTable
from propbots.domain.timeframe import HOUR
from propbots.testing import FakeInstruments, InstrumentsContract


def fixed(day: date) -> SessionSpan:
    midnight = (day - date(1970, 1, 1)).days * 24 * HOUR
    return SessionSpan(day, midnight - HOUR, midnight + 22 * HOUR)


class Broken(FakeInstruments):
    @override
    def load_calendar(self, name: str) -> SessionCalendar:
        calendar = super().load_calendar(name)
        return SessionTable(name, [fixed(one.trading_day) for one in calendar.spans])


class TestBroken(InstrumentsContract):
    @pytest.fixture
    @override
    def source(self) -> InstrumentSource:
        return Broken()

    @pytest.fixture
    @override
    def zone(self) -> str | None:
        return "America/New_York"
