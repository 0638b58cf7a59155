"""What propbots sees of this distribution."""

import subprocess
import sys
from importlib.metadata import entry_points

import pytest

from propbots.api.strategy import BaseStrategy, ConfigurationError
from propbots.series.parameter import list_parameters
from propbots_strategies.plugin import StrategiesPlugin

CONTRIBUTIONS = {contribution.name: contribution for contribution in StrategiesPlugin().propbots_strategies()}
DEFAULTS = {
    "bollinger-reversion": {"period": 20, "deviations": 2},
    "donchian-breakout": {"entry": 20, "exit": 10},
    "ma-crossover": {"fast": 10, "slow": 50},
    "ma-crossover-event": {"fast": 10, "slow": 50},
}


def test_the_entry_point_names_the_plugin() -> None:
    found = [point for point in entry_points(group="propbots") if point.name == "strategies"]

    assert [point.load() for point in found] == [StrategiesPlugin]


def test_the_strategies_have_the_promised_names_parameters_and_defaults() -> None:
    parameters = {
        name: {parameter.name: parameter.default for parameter in list_parameters(contribution.factory())}
        for name, contribution in CONTRIBUTIONS.items()
    }

    assert parameters == DEFAULTS


@pytest.mark.parametrize("name", DEFAULTS)
def test_every_parameter_is_bounded_and_described(name: str) -> None:
    for parameter in list_parameters(CONTRIBUTIONS[name].factory()):
        assert parameter.minimum is not None
        assert parameter.maximum is not None
        assert parameter.description


@pytest.mark.parametrize("name", DEFAULTS)
def test_a_value_beyond_its_bounds_is_refused_with_the_bound(name: str) -> None:
    strategy: type[BaseStrategy] = CONTRIBUTIONS[name].factory()
    for parameter in list_parameters(strategy):
        with pytest.raises(ConfigurationError, match=f"{parameter.name} must be at least {parameter.minimum}"):
            strategy(**{parameter.name: 0})
        with pytest.raises(ConfigurationError, match=f"{parameter.name} must be at most {parameter.maximum}"):
            strategy(**{parameter.name: 100_001})


def test_listing_the_strategies_loads_neither_numpy_nor_a_strategy() -> None:
    code = (
        "import sys, propbots_strategies.plugin as plugin\n"
        "plugin.StrategiesPlugin().propbots_strategies()\n"
        "heavy = ('numpy', 'propbots.engine', 'propbots.series', 'propbots.strategy', 'propbots_indicators',\n"
        "         'propbots_strategies.ma_crossover')\n"
        "print([name for name in heavy if name in sys.modules])"
    )

    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert result.stdout.strip() == "[]"
