"""Variants of a strategy or an indicator: at, within and beyond the bounds of its parameters."""

from collections.abc import Callable, Iterator
from typing import Any

import attrs
import numpy as np

from propbots.series.parameter import Parameter, list_parameters, read_parameters

__all__ = ["list_unbounded", "list_undeclared", "random_variants", "renew", "variants_at", "variants_beyond"]

Variant = tuple[str, Callable[[], Any]]
"""What differs, and what builds it."""
_DRAWS = 40
_SPREAD = 50
"""How far above its minimum a parameter is drawn: contradictions lie among small numbers."""
_NUMBERS = (int, float)


def list_undeclared(kind: type, *, spared: str = "") -> list[str]:
    """Return a remark for each field that is no parameter."""
    known = {parameter.name for parameter in list_parameters(kind)}
    fields: tuple[attrs.Attribute[Any], ...] = attrs.fields(kind)
    return [f"{one.name} is no parameter" for one in fields if one.alias not in known and one.name != spared]


def list_unbounded(kind: type) -> list[str]:
    """Return a remark for each parameter that lacks a description, and for each number that lacks a bound."""
    remarks = []
    for one in list_parameters(kind):
        if not one.description.strip():
            remarks.append(f"{one.name} has no description")
        if one.type in _NUMBERS and (one.minimum is None or one.maximum is None):
            remarks.append(f"{one.name} lacks a bound")
    return remarks


def renew(owner: Any) -> Any:
    """Return another instance with the same parameters."""
    return _variant(owner, {})[1]()


def variants_at(owner: Any) -> Iterator[Variant]:
    """Give the owner with each parameter at its least value."""
    for one in list_parameters(type(owner)):
        if one.type in _NUMBERS and one.minimum is not None:
            yield _variant(owner, {one.name: one.type(one.minimum)})


def variants_beyond(owner: Any) -> Iterator[Variant]:
    """Give the owner with each parameter out of its bounds, and with each number written as something else."""
    for one in list_parameters(type(owner)):
        if one.type not in _NUMBERS:
            continue
        yield _variant(owner, {one.name: "abc"})
        if one.minimum is not None:
            yield _variant(owner, {one.name: one.type(one.minimum - 1)})
        if one.maximum is not None:
            yield _variant(owner, {one.name: one.type(one.maximum + 1)})


def random_variants(owner: Any, *, seed: int = 1) -> Iterator[Variant]:
    """Give the owner with all its numbers drawn within their bounds, near the least."""
    random = np.random.default_rng(seed)
    numbers = [one for one in list_parameters(type(owner)) if one.type in _NUMBERS]
    for _ in range(_DRAWS if numbers else 0):
        yield _variant(owner, {one.name: _draw(one, random, read_parameters(owner)) for one in numbers})


def _draw(one: Parameter, random: np.random.Generator, values: dict[str, Any]) -> Any:
    low = values[one.name] if one.minimum is None else one.minimum
    high = low + _SPREAD if one.maximum is None else min(one.maximum, low + _SPREAD)
    drawn = random.uniform(low, high)
    return round(drawn) if one.type is int else drawn


def _variant(owner: Any, changes: dict[str, Any]) -> Variant:
    named = ", ".join(f"{name}={value!r}" for name, value in changes.items())
    return named, lambda: type(owner)(**{**read_parameters(owner), **_source(owner), **changes})


def _source(owner: Any) -> dict[str, Any]:
    return {"source": owner.source} if hasattr(owner, "source") else {}
