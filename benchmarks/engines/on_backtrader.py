"""The work on backtrader: `python -m benchmarks.engines.on_backtrader BARS.npz ANSWER.npz`.

It fills market orders at the next open by itself, knows money per point and fees per contract, and values the account
at each bar. Its observers, which draw, are off.
"""

import sys
from pathlib import Path
from typing import Any

import backtrader as bt
import numpy as np

from benchmarks.answer import Answer, Stopwatch, save_answer, tell
from benchmarks.work import BALANCE, COMMISSION_CENTS, FAST, POINT_VALUE, SLOW, TICK_SIZE, Bars, load_bars

_ORDINAL_1970 = 719_163
_DAY = 86_400


class ColumnFeed(bt.feed.DataBase):  # type: ignore[misc]  # -- the library has no types
    """Bars from columns, as the library loads them: one by one, all before the run."""

    params = (("columns", None),)

    def start(self) -> None:
        """Stand before the first bar."""
        super().start()
        self._rows = zip(*self.p.columns, strict=True)

    def _load(self) -> bool:
        row = next(self._rows, None)
        if row is None:
            return False
        lines = self.lines
        lines.datetime[0], lines.open[0], lines.high[0], lines.low[0], lines.close[0], lines.volume[0] = row
        lines.openinterest[0] = 0.0
        return True


class Crossover(bt.Strategy):  # type: ignore[misc]  # -- the library has no types
    """Turns at a crossing of two averages, by one order."""

    def __init__(self) -> None:
        """Declare the averages."""
        self.fast = bt.indicators.SimpleMovingAverage(self.data.close, period=FAST)
        self.slow = bt.indicators.SimpleMovingAverage(self.data.close, period=SLOW)
        self.fills: list[tuple[int, int, float]] = []

    def next(self) -> None:
        """Turn where the averages cross."""
        fast, slow = self.fast, self.slow
        if fast[0] > slow[0]:
            if fast[-1] <= slow[-1]:
                self.turn(1)
        elif fast[0] < slow[0] and fast[-1] >= slow[-1]:
            self.turn(-1)

    def turn(self, side: int) -> None:
        """Be long or short."""
        size = self.position.size
        if size * side <= 0:
            (self.buy if side > 0 else self.sell)(size=2 if size else 1)

    def notify_order(self, order: Any) -> None:
        """Remember an execution."""
        if order.status == order.Completed:
            self.fills.append((len(self.data) - 1, 1 if order.isbuy() else -1, order.executed.price))


def _to_columns(bars: Bars) -> tuple[list[float], ...]:
    days = _ORDINAL_1970 + bars.time / _DAY
    prices = (bars.open, bars.high, bars.low, bars.close)
    return days.tolist(), *((ticks * TICK_SIZE).tolist() for ticks in prices), bars.volume.astype(float).tolist()


def _main(path: str, answer: str) -> None:
    cerebro = bt.Cerebro(stdstats=False)
    cerebro.adddata(ColumnFeed(columns=_to_columns(load_bars(Path(path)))))
    cerebro.addstrategy(Crossover)
    cerebro.broker.setcash(BALANCE)
    cerebro.broker.setcommission(commission=COMMISSION_CENTS / 100, margin=1.0, mult=POINT_VALUE)
    with Stopwatch() as engine:
        strategy = cerebro.run()[0]
    index, side, price = (np.array(column) for column in zip(*strategy.fills, strict=True))
    found = Answer(
        entry_at=index[:-1],
        exit_at=index[1:],
        side=side[:-1],
        entry_ticks=price[:-1] / TICK_SIZE,
        exit_ticks=price[1:] / TICK_SIZE,
        net_cents=(cerebro.broker.getvalue() - BALANCE) * 100,
    )
    save_answer(found, Path(answer))
    tell(engine_cpu=engine.cpu, engine_wall=engine.wall)


if __name__ == "__main__":
    _main(*sys.argv[1:])
