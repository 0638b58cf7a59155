"""The event driver: one backtest, bar by bar, through the very engine that trades live."""

import time
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence

import attrs

from propbots import __version__
from propbots.data.columns import CHUNK
from propbots.data.record import AccountColumns, RunInputs, RunRecord
from propbots.data.trades import TradeColumns, TradeList
from propbots.domain.outcome import PlanOutcome
from propbots.domain.time import to_text
from propbots.engine.core import walk, walk_ticks
from propbots.engine.decision import Decision
from propbots.engine.supervisor import Supervisor
from propbots.errors import InvariantViolated
from propbots.simulation.account import build_account
from propbots.simulation.assumption import list_assumptions
from propbots.simulation.beside import find_stretches_beside
from propbots.simulation.blame import blame
from propbots.simulation.composition import Run, compose_run
from propbots.simulation.fingerprint import compute_fingerprint
from propbots.simulation.news import sum_taken_back
from propbots.simulation.outcome import build_outcome
from propbots.simulation.request import BacktestRequest
from propbots.simulation.tick_account import find_prices
from propbots.simulation.tick_stretches import find_tick_stretches
from propbots.simulation.tick_tracks import TickTracks
from propbots.simulation.trades import TradedBars, build_trade_columns
from propbots.simulation.wakefulness import Progress, find_stretches
from propbots.venue.exchange import Exchange

__all__ = ["Progress", "run_backtest"]


def run_backtest(request: BacktestRequest, progress: Progress | None = None) -> RunRecord:
    """Run one backtest.

    Args:
        request: What is asked for.
        progress: Told how far the run is.

    Raises:
        StrategyFailed: If the strategy raises, with its file, its line and the bar's time.
        ConfigurationError: If the strategy refuses its parameters.
    """
    started = time.perf_counter()
    run = compose_run(request)
    done = _drive(run, progress)
    _finish(run, done)
    return _record(run, done, started)


def _drive(run: Run, progress: Progress | None) -> int:
    """Give the engine every bar at which something can happen, and return how many bars there were until the end."""
    engine, steps = run.engine, _walk(run, progress or (lambda _done, _total: None))
    take = run.markets[0].take if run.exchange is None else run.exchange.take
    try:
        for decisions in steps:
            if engine.ended:
                return _count_bars(run)
            take(decisions)
    except (Exception, SystemExit) as error:
        raise blame(run.request.strategy_name, error, f"at the bar of {to_text(_latest(run))}") from error
    return len(run.bars)


def _count_bars(run: Run) -> int:
    """Return how many bars of the main feed began before the account ended, the one in which it did so included.

    At least one: there may be quotes before the first bar, which begins with the first print.
    """
    opens = run.bars.open_time.data
    if not isinstance(run.exchange, Exchange):
        return max(1, bisect_right(opens, run.engine.bar_time_ns))
    moment_ns, *_ = run.exchange.snapshots[-1]
    return bisect_left(opens, moment_ns)


def _walk(run: Run, progress: Progress) -> Iterator[Sequence[Decision]]:
    engine, agenda = run.engine, run.agenda
    may_set_timers = engine.trader.on_timer is not None
    if agenda is None:
        return walk(engine, find_stretches(run.cursor, engine, progress))
    if run.ticks is not None:
        longest = 1 if may_set_timers else CHUNK
        return walk_ticks(engine, find_tick_stretches(run.ticks, engine, agenda, progress, longest=longest))
    if not isinstance(run.exchange, Exchange):
        raise InvariantViolated("what happens beside bars needs an exchange of bars")
    return walk(engine, find_stretches_beside(run.bars, agenda, run.exchange, progress, sets_timers=may_set_timers))


def _latest(run: Run) -> int:
    """Return when the bar at hand begins: the last that was looked at closely or that the strategy saw."""
    looked, seen = run.engine.bar_time_ns, run.engine.desk.main.bar
    return looked if seen is None else max(looked, seen.open_time_ns)


def _finish(run: Run, done: int) -> None:
    """Close what is open at the end of the data, and the day with it."""
    engine = run.engine
    if not done:
        return
    last = next(run.bars.select(slice(done - 1, done)).bars())
    try:
        if run.exchange is None:
            run.markets[0].close_out(last, "end_of_data")
        else:
            run.exchange.close_out(last, "end_of_data")
        engine.trader.on_stop()
    except (Exception, SystemExit) as error:
        raise blame(run.request.strategy_name, error, f"at the bar of {to_text(last.open_time_ns)}") from error
    if engine.supervisor is not None:
        engine.supervisor.close_day(engine.account.balance_units, last.close_time_ns)
        if engine.supervisor.leaves_phase:
            engine.supervisor.enter_phase(engine.account.balance_units, last.close_time_ns)


def _record(run: Run, done: int, started: float) -> RunRecord:
    request, engine, supervisor = run.request, run.engine, run.engine.supervisor
    bars = run.bars if done == len(run.bars) else run.bars.select(slice(done))
    ticks = None if run.ticks is None else run.ticks.until(_count_ticks(run.ticks, run, done))
    traded = [
        TradedBars(
            venue.bars if place else bars,
            venue.scale,
            run.markets[place].ambiguous,
            None if ticks is None else find_prices(ticks.each[place]),
        )
        for place, venue in enumerate(run.venues)
    ]
    account = build_account(run, traded, ticks)
    trades = build_trade_columns(engine.account.closed, traded)
    return RunRecord(
        fingerprint=compute_fingerprint(request, engine.journal, account.days, account.balance, made=run.feeds.made),
        driver="event",
        seconds=time.perf_counter() - started,
        looked_at_closely=sum(len({state.bar_time_ns for state in market.states}) for market in run.markets),
        version=__version__,
        inputs=_inputs(request),
        bars=bars,
        scale=traded[0].scale,
        account=account,
        trades=TradeList(trades),
        ambiguous_bars=sum(len(market.ambiguous) for market in run.markets),
        plan=None if supervisor is None else _judge(run, supervisor, account, trades),
        denied_orders=engine.denied,
        assumptions=list_assumptions(request),
        feeds=tuple(other.feed.bars for other in request.others),
        ticks=0 if run.ticks is None else len(run.ticks),
    )


def _judge(run: Run, supervisor: Supervisor, account: AccountColumns, trades: TradeColumns) -> PlanOutcome:
    taken_back = sum_taken_back(run.request, trades, supervisor.phases)
    return build_outcome(supervisor, account, run.engine.journal, taken_back)


def _count_ticks(ticks: TickTracks, run: Run, done: int) -> int:
    """Return how many ticks there were until the end."""
    return len(ticks) if done == len(run.bars) else max(1, bisect_right(ticks.time.data, run.engine.bar_time_ns))


def _name_path(request: BacktestRequest) -> str:
    if request.ticks is not None:
        return "ticks"
    return request.path.value if request.finer is None else "finer"


def _inputs(request: BacktestRequest) -> RunInputs:
    return RunInputs(
        strategy=request.strategy_name,
        parameters=request.parameters,
        path=_name_path(request),
        costs=request.costs,
        balance=request.balance,
        plan=None if request.plan is None else request.plan.name,
        quantity=str(request.size),
        options={
            "after_breach": request.after_breach.value,
            "limit_through_ticks": request.limit_through_ticks,
            **({"phases": [plan.name for plan in request.following]} if request.following else {}),
            **({} if request.plan is None else attrs.asdict(request.caution)),
        },
    )
