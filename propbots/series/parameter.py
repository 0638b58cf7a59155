"""Typed parameters with bounds, from which configuration files, `--set` and forms are made."""

from collections.abc import Mapping
from typing import Any, TypeVar, cast, get_type_hints

import attrs

from propbots.errors import ConfigurationError, UnknownName
from propbots.settings import convert

__all__ = ["Parameter", "list_parameters", "parameter", "structure_parameters"]

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


def parameter(
    default: _T, *, minimum: float | None = None, maximum: float | None = None, description: str = ""
) -> _T:
    """Declare a parameter of a strategy or an indicator.

    Args:
        default: Its value where none is given.
        minimum: The least allowed value.
        maximum: The greatest allowed value.
        description: One line for people.
    """

    def check(owner: object, attribute: "attrs.Attribute[Any]", value: Any) -> None:
        _check_bounds(type(owner).__name__, attribute.name, value, (minimum, maximum))

    metadata = {_METADATA: (minimum, maximum, description)}
    return cast("_T", attrs.field(default=default, validator=check, metadata=metadata))


def _check_bounds(owner: str, name: str, value: Any, bounds: tuple[float | None, float | None]) -> None:
    minimum, maximum = bounds
    if isinstance(value, float) and value != value:  # noqa: PLR0124 -- NaN is what differs from itself
        raise ConfigurationError(f"{owner}: {name} must be a number (was nan)")
    if minimum is not None and value < minimum:
        raise ConfigurationError(f"{owner}: {name} must be at least {minimum} (was {value})")
    if maximum is not None and value > maximum:
        raise ConfigurationError(f"{owner}: {name} must be at most {maximum} (was {value})")


def list_parameters(owner: type) -> list[Parameter]:
    """Return the parameters of a strategy's or an indicator's class, in the order of their declaration."""
    hints = get_type_hints(owner)
    found = []
    for field in attrs.fields(owner):
        if _METADATA in field.metadata:
            minimum, maximum, description = field.metadata[_METADATA]
            found.append(Parameter(field.name, hints[field.name], field.default, minimum, maximum, description))
    return found


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
