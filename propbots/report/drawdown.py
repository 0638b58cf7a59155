"""How far and how long an account lay below its best."""

import attrs
import numpy as np
from numpy.typing import NDArray

from propbots.data.record import AccountColumns

__all__ = ["Drawdown", "compute_drawdown", "compute_drawdown_fractions", "compute_drawdowns"]


@attrs.frozen
class Drawdown:
    """The drawdowns of a run; the starting balance counts as the first peak.

    Attributes:
        amount: Greatest fall of equity at closes below its peak, whole units of money, 0 or more.
        amount_low: Greatest fall of the least equity within a bar below the peak of the closes before it.
        fraction: Greatest fall at closes as a fraction of its peak; None if the account began at 0 or below.
        days: Calendar days from a peak's trading day to the day that reached it again, or to the last day, of the
            stretch that took longest.
    """

    amount: int
    amount_low: int
    fraction: float | None
    days: int


def compute_drawdowns(equity: NDArray[np.int64], start: int) -> NDArray[np.int64]:
    """Return how far each equity lies below the greatest before it; shape (bars,), whole units of money."""
    return _peaks(equity, start) - equity


def compute_drawdown_fractions(equity: NDArray[np.int64], start: int) -> NDArray[np.float64]:
    """Return how far each equity lies below the greatest before it as a fraction of that; `start` must be above 0."""
    return compute_drawdowns(equity, start) / _peaks(equity, start)


def compute_drawdown(account: AccountColumns, start: int) -> Drawdown:
    """Measure the drawdowns of a run.

    Args:
        account: At each bar.
        start: The starting balance, whole units of money.
    """
    # On a long run each column is megabytes, so each is let go as soon as it has served.
    equity = account.equity
    peaks = _peaks(equity, start)
    falls = peaks - equity
    del equity
    amount, days = int(falls.max(initial=0)), _longest(falls, account.day)
    fraction = float((falls / peaks).max(initial=0.0)) if start > 0 else None
    del falls
    low = account.equity_low
    amount_low = int((peaks[:-1] - low[1:]).max(initial=max(0, start - int(low[0])) if len(low) else 0))
    return Drawdown(amount=amount, amount_low=amount_low, fraction=fraction, days=days)


def _peaks(equity: NDArray[np.int64], start: int) -> NDArray[np.int64]:
    peaks = np.maximum.accumulate(equity)
    return np.maximum(peaks, start, out=peaks)


def _longest(falls: NDArray[np.int64], day: NDArray[np.int64]) -> int:
    """Return the days of the longest stretch between two bars at a peak that has bars below it."""
    bars = len(falls)
    if bars == 0:
        return 0
    edges = np.concatenate(([-1], np.flatnonzero(falls == 0), [bars]))
    days = np.diff(day[edges.clip(0, bars - 1)])
    return int(days[np.diff(edges) > 1].max(initial=0))
