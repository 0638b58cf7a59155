"""How long an average that never forgets remembers its first value."""

from math import ceil, log

__all__ = ["count_settling_bars"]

_NEGLIGIBLE = 1e-9


def count_settling_bars(weight: float) -> int:
    """Return the bars after which what came before weighs less than one part in a thousand million.

    Args:
        weight: Share of a new value in the average, above 0 and at most 1.
    """
    return 1 if weight >= 1.0 else ceil(log(_NEGLIGIBLE) / log(1.0 - weight))
