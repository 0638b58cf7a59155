"""The parameters of a strategy or an indicator, as programs and as people read them."""

from collections.abc import Mapping, Sequence
from enum import Enum
from types import NoneType
from typing import Any, get_args

from propbots.cli.session import Session
from propbots.series.parameter import Parameter, list_parameters, read_parameters

__all__ = ["describe_parameters", "print_parameters", "to_options", "to_plain"]

_TYPES = {int: "whole number", float: "number", bool: "true or false", str: "text"}


def describe_parameters(owner: object) -> list[dict[str, Any]]:
    """Return what is known of each parameter, in the order of their declaration; `value` is what this one has."""
    values = read_parameters(owner)
    return [_describe(parameter, values[parameter.name]) for parameter in list_parameters(type(owner))]


def _describe(parameter: Parameter, value: object) -> dict[str, Any]:
    kinds = [kind for kind in get_args(parameter.type) or (parameter.type,) if kind is not NoneType]
    kind = kinds[0]
    choices = [str(one.value) for one in kind] if isinstance(kind, type) and issubclass(kind, Enum) else []
    return {
        "name": parameter.name,
        "type": "choice" if choices else getattr(kind, "__name__", str(kind)),
        "optional": NoneType in get_args(parameter.type),
        "default": to_plain(parameter.default),
        "value": to_plain(value),
        "minimum": parameter.minimum,
        "maximum": parameter.maximum,
        "choices": choices,
        "description": parameter.description,
    }


def to_plain(value: object) -> object:
    """Return a parameter's value as JSON has it."""
    if isinstance(value, Enum):
        return str(value.value)
    return value if isinstance(value, int | float | str | None) else str(value)


def to_options(described: Sequence[Mapping[str, Any]]) -> list[str]:
    """Return the options that set each parameter to the value that it has."""
    return [f"--set {one['name']}={'none' if one['value'] is None else one['value']}" for one in described]


def print_parameters(session: Session, described: Sequence[Mapping[str, Any]]) -> None:
    """Print them as a table; nothing where there are none."""
    if not described:
        return
    columns = ["parameter", "default", "type", "from", "to", "meaning"]
    rows = [
        [
            one["name"],
            _show(one["default"]),
            _name_type(one),
            _show(one["minimum"]),
            _show(one["maximum"]),
            one["description"],
        ]
        for one in described
    ]
    bounded = any(one["minimum"] is not None or one["maximum"] is not None for one in described)
    kept = [place for place, name in enumerate(columns) if bounded or name not in ("from", "to")]
    session.console.print()
    session.print_table([columns[place] for place in kept], [[row[place] for place in kept] for row in rows])


def _name_type(one: Mapping[str, Any]) -> str:
    if one["choices"]:
        return " | ".join(one["choices"])
    known = {kind.__name__: name for kind, name in _TYPES.items()}
    name = known.get(one["type"], one["type"])
    return f"{name} or none" if one["optional"] else name


def _show(value: object) -> str:
    if value is None:
        return ""
    return f"{value:,}" if isinstance(value, int) and not isinstance(value, bool) else str(value)
