"""Every hook is documented, typed by its record, and has an implementer or a test."""

import ast
import inspect
import re
from typing import get_type_hints

import attrs
import pytest

from propbots.api import plugin
from propbots.api.plugin import Contribution, Plugin
from propbots.plugin.contract import HOOKS
from propbots.plugin.registry import KINDS
from source_tree import MODULES, ROOT, tree_of

TESTS = "\n".join(path.read_text() for path in [*ROOT.glob("tests/**/*.py"), *ROOT.glob("plugins/*/tests/**/*.py")])
IMPLEMENTED = {
    node.name
    for module in MODULES
    if "plugins" in module.parts
    for node in ast.walk(tree_of(module))
    if isinstance(node, ast.FunctionDef)
}


@pytest.mark.parametrize("hook", HOOKS)
def test_hook_says_what_it_collects(hook: str) -> None:
    method = getattr(Plugin, hook)

    assert re.match(r"Return [a-z ]+\.", inspect.getdoc(method) or "")
    assert HOOKS[hook].__name__ in str(inspect.signature(method).return_annotation)
    assert list(method(Plugin())) == []


@pytest.mark.parametrize("hook", HOOKS)
def test_hook_has_an_implementer_or_a_test(hook: str) -> None:
    assert hook in IMPLEMENTED or f"def {hook}(" in TESTS


@pytest.mark.parametrize("record", HOOKS.values(), ids=lambda record: record.__name__)
def test_record_is_frozen_documented_and_has_a_factory_typed_by_a_port(record: type[Contribution]) -> None:
    fields = {field.name: field for field in attrs.fields(record)}

    assert record in KINDS
    assert record.__name__ in plugin.__all__
    assert inspect.getdoc(record) != inspect.getdoc(Contribution)
    assert {"name", "summary", "factory"} <= set(fields)
    assert "Callable" in str(fields["factory"].type)
    assert issubclass(record, Contribution)
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        record("a", "b", repr).name = "c"  # type: ignore[call-arg, misc]  # -- the very mistake


def test_ports_say_what_they_raise() -> None:
    from propbots.api.command import Workbench
    from propbots.api.data import DataProvider
    from propbots.api.instrument import InstrumentSource
    from propbots.api.release import ReleaseSource
    from propbots.api.risk import PlanSource

    for port in (DataProvider, InstrumentSource, PlanSource, ReleaseSource, Workbench):
        methods = [
            method for name, method in vars(port).items() if inspect.isfunction(method) and not name.startswith("_")
        ]
        assert all(inspect.getdoc(method) for method in methods)
        assert any("Raises:" in (inspect.getdoc(method) or "") for method in methods)
        assert all(get_type_hints(method) for method in methods)
