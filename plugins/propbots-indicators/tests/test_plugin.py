"""What propbots sees of this distribution."""

import subprocess
import sys
from importlib.metadata import entry_points

import pytest

import propbots_indicators
from propbots.api.indicator import Indicator
from propbots_indicators.plugin import IndicatorsPlugin

CONTRIBUTIONS = IndicatorsPlugin().propbots_indicators()


def test_the_entry_point_names_the_plugin() -> None:
    found = [point for point in entry_points(group="propbots") if point.name == "indicators"]

    assert [point.load() for point in found] == [IndicatorsPlugin]


def test_the_indicators_are_registered_by_the_names_that_people_type() -> None:
    assert [(each.name, each.factory().__name__) for each in CONTRIBUTIONS] == [
        ("sma", "Sma"),
        ("ema", "Ema"),
        ("rsi", "Rsi"),
        ("macd", "Macd"),
        ("bollinger-bands", "BollingerBands"),
        ("atr", "Atr"),
        ("stochastic", "Stochastic"),
        ("vwap", "Vwap"),
        ("donchian-channel", "DonchianChannel"),
    ]


def test_every_contribution_builds_an_indicator_and_is_described() -> None:
    for each in CONTRIBUTIONS:
        assert isinstance(each.factory()(), Indicator)
        assert each.summary.endswith(".")


def test_the_package_exports_what_it_names() -> None:
    for name in propbots_indicators.__all__:
        assert getattr(propbots_indicators, name).__name__ == name
    with pytest.raises(AttributeError, match="module 'propbots_indicators' has no attribute 'Smma'"):
        propbots_indicators.Smma  # type: ignore[attr-defined]  # noqa: B018 -- the reading is the test


def test_listing_the_indicators_loads_neither_numpy_nor_an_indicator() -> None:
    code = (
        "import sys, propbots_indicators.plugin as plugin\n"
        "plugin.IndicatorsPlugin().propbots_indicators()\n"
        "heavy = ('numpy', 'propbots.series', 'propbots.engine', 'propbots_indicators.sma')\n"
        "print([name for name in heavy if name in sys.modules])"
    )

    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert result.stdout.strip() == "[]"


def test_naming_one_indicator_loads_no_other() -> None:
    code = (
        "import sys\n"
        "from propbots_indicators import Sma\n"
        "print([name for name in sys.modules if name in ('propbots_indicators.macd', 'propbots_indicators.vwap')])"
    )

    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert result.stdout.strip() == "[]"
