"""A backtest over a handful of closes."""

from collections.abc import Callable, Sequence
from decimal import Decimal

import numpy as np
import pytest

from propbots.api.strategy import RuleStrategy, Strategy
from propbots.data.columns import BarColumns
from propbots.data.record import CostInputs, RunRecord
from propbots.data.table import DataSource
from propbots.domain.bar import Feed
from propbots.domain.instrument import AssetClass, Instrument
from propbots.domain.session import UtcDays
from propbots.domain.timeframe import MINUTE, Timeframe
from propbots.simulation.event_driver import run_backtest
from propbots.simulation.request import BacktestRequest

Backtest = Callable[[RuleStrategy | Strategy, Sequence[int]], RunRecord]
TradesOf = Callable[[RuleStrategy | Strategy, Sequence[int]], list[tuple[str, int, int]]]


@pytest.fixture
def backtest() -> Backtest:
    """Return what runs a strategy over bars with these closes; each opens at the close before and spans both."""

    def run(strategy: RuleStrategy | Strategy, closes: Sequence[int]) -> RunRecord:
        close = np.array(closes, dtype=np.int64)
        open_ = np.append(close[:1], close[:-1])
        time = np.arange(len(close), dtype=np.int64) * MINUTE
        columns = BarColumns(
            feed=Feed(Instrument("XYZ", AssetClass.FUTURES, Decimal(1), Decimal(1)), Timeframe(MINUTE)),
            open_time=time,
            close_time=time + MINUTE,
            open=open_,
            high=np.maximum(open_, close),
            low=np.minimum(open_, close),
            close=close,
            volume=np.ones(len(close)),
            source=DataSource("bars", "test", ""),
        )
        costs = CostInputs(Decimal(0), 0, "option")
        return run_backtest(BacktestRequest(strategy, "tested", {}, columns, UtcDays(), Decimal(50_000), costs))

    return run


@pytest.fixture
def trades_of(backtest: Backtest) -> TradesOf:
    """Return what tells each trade as its side, the bar that it enters in and the bar that it leaves in."""
    return lambda strategy, closes: [
        (trade.side.value, trade.entry_bar, trade.exit_bar) for trade in backtest(strategy, closes).trades
    ]
