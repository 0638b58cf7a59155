"""What breaking a rule does."""

from collections.abc import Callable
from enum import StrEnum

import attrs

from propbots.errors import ConfigurationError

__all__ = [
    "Effect",
    "effect_in",
]


class Effect(StrEnum):
    """What breaking a rule does."""

    HARD = "hard"
    SOFT = "soft"
    PAYOUT = "payout"


def effect_in(*allowed: Effect) -> "Callable[[object, attrs.Attribute[Effect], Effect], None]":
    """Return what refuses every other effect."""

    def check(rule: object, attribute: "attrs.Attribute[Effect]", value: Effect) -> None:
        if value not in allowed:
            names = " or ".join(allowed)
            raise ConfigurationError(f"{type(rule).__name__}: {attribute.name} must be {names} (was {value})")

    return check
