"""The mean of a moving window, without drift.

Decimal prices have no exact float, so the window is held as whole multiples of the coarsest decimal grid that holds all
its values. Sums of whole numbers are exact, so the mean is the exact mean, rounded once, however long the run was, and
equal means compare equal, however they came about.

A window with values that lie on no grid (other indicators' values, or sums beyond 2**52 units) is held in two parts:
the values since the block of `period` bars began, and those of the block before. Each part has its own mean, made by
moving towards each new value, and the window's mean lies between the two. Nothing is ever taken away from a sum, so a
value that left the window leaves no error behind, and the mean of equal values is that value.
"""

from math import nan
from typing import Any

from propbots.api.indicator import Column, State
from propbots_indicators.grid import (
    NO_GRID,
    ROUNDER,
    change_grid,
    compute_limit,
    find_common_grid,
    find_grid,
    sum_windows,
)

__all__ = ["compute_means", "start_mean", "step_mean"]


def start_mean(period: int) -> State:
    """Return the state of an empty window.

    It holds the window, filled from its end to its beginning; where the next value goes; the sum in units of the grid;
    the grid; the sum's divisor, NaN until the window is full; and the limit of the units' squares. Without a grid the
    mean of the block's values so far stands in place of the sum, and each place still to be filled holds the mean of
    the older values from the window's beginning to there.
    """
    return [0.0] * period, period - 1, 0.0, 1.0, nan, compute_limit(period)


def step_mean(state: State, value: float) -> tuple[State, Any]:
    """Push one value into the window and return the mean once it is full."""
    window, position, total, grid, divisor, limit = state
    units = (value * grid + ROUNDER) - ROUNDER
    if units / grid != value or units * units > limit:
        finer = NO_GRID
        if grid != NO_GRID:
            window[position] = 0.0
            finer = find_grid(window, grid, value)
            if finer == NO_GRID:
                total = _leave_grid(window, grid, position)
        if finer == NO_GRID:
            position, total, grid, divisor, mean = _push_off_grid(window, position, total, divisor, value)
            return (window, position, total, grid, divisor, limit), mean
        total = change_grid(window, grid, finer)
        divisor = divisor / grid * finer
        grid = finer
        units = (value * grid + ROUNDER) - ROUNDER
    total += units - window[position]
    window[position] = units
    if position == 0:
        position = len(window)
        divisor = position * grid
    return (window, position - 1, total, grid, divisor, limit), total / divisor


def _push_off_grid(
    window: list[float], position: int, newer: float, divisor: float, value: float
) -> tuple[int, float, float, float, float]:
    """Push a value and return the next position, total, grid and divisor, and the mean."""
    period = len(window)
    count = period - position
    newer += (value - newer) / count
    window[position] = value
    if position > 0:
        older = window[position - 1]
        mean = older + (newer - older) * (count / period) if divisor == divisor else nan  # noqa: PLR0124 -- NaN differs
        return position - 1, newer, NO_GRID, divisor, mean
    grid = find_grid(window, 1.0, value)
    if grid == NO_GRID:
        _average(window, period)
        return period - 1, 0.0, NO_GRID, float(period), newer
    total = change_grid(window, 1.0, grid)
    divisor = period * grid
    return period - 1, total, grid, divisor, total / divisor


def _leave_grid(window: list[float], grid: float, position: int) -> float:
    """Turn a window on a grid into one without, and return the mean of the values since the block began."""
    period = len(window)
    for index in range(period):
        window[index] /= grid
    newer = 0.0
    for count in range(1, period - position):
        newer += (window[period - count] - newer) / count
    _average(window, position)
    return newer


def _average(window: list[float], size: int) -> None:
    """Replace each of the first values by the mean of those up to it."""
    mean = 0.0
    for index in range(size):
        mean += (window[index] - mean) / (index + 1)
        window[index] = mean


def compute_means(column: Column, period: int) -> Column | None:
    """Return the means of all windows of a column, NaN before the first; None where its values share no grid."""
    grid = find_common_grid(column, period)
    return None if grid == NO_GRID else sum_windows(column, period, grid) / (period * grid)
