"""How far a rule strategy's stop, target and trail stand from an entry, at each bar."""

from collections.abc import Callable
from math import ceil, inf, isfinite

import numpy as np

from propbots.domain.bar import Bar
from propbots.domain.scale import STEPS_MAX
from propbots.errors import ConfigurationError
from propbots.series.expression import Column, Expression
from propbots.strategy.base import Rules

__all__ = ["Distances", "find_distances_at", "list_distances", "to_ticks"]

Distances = tuple[int | None, int | None, int | None]
"""Of stop, target and trail, in ticks."""


def list_distances(rules: Rules) -> tuple[int | Expression | None, ...]:
    """Return what the rules say of stop, target and trail."""
    return rules.stop, rules.target, rules.trail


def find_distances_at(
    distances: "list[int | Column | None]", find: Callable[[Bar], int], tick: float
) -> Callable[[Bar], Distances | None]:
    """Return what finds the distances at a bar: the same at all, or those of its index."""
    if not any(isinstance(one, np.ndarray) for one in distances):
        constant = to_ticks([one for one in distances if not isinstance(one, np.ndarray)], tick)
        return lambda _bar: constant

    def find_distances(bar: Bar) -> Distances | None:
        index = find(bar)
        return to_ticks([float(one[index]) if isinstance(one, np.ndarray) else one for one in distances], tick)

    return find_distances


def to_ticks(distances: list[int | float | None], tick: float) -> Distances | None:
    """Return distances in price as whole ticks, rounded up; None if one of them is NaN, infinite or not above 0.

    A millionth of a tick is noise of the floats and rounds nothing up: 100.4 - 100.1 is three ticks of 0.1.

    Raises:
        ConfigurationError: If one is beyond all prices.
    """
    found = [ceil(round(one / tick, 6)) if isinstance(one, float) and isfinite(one) else one for one in distances]
    if not all(one is None or 0 < one < inf for one in found):  # which NaN is neither
        return None
    farthest = max((one for one in found if one is not None), default=0)
    if farthest > STEPS_MAX:
        raise ConfigurationError(f"a stop, target or trail must be at most {STEPS_MAX} ticks away (was {farthest})")
    stop, target, trail = found
    return stop, target, trail  # type: ignore[return-value]  # -- what is neither None nor finite went before
