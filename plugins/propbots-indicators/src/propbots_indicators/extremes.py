"""Highest and lowest of a moving window, at the same small cost for any length.

A window of `period` bars spans at most two blocks of `period` bars. Of the older block the extremes of every tail are
worked out once, when it is complete; of the newer block the extremes so far are kept. The window's extremes are those
of the two parts.

Source: Marcel van Herk, A fast algorithm for local minimum and maximum filters on rectangular and octagonal kernels,
    Pattern Recognition Letters 13, 1992.
"""

from collections.abc import Callable
from math import inf, nan

import numpy as np

from propbots.api.indicator import Column, State

__all__ = ["compute_extremes", "start_extremes", "step_extremes"]


def start_extremes(period: int) -> State:
    """Return the state of an empty window.

    It holds two lists, filled from the end to the beginning (the places still to be filled hold the older block's
    extremes from the list's beginning to there); where the next bar goes; the extremes of the newer block; and whether
    a block is complete.
    """
    return [0.0] * period, [0.0] * period, period - 1, -inf, inf, 0


def step_extremes(state: State, high: float, low: float) -> tuple[State, float, float]:
    """Push one bar and return the highest high and the lowest low; NaN until the window is full."""
    highs, lows, position, upper, lower, full = state
    if high > upper:
        upper = high
    if low < lower:
        lower = low
    if position == 0:
        highs[0], lows[0] = high, low
        _fold(highs, lows)
        return (highs, lows, len(highs) - 1, -inf, inf, 1), upper, lower
    highs[position], lows[position] = high, low
    position -= 1
    if full == 0:
        return (highs, lows, position, upper, lower, full), nan, nan
    older_upper, older_lower = highs[position], lows[position]
    highest = older_upper if older_upper > upper else upper
    lowest = older_lower if older_lower < lower else lower
    return (highs, lows, position, upper, lower, full), highest, lowest


def _fold(highs: list[float], lows: list[float]) -> None:
    """Replace each value by the extreme of those up to it."""
    upper, lower = highs[0], lows[0]
    for index in range(1, len(highs)):
        if highs[index] > upper:
            upper = highs[index]
        if lows[index] < lower:
            lower = lows[index]
        highs[index], lows[index] = upper, lower


def compute_extremes(highs: Column, lows: Column, period: int) -> tuple[Column, Column]:
    """Return the highest high and the lowest low of all windows, NaN before the first."""
    return _slide(np.maximum, highs, period), _slide(np.minimum, lows, period)


def _slide(choose: Callable[[Column, Column], Column], column: Column, period: int) -> Column:
    """Double the windows' length until one more step, of overlapping windows, reaches the period."""
    best, length = column, 1
    while length < period <= len(column):
        step = min(length, period - length)
        best = choose(best[step:], best[:-step])
        length += step
    slid = np.full(len(column), nan)
    if period <= len(column):
        slid[period - 1 :] = best
    return slid
