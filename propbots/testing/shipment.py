"""What a distribution ships, read from its metadata, its source and its records."""

import ast
import inspect
import re
from collections.abc import Iterable, Iterator
from importlib.metadata import Distribution
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import attrs
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from propbots.api.plugin import CommandContribution, Contribution, Plugin
from propbots.errors import ConfigurationError
from propbots.plugin.contract import HOOKS
from propbots.plugin.discovery import COMMAND_GROUP, GROUP
from propbots.settings import structure

__all__ = [
    "find_unfit_annotations",
    "find_unfit_factory",
    "find_unfit_imports",
    "find_unfit_requirements",
    "find_unfit_settings",
    "find_unfit_words",
    "list_promises",
    "load_plugins",
    "plugin_modules",
]

_WORD = re.compile(r"[a-z0-9]+([.-][a-z0-9]+)*")
_ALLOWED = ("propbots.api", "propbots.errors")


def plugin_modules(installed: Distribution) -> list[str]:
    """Return the modules that its entry points name, ordered."""
    return sorted({entry.module for entry in installed.entry_points if entry.group == GROUP})


def load_plugins(installed: Distribution) -> dict[str, Any]:
    """Return what its entry points lead to, made where it is a class of plugins."""
    found = {entry.name: entry.load() for entry in installed.entry_points if entry.group == GROUP}
    return {name: one() if isinstance(one, type) and issubclass(one, Plugin) else one for name, one in found.items()}


def find_unfit_requirements(installed: Distribution) -> list[str]:
    """Return a remark for each requirement of ours that is no range, and one if the kernel is not required."""
    needs = [Requirement(line) for line in installed.requires or ()]
    ours = [one for one in needs if canonicalize_name(one.name).partition("-")[0] == "propbots"]
    remarks = [f"{one} pins" for one in ours if any(part.operator in ("==", "===") for part in one.specifier)]
    kernel = [one for one in ours if canonicalize_name(one.name) == "propbots" and one.marker is None]
    if not any(part.operator in (">=", ">", "~=", "==") for one in kernel for part in one.specifier):
        remarks.append("no least version of propbots")
    return remarks


def find_unfit_words(names: Iterable[str]) -> list[str]:
    """Return a remark for each name that is hard to type."""
    return [repr(name) for name in names if not _WORD.fullmatch(name)]


def find_unfit_annotations(plugins: dict[str, Plugin]) -> list[str]:
    """Return a remark for each hook whose annotation does not name its records."""
    remarks = []
    for plugin in plugins.values():
        for hook, record in HOOKS.items():
            method = getattr(type(plugin), hook)
            if method is getattr(Plugin, hook):
                continue
            written = inspect.signature(method).return_annotation
            text = written if isinstance(written, str) else str(written)
            if not re.search(rf"(?i)(sequence|list|tuple)\b.*\b{record.__name__}\b", text):
                remarks.append(f"{hook} -> {'nothing' if written is inspect.Signature.empty else text}")
    return remarks


def find_unfit_settings(contribution: Contribution) -> list[str]:
    """Return a remark for each field of a contribution's settings that says too little of itself."""
    kind: Any = getattr(contribution, "settings", None)
    if kind is None:
        return []
    described = inspect.getdoc(kind) or ""
    remarks = []
    for field in attrs.fields(kind):
        label = f"{kind.__name__}.{field.name}"
        remarks += [f"{label} has no type"] if field.type is None else []
        remarks += [f"{label} has no default"] if field.default is attrs.NOTHING else []
        remarks += [] if re.search(rf"^\s*{field.name}:", described, re.MULTILINE) else [f"{label} is not described"]
    return remarks or _find_unstructured(kind)


def _find_unstructured(kind: type[Any]) -> list[str]:
    try:
        structure({}, kind, kind.__name__)
    except (ConfigurationError, TypeError, ValueError) as error:
        return [f"{kind.__name__} cannot be made from a table: {error}"]
    return []


def find_unfit_factory(contribution: Contribution) -> str:
    """Return why a factory takes other settings than stand beside it, or nothing."""
    kind: Any = getattr(contribution, "settings", None)
    wanted: Any = None if kind is None else _read_parameter(contribution)
    if kind is None or _may_be(kind, wanted):
        return ""
    name = wanted if isinstance(wanted, str) else wanted.__name__
    return f"{contribution.name} names {kind.__name__}, and its factory takes {name}"


def _may_be(kind: type, wanted: object) -> bool:
    """Whether an annotation allows a class, as far as it tells.

    It may be text that names what is imported for type checkers alone, so text is compared by the name.
    """
    if isinstance(wanted, str):
        name = wanted.rpartition(".")[2]
        return not name.isidentifier() or name in {"Any", *(one.__name__ for one in kind.__mro__)}
    # Python takes Any for a class of its own, and knows no subclasses of most protocols.
    if wanted is Any or not isinstance(wanted, type) or getattr(wanted, "_is_protocol", False):
        return True
    return issubclass(kind, wanted)


def _read_parameter(contribution: Contribution) -> object:
    """Return the annotation of what a factory is given, or nothing where it has none."""
    factory: Any = contribution.factory  # type: ignore[attr-defined]  # -- every record has its own
    try:
        first = next(iter(inspect.signature(factory).parameters.values()), None)
    except (TypeError, ValueError):  # of what is not written in Python nobody knows
        return None
    return None if first is None or first.annotation is first.empty else first.annotation


def find_unfit_imports(installed: Distribution) -> list[str]:
    """Return a remark for each import of the kernel's that is not promised to plugins."""
    packages = sorted({module.partition(".")[0] for module in plugin_modules(installed)})
    return [
        f"{path.name}, line {line}: {name}"
        for package in packages
        for path in _list_sources(package)
        for name, line in _list_imports(path)
        if name.partition(".")[0] == "propbots" and not _is_allowed(name)
    ]


def _is_allowed(name: str) -> bool:
    return name == "propbots" or any(name == one or name.startswith(f"{one}.") for one in _ALLOWED)


def _list_sources(package: str) -> Iterator[Path]:
    spec = find_spec(package)
    if spec is None:
        return
    if spec.submodule_search_locations is None:
        yield Path(str(spec.origin))
    else:
        for folder in spec.submodule_search_locations:
            yield from sorted(Path(folder).rglob("*.py"))


def _list_imports(path: Path) -> Iterator[tuple[str, int]]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from ((alias.name, node.lineno) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and not node.level:
            whole = [f"{node.module}.{alias.name}" for alias in node.names] if node.module == "propbots" else []
            yield from ((name, node.lineno) for name in whole or [str(node.module)])


def list_promises(installed: Distribution, contributions: list[Contribution]) -> tuple[list[str], list[str]]:
    """Return the commands that the metadata tell, and those that the plugins bring, both ordered."""
    promised = {entry.name for entry in installed.entry_points if entry.group == COMMAND_GROUP}
    brought = {one.name for one in contributions if isinstance(one, CommandContribution)}
    return sorted(promised), sorted(brought)
