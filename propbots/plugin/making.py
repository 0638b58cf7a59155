"""Making strategies and indicators from their classes and what the user wrote."""

from collections.abc import Mapping
from typing import Any, TypeVar

import attrs

from propbots.errors import PluginContractBroken
from propbots.plugin.claim import blame
from propbots.series.parameter import structure_parameters
from propbots.strategy.base import RuleStrategy, Strategy

__all__ = ["make", "require_class", "require_strategy"]

_T = TypeVar("_T")


def require_class(found: object, kind: type[_T], label: object) -> type[_T]:
    """Return what a factory gave, if it is a class of the kind.

    Raises:
        PluginContractBroken: If it is anything else.
    """
    if isinstance(found, type) and issubclass(found, kind):
        return found
    raise PluginContractBroken(f"{label} must be a subclass of {kind.__name__} (was {found!r}); tell its author")


def require_strategy(found: object, label: object) -> type[RuleStrategy | Strategy]:
    """Return what a factory gave, if it is a strategy's class.

    Raises:
        PluginContractBroken: If it is anything else.
    """
    if isinstance(found, type) and issubclass(found, RuleStrategy | Strategy):
        return found
    raise PluginContractBroken(
        f"{label} must be a subclass of RuleStrategy or Strategy (was {found!r}); tell its author"
    )


def make(cls: type[_T], label: str, parameters: Mapping[str, object], owner: object) -> _T:
    """Make a strategy or an indicator.

    Args:
        cls: Its class.
        label: How messages about parameters call it, such as `strategy ma-crossover`.
        parameters: By name, as the user wrote them.
        owner: Who is blamed if the class raises.

    Raises:
        UnknownName: For a parameter that the class has not.
        ConfigurationError: For a value of the wrong type or out of bounds.
        PluginContractBroken: If the class raises anything else, or has a field that no parameter fills.
    """
    values = structure_parameters(cls, label, parameters)
    _require_values(cls, owner)
    with blame(owner):
        return cls(**values)


def _require_values(cls: type, owner: object) -> None:
    """Refuse a field that an author announced with its type alone, before Python blames whoever makes the class."""
    fields: tuple[attrs.Attribute[Any], ...] = attrs.fields(cls)
    for field in fields:
        if field.init and field.default is attrs.NOTHING:
            kind = getattr(field.type, "__name__", field.type)
            raise PluginContractBroken(
                f"{owner}: nobody gives {cls.__name__}.{field.name} a value; "
                f"declare it as {field.name}: {kind} = parameter(…)"
            )
