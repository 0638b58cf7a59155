"""A rule strategy's conditions on one bar as one small number, and what follows from it."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from propbots.series.expression import Expression
from propbots.series.program import ColumnProgram
from propbots.strategy.base import Rules

__all__ = ["LONG_ENTRY", "LONG_EXIT", "SHORT_ENTRY", "SHORT_EXIT", "compute_codes", "conditions", "decide", "join"]

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


def compute_codes(rules: Rules, program: ColumnProgram) -> NDArray[np.int8]:
    """Return the codes of all bars."""
    codes = np.zeros(program.size, dtype=np.int8)
    for bit, condition in conditions(rules):
        codes[program.compute(condition) == 1.0] |= bit
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
