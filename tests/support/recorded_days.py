"""Recorded days for attempts to be drawn from."""

from datetime import date, timedelta

import numpy as np
from numpy.typing import NDArray

from propbots.domain.timeframe import DAY, HOUR, MINUTE
from propbots.research.account_path import AccountPath

__all__ = ["MONDAY", "a_path", "a_walk", "day_at"]

MONDAY = 20_458 * DAY
"""A Monday's midnight."""
_CENTS = 100


def day_at(moment: int) -> tuple[date, int]:
    """Return the UTC day of a moment, and when it is over."""
    number = moment // DAY
    return date(1970, 1, 1) + timedelta(days=number), (number + 1) * DAY


def a_path(days: list[list[float]], *, balance: float = 50_000) -> AccountPath:
    """An account that is closed at each mark; each day's marks are told in money won since the mark before."""
    changes = [round(change * _CENTS) for day in days for change in day]
    times = [
        MONDAY + number * DAY + 2 * HOUR + place * MINUTE
        for number, day in enumerate(days)
        for place in range(len(day))
    ]
    equity = round(balance * _CENTS) + np.cumsum(changes, dtype=np.int64)
    traded = np.array([time for time, change in zip(times, changes, strict=True) if change], dtype=np.int64)
    return AccountPath(np.array(times), equity, equity.copy(), traded, round(balance * _CENTS), 2, "USD")


def a_walk(seed: int, *, days: int = 40, marks: int = 78, size: float = 60) -> AccountPath:
    """An account that walks at random, and is closed now and then, the whole of it at each day's end."""
    random = np.random.default_rng(seed)
    steps = np.round(random.normal(0, size * _CENTS, (days, marks))).astype(np.int64)
    equity = steps.cumsum(axis=1)
    closes = random.random((days, marks)) < 4 / marks
    closes[:, -1] = True
    last = np.maximum.accumulate(np.where(closes, np.arange(marks), -1), axis=1)
    balance = np.where(last < 0, 0, np.take_along_axis(equity, np.maximum(last, 0), axis=1))
    opens: NDArray[np.int64] = 5_000_000 + np.append(0, equity[:-1, -1].cumsum())
    times = MONDAY + np.arange(days)[:, None] * DAY + 2 * HOUR + np.arange(marks) * 5 * MINUTE
    opened = opens[:, None]
    worth, closed = (equity + opened).ravel(), (balance + opened).ravel()
    return AccountPath(times.ravel(), worth, closed, times[:, 0], 5_000_000, 2, "USD")
