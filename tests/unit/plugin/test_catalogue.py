"""What is asked for by name is made ready, and a plugin that fails on the way is named."""

from pathlib import Path
from typing import Any

import pytest

from fake_distribution import plant
from propbots.errors import ConfigurationError, PluginContractBroken, UnknownName
from propbots.plugin.catalogue import Catalogue, load_catalogue
from propbots.plugin.registry import Registry

STRATEGY = """
from propbots.api.strategy import RuleStrategy, Rules, close, parameter

class Rise(RuleStrategy):
    bars: int = parameter(3, minimum=1)
    def rules(self):
        return Rules(long_entry=close > close[1])
    {more}

class Planted(Plugin):
    @hookimpl
    def propbots_strategies(self):
        return [StrategyContribution("rise", "Buys.", {factory})]
"""
PROVIDER = """
import numpy as np
from propbots.api.data import BarTable, DataSource, Timeframe

def table(**changes):
    prices = np.ones(2)
    columns = dict(open_time=np.arange(2), open=prices, high=prices, low=prices, close=prices, volume=prices,
                   row=np.arange(2), timeframe=Timeframe(60), source=DataSource("x", "tape", ""))
    return BarTable(**{{**columns, **changes}})

class Provider:
    def __init__(self, settings):
        self.settings = settings
    def read(self, request):
        return {answer}

class Planted(Plugin):
    @hookimpl
    def propbots_data_providers(self):
        return [DataProviderContribution("tape", "Bars.", Provider, reads_files={reads_files})]
"""
PLANS = """
class Plans:
    def plan_names(self):
        return ["small", "large"]
    def load_plan(self, request):
        return {answer}

class Planted(Plugin):
    @hookimpl
    def propbots_risk_profiles(self):
        return [RiskProfileContribution("strict", "A firm.", Plans)]
"""


def plant_strategy(site: Path, factory: str = "lambda: Rise", more: str = "") -> None:
    plant(site, "propbots-a", STRATEGY.format(factory=factory, more=more))


def plant_provider(site: Path, answer: str, *, reads_files: bool = False) -> None:
    plant(site, "propbots-a", PROVIDER.format(answer=answer, reads_files=reads_files))


def test_strategy_comes_with_its_parameters(site: Path) -> None:
    plant_strategy(site)

    strategy: Any = load_catalogue().build_strategy("rise", {"bars": "5"})

    assert strategy.bars == 5


@pytest.mark.parametrize(
    ("parameters", "message"),
    [
        ({"bars": "x"}, "strategy rise: bars must be a whole number (was 'x')"),
        ({"bars": 0}, "bars must be at least 1 (was 0)"),
        ({"bras": 1}, "unknown parameter of strategy rise 'bras'; did you mean 'bars'?"),
    ],
)
def test_wrong_parameters_are_the_users_to_mend(site: Path, parameters: dict[str, object], message: str) -> None:
    plant_strategy(site)

    with pytest.raises(ConfigurationError) as caught:
        load_catalogue().build_strategy("rise", parameters)

    assert message in str(caught.value)


@pytest.mark.parametrize(
    ("factory", "fault"),
    [
        ("lambda: 1/0", "raised ZeroDivisionError: division by zero in"),
        ("lambda: __import__('absent_library')", "raised ModuleNotFoundError: No module named 'absent_library'"),
        ("lambda: exit(0)", "raised SystemExit: 0"),
        ("lambda: 5", "must be a subclass of RuleStrategy or Strategy (was 5)"),
        ("lambda: Rise()", "must be a subclass of RuleStrategy or Strategy (was Rise"),
        ("lambda: RuleStrategy.__base__", "must be a subclass of RuleStrategy or Strategy (was <class"),
        ("lambda need: Rise", "raised TypeError"),
    ],
)
def test_factory_that_fails_names_its_plugin(site: Path, factory: str, fault: str) -> None:
    plant_strategy(site, factory)

    with pytest.raises(PluginContractBroken) as caught:
        load_catalogue().build_strategy("rise", {})

    assert str(caught.value).startswith("strategy 'rise' of plugin a of propbots-a 1.0 ")
    assert fault in str(caught.value)
    assert "tell its author" in str(caught.value)


def test_strategy_that_raises_when_it_is_made_names_its_plugin_and_line(site: Path) -> None:
    plant_strategy(site, more="def __attrs_post_init__(self): raise ValueError('inside')")

    with pytest.raises(PluginContractBroken, match=r"raised ValueError: inside in .*propbots_a.py, line \d+"):
        load_catalogue().build_strategy("rise", {})


@pytest.mark.parametrize("name", ["bollinger-bands", "BollingerBands", "bollinger_bands", "bollingerbands"])
def test_indicator_answers_to_its_listed_name_and_to_its_class(name: str) -> None:
    indicator: Any = load_catalogue().build_indicator(name, {"period": "5"})

    assert type(indicator).__name__ == "BollingerBands"
    assert indicator.period == 5


def test_unknown_indicator_brings_the_nearest() -> None:
    with pytest.raises(UnknownName, match="unknown indicator 'Smaa'; did you mean 'sma'"):
        load_catalogue().build_indicator("Smaa", {})


