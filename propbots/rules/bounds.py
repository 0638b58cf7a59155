"""Bounds of a rule's numbers: a plan with a number that nobody means is refused as it is read."""

from decimal import Decimal
from typing import Any

import attrs

from propbots.errors import ConfigurationError

__all__ = [
    "above_zero",
    "is_share",
    "not_negative",
]


def above_zero(rule: object, attribute: "attrs.Attribute[Any]", value: Decimal | int | None) -> None:
    """Refuse a number that is 0 or less."""
    if value is not None and not (Decimal(value).is_finite() and value > 0):
        raise ConfigurationError(f"{type(rule).__name__}: {attribute.name} must be above 0 (was {value})")


def not_negative(rule: object, attribute: "attrs.Attribute[Any]", value: Decimal | int | None) -> None:
    """Refuse a number below 0."""
    if value is not None and not (Decimal(value).is_finite() and value >= 0):
        raise ConfigurationError(f"{type(rule).__name__}: {attribute.name} must be 0 or more (was {value})")


def is_share(rule: object, attribute: "attrs.Attribute[Any]", value: Decimal | None) -> None:
    """Refuse what is no share of something."""
    if value is not None and not (value.is_finite() and 0 < value <= 1):
        text = f"{attribute.name} must be a share above 0 and at most 1, such as 0.5 (was {value})"
        raise ConfigurationError(f"{type(rule).__name__}: {text}")
