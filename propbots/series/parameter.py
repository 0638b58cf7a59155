"""Typed parameters with bounds, from which configuration files, `--set` and forms are made."""

from collections.abc import Hashable, Mapping
from functools import cache
from typing import Any, TypeVar, get_type_hints

import attrs

from propbots.errors import ConfigurationError, UnknownName
from propbots.settings import convert

__all__ = [
    "Parameter",
    "aliased_parameter",
    "list_parameters",
    "parameter",
    "read_parameters",
    "structure_parameters",
]

_METADATA = "propbots.parameter"


@attrs.frozen
class Parameter:
    """What a parameter says of itself.

    Attributes:
        name: By which it is set.
        type: Its annotation.
        default: Its value where none is given.
        minimum: The least allowed value, or None.
        maximum: The greatest allowed value, or None.
        description: One line for people.
    """

    name: str
    type: Any
    default: object
    minimum: float | None
    maximum: float | None
    description: str


_T = TypeVar("_T")


def parameter(default: _T, *, minimum: float | None = None, maximum: float | None = None, description: str = "") -> _T:
    """Declare a parameter of a strategy or an indicator.

    Args:
        default: Its value where none is given.
        minimum: The least allowed value.
        maximum: The greatest allowed value.
        description: One line for people.
    """
    return _declare(default, None, (minimum, maximum, description))


def aliased_parameter(
    *, alias: str, default: _T, minimum: float | None = None, maximum: float | None = None, description: str = ""
) -> _T:
    """Declare a parameter that people set by another name than its attribute's, which an output has taken.

    Args:
        alias: By which it is set.
        default: Its value where none is given.
        minimum: The least allowed value.
        maximum: The greatest allowed value.
        description: One line for people.
    """
    return _declare(default, alias, (minimum, maximum, description))


def _declare(default: _T, alias: str | None, described: tuple[float | None, float | None, str]) -> _T:
    def check(owner: object, attribute: "attrs.Attribute[Any]", value: _T) -> None:
        _check_bounds(f"{type(owner).__name__}: {attribute.alias}", value, *described[:2])

    return attrs.field(
        default=default,
        alias=alias,
        converter=attrs.Converter(_convert, takes_self=True, takes_field=True),
        validator=check,
        metadata={_METADATA: described},
    )


def _convert(value: object, owner: object, attribute: "attrs.Attribute[Any]") -> object:
    """Refuse what is not of the annotated type, and make a choice from its name."""
    kind = _read_hints(type(owner))[attribute.name]
    return convert(kind, value, f"{type(owner).__name__}: {attribute.alias}") if isinstance(kind, type) else value


def _read_hints(owner: type) -> dict[str, Any]:
    return _remember_hints(owner)


@cache
def _remember_hints(owner: Hashable) -> dict[str, Any]:
    return get_type_hints(owner)


def _check_bounds(label: str, value: Any, minimum: float | None, maximum: float | None) -> None:
    if value is None:
        return
    if minimum is not None and value < minimum:
        raise ConfigurationError(f"{label} must be at least {minimum} (was {value})")
    if maximum is not None and value > maximum:
        raise ConfigurationError(f"{label} must be at most {maximum} (was {value})")


def list_parameters(owner: type) -> list[Parameter]:
    """Return the parameters of a strategy's or an indicator's class, in the order of their declaration."""
    return [
        Parameter(str(field.alias), _read_hints(owner)[field.name], field.default, *field.metadata[_METADATA])
        for field in _list_declared(owner)
    ]


def read_parameters(owner: object) -> dict[str, Any]:
    """Return the values of a strategy's or an indicator's parameters by the names by which they are set."""
    return {str(field.alias): getattr(owner, field.name) for field in _list_declared(type(owner))}


def _list_declared(owner: type) -> "list[attrs.Attribute[Any]]":
    return [field for field in attrs.fields(owner) if _METADATA in field.metadata]


def structure_parameters(owner: type, label: str, given: Mapping[str, object]) -> dict[str, Any]:
    """Turn what a user wrote into values of the parameters' types.

    Args:
        owner: The class whose parameters they are.
        label: How messages call it, such as `strategy ma-crossover`.
        given: Text from the command line, or values from TOML.

    Raises:
        UnknownName: For a parameter that the class has not.
        ConfigurationError: For a value of the wrong type.
    """
    known = {parameter.name: parameter for parameter in list_parameters(owner)}
    for name in given:
        if name not in known:
            raise UnknownName(f"parameter of {label}", name, list(known))
    return {name: convert(known[name].type, value, f"{label}: {name}") for name, value in given.items()}