def test_bars_of_a_provider_are_asked_for_by_its_name(site: Path) -> None:
    plant_provider(site, "table(source=DataSource(request.location, 'tape', ''))")

    table = load_catalogue().read_bars("tape:any:thing", {})

    assert table.source.location == "any:thing"


@pytest.mark.parametrize(
    ("answer", "fault"),
    [
        ("1/0", "raised ZeroDivisionError: division by zero in"),
        ("None", "must return a BarTable or a TickTable (was NoneType)"),
        ("table(close=np.ones(3))", "must return columns of one length, close as float64"),
        ("table(open_time=np.ones(2))", "must return columns of one length, open_time as int64"),
        ("table(volume=[1.0, 2.0])", "must return columns of one length, volume as float64"),
        ("table(high=np.ones((2, 2)))", "must return columns of one length, high as float64"),
    ],
)
def test_provider_that_breaks_its_port_is_named(site: Path, answer: str, fault: str) -> None:
    plant_provider(site, answer)

    with pytest.raises(PluginContractBroken) as caught:
        load_catalogue().read_bars("tape:x", {})

    assert str(caught.value).startswith("data provider 'tape' of plugin a of propbots-a 1.0 ")
    assert fault in str(caught.value)


def test_settings_that_a_provider_has_not_are_refused(site: Path) -> None:
    plant_provider(site, "table()")

    with pytest.raises(UnknownName, match="settings of tape: unknown key 'speed'"):
        load_catalogue().read_bars("tape:x", {"speed": 1})


def test_unknown_provider_is_told_apart_from_a_missing_file() -> None:
    with pytest.raises(UnknownName, match="unknown data provider 'tpe'; known: files; nor is there a file tpe:x"):
        load_catalogue().read_bars("tpe:x", {})


def test_two_readers_of_files_are_not_guessed_between(site: Path) -> None:
    plant_provider(site, "table()", reads_files=True)

    with pytest.raises(ConfigurationError, match="files and tape both read files; say which, such as files:PATH"):
        load_catalogue().read_bars("bars.csv", {})


def test_without_a_reader_of_files_the_one_to_install_is_named() -> None:
    with pytest.raises(
        UnknownName, match=r"unknown data provider for 'bars.csv'; nothing of the kind is installed; pip"
    ):
        Catalogue(Registry(())).read_bars("bars.csv", {})


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("strict", "a plan is named FIRM/PLAN, or is a file that ends in .toml (was 'strict')"),
        ("strict/", "a plan is named FIRM/PLAN, or is a file that ends in .toml (was 'strict/')"),
        ("strict/smal", "unknown plan of strict 'smal'; did you mean 'small'?"),
        (
            "stric/small",
            "unknown firm 'stric'; did you mean 'strict'? firms come as plugins; is propbots-stric installed?",
        ),
        ("strict/small?x", "options of a plan are written KEY=VALUE, each once, joined by & (was 'strict/small?x')"),
        ("strict/small?x=1&x=2", "options of a plan are written KEY=VALUE, each once"),
        ("strict/small?=1", "options of a plan are written KEY=VALUE"),
    ],
)
def test_wrong_name_of_a_plan_is_told(site: Path, name: str, message: str) -> None:
    plant(site, "propbots-a", PLANS.format(answer="None"))

    with pytest.raises(ConfigurationError) as caught:
        load_catalogue().load_plan(name)

    assert message in str(caught.value)


@pytest.mark.parametrize(
    ("answer", "fault"), [("None", "must load a Plan (was None)"), ("{}[request.name]", "raised KeyError")]
)
def test_plan_source_that_fails_names_its_plugin(site: Path, answer: str, fault: str) -> None:
    plant(site, "propbots-a", PLANS.format(answer=answer))

    with pytest.raises(PluginContractBroken) as caught:
        load_catalogue().load_plan("strict/small?daily=100")

    assert str(caught.value).startswith("firm 'strict' of plugin a of propbots-a 1.0 ")
    assert fault in str(caught.value)


def test_everything_that_cannot_be_had_is_found_before_somebody_asks_for_it(site: Path) -> None:
    source = """
class Plans:
    def plan_names(self):
        raise RuntimeError("no plans")

class Planted(Plugin):
    @hookimpl
    def propbots_strategies(self):
        return [StrategyContribution("rise", "Buys.", lambda: 1 / 0), StrategyContribution("fall", "Sells.", object)]
    @hookimpl
    def propbots_indicators(self):
        return [IndicatorContribution("slope", "Of a line.", lambda: 1 / 0)]
    @hookimpl
    def propbots_risk_profiles(self):
        return [RiskProfileContribution("strict", "A firm.", Plans)]
"""
    plant(site, "propbots-a", source)

    faults = [str(fault) for fault in load_catalogue().find_faults()]

    owner = "of plugin a of propbots-a 1.0"
    for start in (
        f"strategy 'fall' {owner} must be a subclass of RuleStrategy or Strategy",
        f"strategy 'rise' {owner} raised ZeroDivisionError",
        f"indicator 'slope' {owner} raised ZeroDivisionError",
        f"firm 'strict' {owner} raised RuntimeError: no plans",
    ):
        assert [fault for fault in faults if fault.startswith(start)], (start, faults)
    assert len(faults) == 4


def test_what_is_installed_can_all_be_had() -> None:
    assert load_catalogue().find_faults() == []
