"""The work on the event driver of propbots: `python -m benchmarks.engines.on_propbots STRATEGY BARS.npz ANSWER.npz`."""

import sys
from datetime import time
from decimal import Decimal
from pathlib import Path

import numpy as np

from benchmarks.answer import Answer, Stopwatch, save_answer, tell
from benchmarks.work import (
    BALANCE,
    BAR_SECONDS,
    COMMISSION_CENTS,
    FAST,
    POINT_VALUE,
    SLOW,
    TICK_SIZE,
    load_bars,
)
from propbots.data.columns import BarColumns
from propbots.data.record import CostInputs, RunRecord
from propbots.data.table import DataSource
from propbots.domain.bar import Feed
from propbots.domain.instrument import AssetClass, Instrument
from propbots.domain.session import UtcDays
from propbots.domain.timeframe import SECOND, Timeframe
from propbots.rules.plan import FirmDayRules, Plan
from propbots.rules.rule import ContractCap, DailyLoss, MaximumLoss, MaximumLossBasis, ProfitTarget
from propbots.simulation.event_driver import run_backtest
from propbots.simulation.request import BacktestRequest
from propbots_strategies.ma_crossover import MaCrossover
from propbots_strategies.ma_crossover_event import MaCrossoverEvent

__all__ = ["STRATEGIES", "WIDE_PLAN", "build_request", "to_answer"]

STRATEGIES: dict[str, type[MaCrossover | MaCrossoverEvent]] = {"rule": MaCrossover, "event": MaCrossoverEvent}
WIDE_PLAN = Plan(
    name="benchmark/wide",
    title="Every rule on, each too wide to act",
    currency="USD",
    balance=Decimal(BALANCE),
    day=FirmDayRules("America/Chicago", time(17)),
    rules=(
        MaximumLoss(Decimal(40_000_000), MaximumLossBasis.END_OF_DAY, Decimal(BALANCE)),
        DailyLoss(Decimal(30_000_000)),
        ContractCap(Decimal(50)),
        ProfitTarget(Decimal(1_000_000_000)),
    ),
)


def build_request(strategy: str, path: Path, *, fenced: bool = True) -> BacktestRequest:
    """Ask for the work.

    Args:
        strategy: A name in `STRATEGIES`.
        path: Of the bars.
        fenced: Whether bars in which nothing can happen may be passed over.
    """
    bars = load_bars(path)
    opens = bars.time * SECOND
    instrument = Instrument("INDEX", AssetClass.FUTURES, Decimal(str(TICK_SIZE)), Decimal(POINT_VALUE))
    columns = BarColumns(
        feed=Feed(instrument, Timeframe(BAR_SECONDS * SECOND)),
        open_time=opens,
        close_time=opens + BAR_SECONDS * SECOND,
        open=bars.open,
        high=bars.high,
        low=bars.low,
        close=bars.close,
        volume=bars.volume.astype(np.float64),
        source=DataSource("made", "columns", ""),
        rows=len(opens),
    )
    return BacktestRequest(
        strategy=STRATEGIES[strategy](fast=FAST, slow=SLOW),
        strategy_name=strategy,
        parameters={"fast": FAST, "slow": SLOW},
        columns=columns,
        calendar=UtcDays(),
        balance=Decimal(BALANCE),
        costs=CostInputs(Decimal(COMMISSION_CENTS) / 100, 0, "option"),
        plan=WIDE_PLAN,
        fenced=fenced,
    )


def to_answer(record: RunRecord) -> Answer:
    """Write a run as an answer; every number of it is whole."""
    trades = record.trades
    tick = Decimal(str(TICK_SIZE))
    units_per_cent = 10 ** (record.scale.money_exponent - 2)
    equity, rest = np.divmod(record.account.equity - record.scale.to_units(Decimal(BALANCE)), units_per_cent)
    if rest.any():
        raise ValueError("equity must be whole cents, since ticks and commission are")
    return Answer(
        entry_at=np.array([trade.entry_bar for trade in trades]),
        exit_at=np.array([trade.exit_bar for trade in trades]),
        side=np.array([1 if trade.side.value == "long" else -1 for trade in trades]),
        entry_ticks=np.array([float(trade.entry_price / tick) for trade in trades]),
        exit_ticks=np.array([float(trade.exit_price / tick) for trade in trades]),
        net_cents=float(sum(trade.gross_pnl - trade.commission for trade in trades) * 100),
        equity_cents=equity,
    )


def _main(strategy: str, bars: str, answer: str) -> None:
    request = build_request(strategy, Path(bars))
    with Stopwatch() as engine:
        record = run_backtest(request)
    with Stopwatch() as listing:
        tuple(record.trades)
    save_answer(to_answer(record), Path(answer))
    tell(
        engine_cpu=engine.cpu,
        engine_wall=engine.wall,
        listing_cpu=listing.cpu,
        listing_wall=listing.wall,
        looked_at_closely=record.looked_at_closely,
        fingerprint=record.fingerprint,
        plan_status=None if record.plan is None else record.plan.status.value,
    )


if __name__ == "__main__":
    _main(*sys.argv[1:])
