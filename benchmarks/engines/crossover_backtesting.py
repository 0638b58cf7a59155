"""The crossover as a strategy of backtesting.py, as its manual writes it and in two faster forms.

Its broker knows no money per point, so the columns it is given are prices times the point value; one unit then gains
and loses what one contract does. In the faster forms a turn is one order of two units, which its broker splits into an
exit and an entry, its quickest way.
"""

import numpy as np
import pandas as pd
from backtesting import Backtest, Strategy
from numpy.typing import NDArray

from benchmarks.work import BALANCE, COMMISSION_CENTS, FAST, SLOW

__all__ = ["STRATEGIES", "build_backtest"]

Column = NDArray[np.float64]


def _average(closes: Column, length: int) -> Column:
    column: Column = pd.Series(closes).rolling(length).mean().to_numpy()
    return column


def _crossings(closes: Column) -> Column:
    """Return 1 where the fast average crosses above the slow one, -1 below, 0 elsewhere, NaN before both exist."""
    fast, slow = _average(closes, FAST), _average(closes, SLOW)
    crossings = np.full(len(closes), np.nan)
    above = (fast[1:] > slow[1:]) & (fast[:-1] <= slow[:-1])
    below = (fast[1:] < slow[1:]) & (fast[:-1] >= slow[:-1])
    crossings[SLOW:] = (above.astype(float) - below)[SLOW - 1 :]
    return crossings


class _Crossover(Strategy):  # type: ignore[misc]  # -- the library has no types
    """Turns the position."""

    def turn(self, side: int) -> None:
        """Be long or short, by one order."""
        size = self.position.size
        if size * side > 0:
            return
        (self.buy if side > 0 else self.sell)(size=2 if size else 1)


def _has_crossed(first: Column, second: Column) -> bool:
    return bool(first[-1] > second[-1] and first[-2] <= second[-2])


class AsTheManual(Strategy):  # type: ignore[misc]  # -- the library has no types
    """Two averages, a crossing asked for both ways, and a turn of two orders: close the position, open the other.

    The library's own `crossover` takes averages that meet for no crossing; here they are taken as everybody else's, so
    that all answers are of the same work.
    """

    def init(self) -> None:
        """Declare the averages."""
        self.fast = self.I(_average, self.data.Close, FAST)
        self.slow = self.I(_average, self.data.Close, SLOW)

    def next(self) -> None:
        """Turn at a crossing."""
        if _has_crossed(self.fast, self.slow) and not self.position.is_long:
            self.position.close()
            self.buy(size=1)
        elif _has_crossed(self.slow, self.fast) and not self.position.is_short:
            self.position.close()
            self.sell(size=1)


class TwoAverages(_Crossover):
    """Two averages declared and compared at each bar without a call."""

    def init(self) -> None:
        """Declare the averages."""
        self.fast = self.I(_average, self.data.Close, FAST)
        self.slow = self.I(_average, self.data.Close, SLOW)

    def next(self) -> None:
        """Turn at a crossing."""
        fast, slow = self.fast, self.slow
        if fast[-1] > slow[-1]:
            if fast[-2] <= slow[-2]:
                self.turn(1)
        elif fast[-1] < slow[-1] and fast[-2] >= slow[-2]:
            self.turn(-1)


class OneColumn(_Crossover):
    """The crossings worked out before as one column, so that a bar costs one look: the fastest form that we found."""

    def init(self) -> None:
        """Work the crossings out."""
        self.crossing = self.I(_crossings, self.data.Close)

    def next(self) -> None:
        """Turn at a crossing."""
        crossing = self.crossing[-1]
        if crossing:
            self.turn(int(crossing))


STRATEGIES = {"manual": AsTheManual, "averages": TwoAverages, "column": OneColumn}


def build_backtest(frame: pd.DataFrame, strategy: str) -> Backtest:
    """Return the library's backtest of the work.

    Args:
        frame: `Open`, `High`, `Low`, `Close`, `Volume`, prices times the point value.
        strategy: A name in `STRATEGIES`.
    """
    return Backtest(
        frame,
        STRATEGIES[strategy],
        cash=BALANCE,
        commission=lambda size, _price: abs(size) * COMMISSION_CENTS / 100,
        finalize_trades=True,
    )
