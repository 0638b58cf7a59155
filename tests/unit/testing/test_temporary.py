"""A plugin that is there for one test, and nothing that happens to be installed."""

from collections.abc import Sequence
from typing import Any

import pytest
from typing_extensions import override

from propbots.api.plugin import InstrumentContribution, Plugin, StrategyContribution, hookimpl
from propbots.errors import ConfigurationError, PluginContractBroken
from propbots.plugin.catalogue import load_catalogue
from propbots.testing import FakeInstruments, TemporaryPlugins
from strategy_samples import Follow


class Following(Plugin):
    @hookimpl
    @override
    def propbots_strategies(self) -> Sequence[StrategyContribution]:
        return [StrategyContribution("follow", "Goes with the change.", lambda: Follow)]


class Listing(Plugin):
    @hookimpl
    @override
    def propbots_instruments(self) -> Sequence[InstrumentContribution]:
        return [InstrumentContribution("fake", "A future.", FakeInstruments)]


class Misspelt(Plugin):
    @hookimpl
    def propbots_strategy(self) -> Any:
        return []


def test_what_it_brings_is_found_by_name(temporary_plugin: TemporaryPlugins) -> None:
    strategy = temporary_plugin(Following()).build_strategy("follow", {"period": "7"})

    assert isinstance(strategy, Follow)
    assert strategy.period == 7


def test_several_add_up(temporary_plugin: TemporaryPlugins) -> None:
    temporary_plugin(Following())
    catalogue = temporary_plugin(Listing(), "listing")

    assert [one.id for one in catalogue.instruments.list_all()] == ["TEST"]
    assert isinstance(catalogue.build_strategy("follow", {}), Follow)


def test_two_that_claim_a_name_are_told_apart(temporary_plugin: TemporaryPlugins) -> None:
    temporary_plugin(Following(), "one")
    catalogue = temporary_plugin(Following(), "two")

    with pytest.raises(ConfigurationError, match="propbots-one and propbots-two"):
        catalogue.build_strategy("follow", {})


def test_unfit_one_is_refused(temporary_plugin: TemporaryPlugins) -> None:
    with pytest.raises(PluginContractBroken, match="there is no hook propbots_strategy"):
        temporary_plugin(Misspelt())


def test_what_is_installed_is_not_looked_for(temporary_plugin: TemporaryPlugins) -> None:
    with pytest.raises(PluginContractBroken, match="does not look for what is installed"):
        load_catalogue()


def test_next_test_finds_what_is_installed_again() -> None:
    load_catalogue()
