"""INS-020: a tick size that went through a float."""

from decimal import Decimal

import pytest
from typing_extensions import override

from propbots.api.instrument import InstrumentSource
from propbots.testing import FakeInstruments, InstrumentsContract, an_instrument


class TestBroken(InstrumentsContract):
    @pytest.fixture
    @override
    def source(self) -> InstrumentSource:
        return FakeInstruments([an_instrument(tick_size=Decimal(0.1))])

    @pytest.fixture
    @override
    def zone(self) -> str | None:
        return "America/New_York"
