"""The right answer to the work, in whole ticks and cents, from nothing of ours and nothing of the peers'.

The fast average is above the slow one where the fast sum, times the slow length, is above the slow sum times the fast
length: no division, so nothing is rounded. A crossing turns the position at the next bar's open. What engines do with a
position that is still open after the last bar differs, and each way has an exact answer of its own (`Ending`).
"""

from enum import Enum

import numpy as np
from numpy.typing import NDArray

from benchmarks.answer import Answer
from benchmarks.work import COMMISSION_CENTS, FAST, SLOW, TICK_CENTS, Bars

__all__ = ["Ending", "work_out"]

Column = NDArray[np.int64]


class Ending(Enum):
    """What becomes of the position that is open after the last bar."""

    LAST_CLOSE = "closed at the last close"
    LAST_OPEN = "closed at the last bar's open"
    LEFT_OPEN = "left open and valued at the last close"


def work_out(bars: Bars, ending: Ending) -> Answer:
    """Return the trades, the net profit and the equity at each bar's close."""
    entries, sides = _turns(bars.close)
    prices = bars.open[entries]
    last = len(bars.close) - 1
    final = bars.open[last] if ending is Ending.LAST_OPEN else bars.close[last]
    exits, exit_prices = np.append(entries[1:], last), np.append(prices[1:], final)
    gross = np.cumsum(sides * (exit_prices - prices) * TICK_CENTS, dtype=np.int64)
    closed = len(entries) - (ending is Ending.LEFT_OPEN)
    net = int(gross[-1]) - COMMISSION_CENTS * (len(entries) + closed)
    kept = slice(closed)
    return Answer(
        entry_at=entries[kept],
        exit_at=exits[kept],
        side=sides[kept],
        entry_ticks=prices[kept].astype(np.float64),
        exit_ticks=exit_prices[kept].astype(np.float64),
        net_cents=float(net),
        equity_cents=_equity(bars, entries, sides, gross, net),
    )


def _turns(close: Column) -> tuple[Column, Column]:
    """Return the bars at whose open the position turns, and the side that it turns to."""
    fast, slow = _sums(close, FAST) * SLOW, _sums(close, SLOW) * FAST
    above = fast[SLOW:] > slow[SLOW:]
    below = fast[SLOW:] < slow[SLOW:]
    was_above, was_below = fast[SLOW - 1 : -1] > slow[SLOW - 1 : -1], fast[SLOW - 1 : -1] < slow[SLOW - 1 : -1]
    crossings = (above & ~was_above).astype(np.int64) - (below & ~was_below)
    bars = np.flatnonzero(crossings)
    sides = crossings[bars]
    turning = np.append(True, sides[1:] != sides[:-1]) & (bars + SLOW + 1 < len(close))
    return bars[turning] + SLOW + 1, sides[turning]


def _sums(values: Column, length: int) -> Column:
    """Return the sum of each window by its last value; meaningless before the first window is full."""
    total = np.cumsum(values)
    sums = total.copy()
    sums[length:] -= total[:-length]
    return sums


def _equity(bars: Bars, entries: Column, sides: Column, gross: Column, net: int) -> Column:
    """Return profit and loss at each bar's close, with fees; the last as the ending leaves it."""
    index = np.arange(len(bars.close))
    held = np.searchsorted(entries, index, side="right") - 1
    turn = np.maximum(held, 0)
    closed = np.append(0, gross[:-1])[turn]
    floating = sides[turn] * (bars.close - bars.open[entries][turn]) * TICK_CENTS
    fees = COMMISSION_CENTS * (2 * turn + 1)
    equity = np.where(held < 0, 0, closed + floating - fees)
    equity[-1] = net
    return equity
