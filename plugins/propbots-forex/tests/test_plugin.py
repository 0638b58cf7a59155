"""What propbots sees of this distribution."""

import subprocess
import sys
from importlib.metadata import entry_points

import pytest

from propbots_forex.instruments import INSTRUMENTS
from propbots_forex.plugin import ForexPlugin
from propbots_forex.sessions import CALENDAR_NAMES
from propbots_forex.source import ForexSource


def test_the_entry_point_names_the_plugin() -> None:
    found = [point for point in entry_points(group="propbots") if point.name == "forex"]

    assert [point.load() for point in found] == [ForexPlugin]


def test_the_plugin_brings_one_list_of_instruments() -> None:
    (contribution,) = ForexPlugin().propbots_instruments()

    source = contribution.factory()

    assert contribution.name == "forex"
    assert list(source.instruments()) == list(INSTRUMENTS)
    assert list(source.calendar_names()) == sorted(CALENDAR_NAMES)


def test_every_calendar_that_is_named_can_be_loaded() -> None:
    source = ForexSource()

    assert [source.load_calendar(name).name for name in source.calendar_names()] == list(source.calendar_names())


def test_an_unknown_calendar_is_a_key_error() -> None:
    with pytest.raises(KeyError, match="forex-weather"):
        ForexSource().load_calendar("forex-weather")


def test_listing_and_loading_need_neither_numpy_nor_a_zone_database() -> None:
    code = (
        "import sys, propbots_forex.plugin as plugin\n"
        "light = set(sys.modules)\n"
        "source = plugin.ForexPlugin().propbots_instruments()[0].factory()\n"
        "source.instruments(); source.load_calendar('forex')\n"
        "heavy = {'numpy', 'zoneinfo', 'pandas', 'pandas_market_calendars'} & set(sys.modules)\n"
        "print(sorted(heavy), 'propbots_forex.instruments' in light)"
    )

    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert result.stdout.strip() == "[] False"
