"""INS-070: None for a calendar that does not exist."""

from typing import Any

import pytest
from typing_extensions import override

from propbots.api.instrument import InstrumentSource
from propbots.testing import FakeInstruments, InstrumentsContract


class Broken(FakeInstruments):
    @override
    def load_calendar(self, name: str) -> Any:
        return super().load_calendar(name) if name in self.calendar_names() else None


class TestBroken(InstrumentsContract):
    @pytest.fixture
    @override
    def source(self) -> InstrumentSource:
        return Broken()

    @pytest.fixture
    @override
    def zone(self) -> str | None:
        return "America/New_York"
