"""Our fakes pass the very contracts that plugins pass, and so do the samples that faults are planted in."""

from datetime import datetime
from pathlib import Path

import pytest
from typing_extensions import override

from fake_distribution import SOUND, plant, site
from propbots.api.data import DataProvider
from propbots.api.indicator import Indicator
from propbots.api.instrument import InstrumentSource
from propbots.api.risk import PlanSource
from propbots.api.strategy import BaseStrategy
from propbots.testing import (
    DataProviderContract,
    FakeInstruments,
    FakePlans,
    FakeProvider,
    IndicatorContract,
    InstrumentsContract,
    PluginContract,
    RiskProfileContract,
    StrategyContract,
    a_bar_table,
    a_tick_table,
)
from series_samples import Momentum
from strategy_samples import Follow, FollowEvent

__all__ = ["site"]


class TestFakeProvider(DataProviderContract):
    @pytest.fixture
    @override
    def provider(self) -> DataProvider:
        return FakeProvider({"bars": a_bar_table(days=1), "bad": None})

    @pytest.fixture
    @override
    def location(self) -> str:
        return "bars"

    @pytest.fixture
    @override
    def broken_location(self) -> str | None:
        return "bad"

    @pytest.fixture
    @override
    def first_open_time(self) -> datetime | None:
        return datetime.fromisoformat("2026-01-04T23:00Z")


class TestFakeProviderOfTicks(DataProviderContract):
    @pytest.fixture
    @override
    def provider(self) -> DataProvider:
        return FakeProvider({"ticks": a_tick_table(), "bad": None})

    @pytest.fixture
    @override
    def location(self) -> str:
        return "ticks"

    @pytest.fixture
    @override
    def broken_location(self) -> str | None:
        return "bad"


class TestFakeInstruments(InstrumentsContract):
    @pytest.fixture
    @override
    def source(self) -> InstrumentSource:
        return FakeInstruments()

    @pytest.fixture
    @override
    def zone(self) -> str | None:
        return "America/New_York"


class TestFakePlans(RiskProfileContract):
    @pytest.fixture
    @override
    def plans(self) -> PlanSource:
        return FakePlans()


class TestSampleIndicator(IndicatorContract):
    @pytest.fixture
    @override
    def indicator(self) -> Indicator:
        return Momentum()


class TestSampleStrategies(StrategyContract):
    @pytest.fixture(params=[Follow, FollowEvent])
    @override
    def strategy(self, request: pytest.FixtureRequest) -> type[BaseStrategy]:
        given: type[BaseStrategy] = request.param
        return given


class TestSamplePlugin(PluginContract):
    @pytest.fixture
    @override
    def distribution(self, site: Path) -> str:
        plant(site, "propbots-planted", SOUND)
        return "propbots-planted"
