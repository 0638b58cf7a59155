"""A rule strategy's conditions on one bar as one small number, and what follows from it."""

from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from propbots.series.expression import Column, Expression
from propbots.strategy.base import Rules

__all__ = ["LONG_ENTRY", "LONG_EXIT", "SHORT_ENTRY", "SHORT_EXIT", "conditions", "decide", "join", "join_columns"]

LONG_ENTRY, SHORT_ENTRY, LONG_EXIT, SHORT_EXIT = 1, 2, 4, 8


def conditions(rules: Rules) -> list[tuple[int, Expression]]:
    """Return the conditions that a strategy has, each with its bit."""
    pairs = (
        (LONG_ENTRY, rules.long_entry),
        (SHORT_ENTRY, rules.short_entry),
        (LONG_EXIT, rules.long_exit),
        (SHORT_EXIT, rules.short_exit),
    )
    return [(bit, condition) for bit, condition in pairs if condition is not None]


def join(bits: Sequence[int], values: Sequence[float]) -> int:
    """Return the bits of the conditions that hold; one without a value does not."""
    return sum(bit for bit, value in zip(bits, values, strict=True) if value == 1.0)


def join_columns(bits: Sequence[int], columns: Iterable[Column], size: int) -> NDArray[np.uint8]:
    """Return the codes of all bars; what `join` does for one of them.

    Args:
        bits: Of the conditions.
        columns: The conditions' values, each needed no longer than for its turn.
        size: How many bars there are.
    """
    codes = np.zeros(size, dtype=np.uint8)
    for bit, column in zip(bits, columns, strict=True):
        codes[column == 1.0] |= bit
    return codes


def decide(code: int, position: int) -> tuple[bool, int]:
    """Return whether to leave a position, and which entry to make: 1 long, -1 short, 0 none.

    Args:
        code: The conditions of the bar.
        position: What is held, negative when short.
    """
    entry = 1 if code & LONG_ENTRY else 0
    if code & SHORT_ENTRY:
        entry -= 1
    if position > 0:
        return bool(code & LONG_EXIT) or entry < 0, min(entry, 0)
    if position < 0:
        return bool(code & SHORT_EXIT) or entry > 0, max(entry, 0)
    return False, entry
