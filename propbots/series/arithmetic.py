"""What the operators of expressions do: with two numbers, and with two columns, to the same bit.

A condition is 1.0 where it holds and 0.0 where it does not, so that a product joins two of them.
"""

from collections.abc import Callable
from math import nan

import numpy as np
from numpy.typing import NDArray

__all__ = ["COLUMN_OPERATORS", "CONDITION_OPERATORS", "NUMBER_OPERATORS", "Column"]

Column = NDArray[np.float64]

NUMBER_OPERATORS: dict[str, Callable[[float, float], float]] = {
    "+": lambda a, b: a + b,
    "-": lambda a, b: a - b,
    "*": lambda a, b: a * b,
    "/": lambda a, b: a / b if b != 0 else nan,
    "&": lambda a, b: a * b,
    "|": lambda a, b: a + b - a * b,
    # Neither a comparison nor its opposite holds for NaN.
    ">": lambda a, b: 1.0 if a > b else 0.0 if a <= b else nan,
    ">=": lambda a, b: 1.0 if a >= b else 0.0 if a < b else nan,
    "<": lambda a, b: 1.0 if a < b else 0.0 if a >= b else nan,
    "<=": lambda a, b: 1.0 if a <= b else 0.0 if a > b else nan,
}
CONDITION_OPERATORS = frozenset(("&", "|", ">", ">=", "<", "<="))


def _divide(a: Column, b: Column) -> Column:
    quotients: Column = np.divide(a, b, out=np.full(len(a), nan), where=b != 0)
    return quotients


def _compare(test: Callable[[Column, Column], NDArray[np.bool_]]) -> Callable[[Column, Column], Column]:
    def compare(a: Column, b: Column) -> Column:
        holds = test(a, b).astype(np.float64)
        missing = np.isnan(a)
        missing |= np.isnan(b)
        if missing.any():
            holds[missing] = nan
        return holds

    return compare


COLUMN_OPERATORS: dict[str, Callable[[Column, Column], Column]] = {
    "+": np.add,
    "-": np.subtract,
    "*": np.multiply,
    "/": _divide,
    "&": np.multiply,
    "|": lambda a, b: a + b - a * b,
    ">": _compare(np.greater),
    ">=": _compare(np.greater_equal),
    "<": _compare(np.less),
    "<=": _compare(np.less_equal),
}
