"""The work on ticks on propbots: `python -m benchmarks.engines.ticks_propbots FORM TICKS.npz ANSWER.npz`."""

import sys
from decimal import Decimal
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from typing_extensions import override

from benchmarks.answer import Answer, Stopwatch, save_answer, tell
from benchmarks.ticks import BAR_NS, BAR_SHIFT, SHIFT, THRESHOLD, Ticks, load_ticks
from benchmarks.work import BALANCE, COMMISSION_CENTS, POINT_VALUE, TICK_SIZE
from propbots.data.record import CostInputs, RunRecord
from propbots.data.table import DataSource
from propbots.data.tick_bars import bars_of_ticks
from propbots.data.ticks import TickColumns, tell_apart
from propbots.domain.bar import Bar
from propbots.domain.event import OrderFilled, Side
from propbots.domain.instrument import AssetClass, Instrument
from propbots.domain.session import UtcDays
from propbots.domain.tick import QuoteTick, TradeTick
from propbots.domain.timeframe import Timeframe
from propbots.simulation.event_driver import run_backtest
from propbots.simulation.request import BacktestRequest
from propbots.strategy.base import Strategy

__all__ = ["STRATEGIES", "build_request", "to_answer"]


class Trend(Strategy):
    """Turns where a price leaves its average; the forms differ in what they listen to."""

    @override
    def on_start(self) -> None:
        """Begin flat, without an average."""
        self.average, self.side, self.weight = 0.0, 0, 0.5**SHIFT

    def turn(self, side: int) -> None:
        """Be long or short."""
        (self.buy if side > 0 else self.sell)(2 if self.side else 1)

    @override
    def on_fill(self, fill: OrderFilled) -> None:
        """Remember what is held."""
        self.side = 1 if fill.side is Side.BUY else -1


class QuoteTrend(Trend):
    """Listens to quotes."""

    @override
    def on_quote(self, quote: QuoteTick) -> None:
        """Move the average and turn where the mid has left it."""
        mid = (quote.bid_steps + quote.ask_steps) / 2
        self.average = average = (self.average or mid) + (mid - (self.average or mid)) * self.weight
        if mid - average > THRESHOLD:
            if self.side <= 0:
                self.turn(1)
        elif average - mid > THRESHOLD and self.side >= 0:
            self.turn(-1)


class TickTrend(QuoteTrend):
    """Listens to quotes and prints."""

    @override
    def on_trade(self, trade: TradeTick) -> None:
        """Move the average."""
        self.average += (trade.price_steps - self.average) * self.weight


class BarTrend(Trend):
    """Listens to the minutes that are made of the prints."""

    @override
    def on_bar(self, bar: Bar) -> None:
        """Move the average and turn where the close has left it."""
        close = bar.close_steps
        self.average = average = (self.average or close) + (close - (self.average or close)) * 0.5**BAR_SHIFT
        if close - average > THRESHOLD:
            if self.side <= 0:
                self.turn(1)
        elif average - close > THRESHOLD and self.side >= 0:
            self.turn(-1)


STRATEGIES: dict[str, type[Trend]] = {"both": TickTrend, "quotes": QuoteTrend, "bars": BarTrend}


def build_request(form: str, ticks: Ticks, *, fenced: bool = True) -> BacktestRequest:
    """Ask for the work.

    Args:
        form: A name in `STRATEGIES`.
        ticks: As every engine gets them; stamps that fall together are told apart, as after reading a file.
        fenced: Whether ticks at which nothing can happen may be passed over.
    """
    instrument = Instrument("INDEX", AssetClass.FUTURES, Decimal(str(TICK_SIZE)), Decimal(POINT_VALUE))
    source = DataSource("made", "columns", "")
    columns = TickColumns(instrument, tell_apart(ticks.time), *ticks[1:], source, len(ticks.time))
    return BacktestRequest(
        strategy=STRATEGIES[form](),
        strategy_name=form,
        parameters={},
        columns=bars_of_ticks(columns, Timeframe(BAR_NS), UtcDays()),
        calendar=UtcDays(),
        balance=Decimal(BALANCE),
        costs=CostInputs(Decimal(COMMISSION_CENTS) / 100, 0, "option"),
        ticks=columns,
        fenced=fenced,
    )


def to_answer(record: RunRecord, ticks: Ticks) -> Answer:
    """Write a run as an answer; what was closed after the last tick counts as closed at it."""
    trades, tick, last = record.trades, Decimal(str(TICK_SIZE)), int(ticks.time[-1])
    if any(trade.quantity != 1 for trade in trades):
        raise ValueError("each trade must be of one contract")
    told = tell_apart(ticks.time)

    def moments(found: list[int]) -> NDArray[np.int64]:
        """Return stamps as the ticks came with them; the close of a bar is no tick's."""
        at = np.array(found, dtype=np.int64)
        places = np.searchsorted(told, at).clip(max=len(told) - 1)
        as_came: NDArray[np.int64] = np.where(told[places] == at, ticks.time[places], np.minimum(at, last))
        return as_came

    return Answer(
        entry_at=moments([trade.entry_time_ns for trade in trades]),
        exit_at=moments([trade.exit_time_ns for trade in trades]),
        side=np.array([1 if trade.side.value == "long" else -1 for trade in trades]),
        entry_ticks=np.array([float(trade.entry_price / tick) for trade in trades]),
        exit_ticks=np.array([float(trade.exit_price / tick) for trade in trades]),
        net_cents=float(sum(trade.gross_pnl - trade.commission for trade in trades) * 100),
    )


def _main(form: str, path: str, answer: str) -> None:
    ticks = load_ticks(Path(path))
    request = build_request(form, ticks)
    with Stopwatch() as engine:
        record = run_backtest(request)
    with Stopwatch() as listing:
        tuple(record.trades)
    save_answer(to_answer(record, ticks), Path(answer))
    tell(
        engine_cpu=engine.cpu,
        engine_wall=engine.wall,
        listing_cpu=listing.cpu,
        listing_wall=listing.wall,
        looked_at_closely=record.looked_at_closely,
    )


if __name__ == "__main__":
    _main(*sys.argv[1:])
