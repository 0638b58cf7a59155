"""Decimal grids: holding prices as whole numbers, so that their sums are exact.

A price such as 0.1 has no exact float, so a sum of prices is rounded at every addition and drifts. On the grid of
tenths it is the whole number 1, and sums of whole numbers below 2**53 are exact. A value lies on a grid if it is the
float nearest to a whole multiple of it. Grids are named by their lines in one unit: 1.0, 10.0, … 1e8.
"""

from math import inf

import numpy as np

from propbots.api.indicator import Column

__all__ = ["NO_GRID", "ROUNDER", "change_grid", "compute_limit", "find_common_grid", "find_grid", "sum_windows"]

NO_GRID = inf
"""Stands for no grid at all: no value lies on it."""
ROUNDER = 1.5 * 2.0**52
"""Added to a number below 2**51 and taken away again, it rounds to the nearest whole number, in any compiler."""
_FINEST = 1e8
_WHOLE = 2.0**52


def compute_limit(period: int) -> float:
    """Return the square of the largest whole number of which a window's sum, and each step towards it, is exact."""
    # A single value too must stay below what `ROUNDER` rounds.
    largest = _WHOLE / (period if period > 1 else 2)
    return largest * largest


def find_grid(window: list[float], grid: float, value: float) -> float:
    """Return the coarsest grid that holds a window and a further value; `NO_GRID` if there is none.

    Args:
        window: Values in units of the grid.
        grid: The window's grid.
        value: The further value, as it is.
    """
    limit = compute_limit(len(window))
    finer = 1.0
    while finer <= _FINEST:
        if _lies_on(value, finer, limit) and _all_lie_on(window, grid, finer, limit):
            return finer
        finer *= 10.0
    return NO_GRID


def _all_lie_on(window: list[float], grid: float, finer: float, limit: float) -> bool:
    for units in window:  # noqa: SIM110 -- a plain loop can be compiled
        if not _lies_on(units / grid, finer, limit):
            return False
    return True


def _lies_on(value: float, grid: float, limit: float) -> bool:
    units = (value * grid + ROUNDER) - ROUNDER
    return units / grid == value and units * units <= limit


def change_grid(window: list[float], grid: float, finer: float) -> float:
    """Put a window on another grid, in place, and return its sum there."""
    total = 0.0
    for index in range(len(window)):
        units = (window[index] / grid * finer + ROUNDER) - ROUNDER
        window[index] = units
        total += units
    return total


def find_common_grid(column: Column, period: int) -> float:
    """Return the coarsest grid that holds all values of a column, `NO_GRID` if there is none.

    Args:
        column: Finite values.
        period: Length of the windows whose sums must be exact.
    """
    largest = float(np.abs(column).max(initial=0.0))
    grid = 1.0
    for part in (column[:1024], column):
        while grid <= _FINEST:
            units = _to_units(part, grid)
            if np.array_equal(units / grid, part):
                break
            grid *= 10.0
    sound = grid <= _FINEST and (largest * grid) * (largest * grid) <= compute_limit(period)
    return grid if sound else NO_GRID


def sum_windows(column: Column, period: int, grid: float) -> Column:
    """Return the sum of the last values on each bar in units of a grid that holds them; NaN before the first."""
    # Running sums of integers may wrap around; their differences are right all the same.
    running = np.cumsum(_to_units(column, grid).astype(np.int64))
    sums = np.full(len(column), np.nan)
    sums[period - 1 :] = running[period - 1 :]
    sums[period:] = running[period:] - running[:-period]
    return sums


def _to_units(column: Column, grid: float) -> Column:
    return (column * grid + ROUNDER) - ROUNDER
