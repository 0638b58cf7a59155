"""INS-040: a fee in cents."""

from decimal import Decimal

import pytest
from typing_extensions import override

from propbots.api.instrument import InstrumentSource
from propbots.testing import FakeInstruments, InstrumentsContract, an_instrument


class TestBroken(InstrumentsContract):
    @pytest.fixture
    @override
    def source(self) -> InstrumentSource:
        return FakeInstruments([an_instrument(fees=Decimal(135))])

    @pytest.fixture
    @override
    def zone(self) -> str | None:
        return "America/New_York"
