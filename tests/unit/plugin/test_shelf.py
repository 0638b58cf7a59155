"""Instruments and calendars of all plugins: one list that fails harms nobody who does not need it."""

from pathlib import Path

import pytest

from fake_distribution import plant
from propbots.domain.session import UtcDays
from propbots.errors import ConfigurationError, PluginContractBroken, UnknownName
from propbots.plugin.discovery import find_plugins
from propbots.plugin.host import load_plugins
from propbots.plugin.registry import Registry
from propbots.plugin.shelf import InstrumentShelf

LIST = """
from decimal import Decimal
from propbots.api.instrument import AssetClass, Instrument

class Source:
    def instruments(self):
        return [Instrument(name, AssetClass.FUTURES, Decimal(1), Decimal(10)) for name in {instruments}]
    def calendar_names(self):
        return {calendars}
    def load_calendar(self, name):
        return {load}

class Planted(Plugin):
    @hookimpl
    def propbots_instruments(self):
        return [InstrumentContribution("list", "Some.", Source)]
"""


def plant_list(
    site: Path, name: str, *instruments: str, calendars: tuple[str, ...] = (), load: str = "('days', name)"
) -> None:
    plant(site, name, LIST.format(instruments=instruments, calendars=calendars, load=load))


def shelf(*distributions: str) -> InstrumentShelf:
    installed = [one for one in find_plugins() if one.distribution in distributions]
    return InstrumentShelf(Registry(tuple(load_plugins(installed))))


def test_instruments_of_all_plugins_stand_in_one_order(site: Path) -> None:
    plant_list(site, "propbots-a", "ZZ", "BB")
    plant_list(site, "propbots-b", "AA")

    found = shelf("propbots-a", "propbots-b")

    assert [one.id for one in found.list_all()] == ["AA", "BB", "ZZ"]
    assert found.find("AA").id == "AA"


def test_instrument_of_two_plugins_is_an_error_when_it_is_used_and_always_listed(site: Path) -> None:
    plant_list(site, "propbots-a", "XX", "YY")
    plant_list(site, "propbots-b", "XX")

    found = shelf("propbots-a", "propbots-b")

    assert found.find("YY").id == "YY"
    with pytest.raises(ConfigurationError, match="instrument 'XX' is claimed by propbots-a and propbots-b; leave one"):
        found.find("XX")
    assert len(found.list_conflicts()) == 1


def test_calendar_of_two_plugins_is_an_error_when_it_is_used(site: Path) -> None:
    plant_list(site, "propbots-a", calendars=("days", "nights"))
    plant_list(site, "propbots-b", calendars=("days",))

    found = shelf("propbots-a", "propbots-b")

    nights: object = found.load_calendar("nights")
    assert nights == ("days", "nights")
    with pytest.raises(ConfigurationError, match="session calendar 'days' is claimed by propbots-a and propbots-b"):
        found.load_calendar("days")


def test_no_calendar_means_round_the_clock() -> None:
    assert isinstance(shelf().load_calendar(None), UtcDays)


def test_list_that_raises_is_kept_aside_and_told_when_it_may_be_needed(site: Path) -> None:
    plant(site, "propbots-a", LIST.format(instruments="1/0", calendars=(), load="None"))
    plant_list(site, "propbots-b", "XX")

    found = shelf("propbots-a", "propbots-b")

    assert found.find("XX").id == "XX"
    assert [type(one) for one in found.problems] == [PluginContractBroken]
    with pytest.raises(UnknownName) as caught:
        found.find("YY")
    assert "instruments 'list' of plugin a of propbots-a 1.0 raised ZeroDivisionError: division by zero in" in str(
        caught.value
    )
    assert "propbots_a.py, line " in str(caught.value)


def test_list_of_something_else_is_refused(site: Path) -> None:
    source = LIST.format(instruments="()", calendars="()", load="None")
    plant(site, "propbots-a", source.replace("return [Instrument(", "return [5] or [Instrument("))

    (problem,) = shelf("propbots-a").problems

    assert "must list instruments (was 5)" in str(problem)


def test_calendar_that_raises_names_its_plugin(site: Path) -> None:
    plant_list(site, "propbots-a", calendars=("days",), load="{}[name]")

    with pytest.raises(
        PluginContractBroken, match=r"session calendar 'days' of plugin a of propbots-a 1.0 raised KeyError"
    ):
        shelf("propbots-a").load_calendar("days")


def test_unknown_names_bring_the_nearest(site: Path) -> None:
    plant_list(site, "propbots-a", "GOLD", calendars=("metals",))

    found = shelf("propbots-a")

    with pytest.raises(UnknownName, match="unknown instrument 'GLD'; did you mean 'GOLD'"):
        found.find("GLD")
    with pytest.raises(UnknownName, match="unknown session calendar 'metal'; did you mean 'metals'"):
        found.load_calendar("metal")
