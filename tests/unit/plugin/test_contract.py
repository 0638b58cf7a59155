"""What a plugin must be: every mistake of an author without a type checker is told with hook and mend."""

import re
from typing import Any

import attrs
import pluggy
import pytest

from propbots.api.plugin import (
    BrokerContribution,
    Contribution,
    DataProviderContribution,
    Plugin,
    StrategyContribution,
    hookimpl,
)
from propbots.errors import PluginContractBroken
from propbots.plugin.contract import HOOKS, collect_contributions


def returning(value: Any) -> Plugin:
    class Planted(Plugin):
        @hookimpl
        def propbots_strategies(self) -> Any:  # type: ignore[explicit-override]  # -- a mistake on purpose
            if isinstance(value, BaseException):
                raise value
            return value

    return Planted()


def collect(plugin: Plugin) -> tuple[Contribution, ...]:
    return collect_contributions(plugin, "plugin a of propbots-a 1.0")


def refusal(plugin: Plugin) -> str:
    with pytest.raises(PluginContractBroken) as caught:
        collect(plugin)
    message = str(caught.value)
    assert message.startswith("plugin a of propbots-a 1.0")
    return message


def record(name: Any = "rise", summary: Any = "Buys.", factory: Any = object) -> StrategyContribution:
    return StrategyContribution(name, summary, factory)


@pytest.mark.parametrize("sequence", [list, tuple])
def test_records_may_come_in_any_sequence(sequence: Any) -> None:
    assert collect(returning(sequence([record("a"), record("b")]))) == (record("a"), record("b"))


def test_plugin_may_bring_nothing() -> None:
    assert collect(Plugin()) == ()
    assert collect(returning([])) == ()


def test_hook_that_forgets_to_return_is_refused() -> None:
    assert "propbots_strategies must return a list of StrategyContribution (was None)" in refusal(returning(None))


def test_records_come_in_the_order_of_the_hooks() -> None:
    class Planted(Plugin):
        @hookimpl
        def propbots_strategies(self) -> Any:  # type: ignore[explicit-override]  # -- tests stay short
            return [record()]

        @hookimpl
        def propbots_data_providers(self) -> Any:  # type: ignore[explicit-override]  # -- the same
            return [DataProviderContribution("tape", "Bars.", object)]  # type: ignore[arg-type]  # -- never called

    kinds = [type(one) for one in collect(Planted())]

    assert kinds == sorted(kinds, key=list(HOOKS.values()).index)


@pytest.mark.parametrize(
    ("value", "fault"),
    [
        ("rise", r"must return a list of StrategyContribution \(was 'rise'\)"),
        (5, r"must return a list of StrategyContribution \(was 5\)"),
        ({"rise": 1}, "must return a list of StrategyContribution"),
        (record(), "must return a list of StrategyContribution"),
        (iter(()), "must return a list of StrategyContribution"),
        (["rise"], r"must return records of StrategyContribution \(was 'rise'\)"),
        ([StrategyContribution], "must return records of StrategyContribution"),
        ([Contribution("rise", "Buys.")], "must return records of StrategyContribution"),
        ([BrokerContribution("x", "y", object)], "must return records of StrategyContribution"),  # type: ignore[arg-type]  # -- the mistake
        ([record("")], "must name its records with letters, digits, dots, dashes and underscores"),
        ([record("two words")], "must name its records"),
        ([record("firm/plan")], "must name its records"),
        ([record("store:x")], "must name its records"),
        ([record("-x")], "must name its records"),
        ([record(None)], "must give name and summary as text"),
        ([record(5)], "must give name and summary as text"),
        ([record(summary=5)], "must give name and summary as text"),
        ([record(factory=None)], r"must give 'rise' a factory that can be called \(was None\)"),
        ([record(), record()], r"must give each record a name of its own \('rise' stands twice\)"),
        (ValueError("inside"), "raised ValueError: inside; tell its author"),
        (SystemExit(3), "raised SystemExit: 3; tell its author"),
    ],
)
def test_faulty_return_is_told_with_its_hook(value: Any, fault: str) -> None:
    message = refusal(returning(value))

    assert "plugin a of propbots-a 1.0: propbots_strategies " in message
    assert re.search(fault, message)


@pytest.mark.parametrize("settings", [dict, 5, "Settings"])
def test_settings_that_are_no_attrs_class_are_refused(settings: Any) -> None:
    class Planted(Plugin):
        @hookimpl
        def propbots_data_providers(self) -> Any:  # type: ignore[explicit-override]  # -- tests stay short
            return [DataProviderContribution("tape", "Bars.", object, settings)]  # type: ignore[arg-type]  # -- never called

    assert "must give 'tape' an attrs class for its settings" in refusal(Planted())


def test_misspelt_hook_brings_the_nearest() -> None:
    class Planted(Plugin):
        @hookimpl
        def propbots_stratgies(self) -> Any:
            return []

    assert refusal(Planted()).endswith("there is no hook propbots_stratgies; did you mean propbots_strategies?")


def test_misspelt_hook_is_told_without_its_mark_too() -> None:
    class Planted(Plugin):
        def propbots_indicator(self) -> Any:
            return []

    assert refusal(Planted()).endswith("there is no hook propbots_indicator; did you mean propbots_indicators?")


def test_marked_method_without_the_prefix_is_no_hook() -> None:
    class Planted(Plugin):
        @hookimpl
        def strategies(self) -> Any:
            return []

    assert "there is no hook strategies; did you mean propbots_strategies?" in refusal(Planted())


def test_hook_like_nothing_known_brings_the_list() -> None:
    class Planted(Plugin):
        @hookimpl
        def xyz(self) -> Any:
            return []

    assert "the hooks are propbots_instruments, " in refusal(Planted())


def test_hook_without_its_mark_is_told() -> None:
    class Planted(Plugin):
        def propbots_strategies(self) -> Any:  # type: ignore[explicit-override]  # -- a mistake on purpose
            return [record()]

    assert refusal(Planted()).endswith("propbots_strategies needs @hookimpl above it, or nobody calls it")


def test_hook_with_another_signature_is_told() -> None:
    class Planted(Plugin):
        @hookimpl
        def propbots_strategies(self, catalogue: object) -> Any:  # type: ignore[override, explicit-override]  # -- a mistake
            return [record()]

    message = refusal(Planted())

    assert "has a hook that is not as propbots.api.plugin.Plugin declares it" in message
    assert "catalogue" in message


def test_hook_of_another_name_is_told() -> None:
    class Planted(Plugin):
        @hookimpl(specname="propbots_stratgies")
        def propbots_strategies(self) -> Any:  # type: ignore[explicit-override]  # -- tests stay short
            return [record()]

    assert "propbots_stratgies" in refusal(Planted())


def test_hooks_of_the_host_are_those_of_the_plugin_class() -> None:
    manager = pluggy.PluginManager("propbots")
    manager.add_hookspecs(Plugin)

    declared = {name for name in vars(Plugin) if name.startswith("propbots_")}

    assert set(HOOKS) == declared
    assert all(getattr(manager.hook, name).spec is not None for name in HOOKS)
    assert all(attrs.has(kind) and issubclass(kind, Contribution) for kind in HOOKS.values())
