"""The event driver: one backtest, bar by bar, through the very engine that trades live."""

import time
from bisect import bisect_left, bisect_right
from collections.abc import Callable
from datetime import date

import attrs

from propbots import __version__
from propbots.data.columns import BarColumns
from propbots.data.days import DaySpans, find_days, find_exchange_days
from propbots.data.record import RunInputs, RunRecord
from propbots.data.trades import TradeList
from propbots.domain.bar import Bar
from propbots.domain.scale import Scale
from propbots.domain.time import from_nanoseconds, to_text
from propbots.engine.account import Account
from propbots.engine.core import walk
from propbots.engine.engine import Engine
from propbots.engine.gate import RiskGate
from propbots.engine.market import Market
from propbots.engine.supervisor import Supervisor
from propbots.errors import ConfigurationError
from propbots.rules.account_state import build_plan_state
from propbots.rules.day import FirmCalendar
from propbots.series.program import ColumnProgram
from propbots.simulation.account_columns import RunAccount
from propbots.simulation.blame import BEFORE_THE_BARS, blame
from propbots.simulation.fields import ColumnFields
from propbots.simulation.fingerprint import compute_fingerprint
from propbots.simulation.outcome import build_outcome
from propbots.simulation.request import BacktestRequest
from propbots.simulation.trades import build_trade_columns
from propbots.simulation.wakefulness import Progress, find_stretches
from propbots.strategy.desk import Desk
from propbots.strategy.sizing import FixedQuantity, RiskToStop, Sizer
from propbots.strategy.trader import Trader, column_trader
from propbots.venue.costs import Costs
from propbots.venue.market import SimulatedMarket
from propbots.venue.matching import Matcher

__all__ = ["Progress", "run_backtest"]

_MOST_UNITS = 2**63 // 100
"""A balance may grow a hundredfold before the columns of the account, of 64 bits, cannot hold it."""


@attrs.frozen(eq=False)
class _Run:
    """The objects of one run, joined."""

    request: BacktestRequest
    bars: BarColumns
    scale: Scale
    engine: Engine
    market: SimulatedMarket


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
    run = _compose(request)
    done = _drive(run, progress)
    _finish(run, done)
    return _record(run, done, started)


def _compose(request: BacktestRequest) -> _Run:
    """Join the objects of one run, top to bottom."""
    bars = request.columns.select(slice(request.first, None)) if request.first else request.columns
    scale = _scale(request)
    account = Account(scale.to_units(request.balance))
    main = Market(account.open(scale))
    markets = {"": main, scale.instrument.id: main}
    gate = RiskGate(scale, request.plan)
    desk = Desk(main.holding, scale, _sizer(request, scale))
    supervisor = None
    if request.plan is not None:
        calendar = FirmCalendar(request.plan.day, request.calendar)
        supervisor = Supervisor(scale, build_plan_state(request.plan, scale), calendar, gate, request.after_breach)
    find = bars.finder()
    engine = Engine(account, markets, gate, desk, _trader(request, desk, find), supervisor)
    costs = Costs(
        scale.rate_to_units(request.costs.commission), request.costs.slippage_ticks, request.limit_through_ticks
    )
    market = SimulatedMarket(
        Matcher(engine, main, costs),
        request.path,
        request.calendar,
        finer=None if request.finer is None else _finer(request.finer),
        fenced=request.fenced,
    )
    main.look_closely = market.look_closely
    return _Run(request, bars, scale, engine, market)


def _scale(request: BacktestRequest) -> Scale:
    amounts = [request.balance]
    if request.size.risk is not None:
        amounts.append(request.size.risk)
    if request.plan is not None:
        amounts += request.plan.amounts()
    scale = Scale.of(request.columns.feed.instrument, rates=[request.costs.commission], amounts=amounts)
    if scale.to_units(request.balance) > _MOST_UNITS:
        raise ConfigurationError(
            f"a balance of {request.balance} cannot be counted to {scale.money_exponent} decimals of money; round the "
            f"commission of {request.costs.commission} or trade in larger steps than "
            f"{scale.instrument.quantity_step} {scale.instrument.id}"
        )
    return scale


def _sizer(request: BacktestRequest, scale: Scale) -> Sizer:
    if request.size.risk is not None:
        return RiskToStop(scale.to_units(request.size.risk))
    return FixedQuantity.of(request.size.quantity, scale)


def _trader(request: BacktestRequest, desk: Desk, find: Callable[[Bar], int]) -> Trader:
    program = ColumnProgram(ColumnFields(request.columns, request.calendar))
    try:
        return column_trader(request.strategy, desk, program, find, request.first)
    except (Exception, SystemExit) as error:
        raise blame(request.strategy_name, error, BEFORE_THE_BARS) from error


def _finer(columns: BarColumns) -> Callable[[Bar], list[Bar]]:
    times = columns.open_time.data

    def inside(bar: Bar) -> list[Bar]:
        part = slice(bisect_left(times, bar.open_time_ns), bisect_left(times, bar.close_time_ns))
        # A bar without finer ones is judged as if there were none.
        return list(columns.select(part).bars()) or [bar]

    return inside


def _drive(run: _Run, progress: Progress | None) -> int:
    """Give the engine every bar at which something can happen, and return how many bars there were until the end."""
    engine, take = run.engine, run.market.take
    try:
        for decisions in walk(engine, find_stretches(run.bars, engine, progress or (lambda _done, _total: None))):
            if engine.ended:
                return bisect_right(run.bars.open_time.data, engine.bar_time_ns)
            take(decisions)
    except (Exception, SystemExit) as error:
        raise blame(run.request.strategy_name, error, f"at the bar of {to_text(_latest(run))}") from error
    return len(run.bars)


def _latest(run: _Run) -> int:
    """Return when the bar at hand begins: the last that was looked at closely or that the strategy saw."""
    looked, seen = run.engine.bar_time_ns, run.engine.desk.bar
    return looked if seen is None else max(looked, seen.open_time_ns)


def _finish(run: _Run, done: int) -> None:
    """Close what is open at the end of the data, and the day with it."""
    engine = run.engine
    if not done:
        return
    last = next(run.bars.select(slice(done - 1, done)).bars())
    try:
        run.market.close_out(last, "end_of_data")
        engine.trader.on_stop()
    except (Exception, SystemExit) as error:
        raise blame(run.request.strategy_name, error, f"at the bar of {to_text(last.open_time_ns)}") from error
    if engine.supervisor is not None:
        engine.supervisor.close_day(engine.account.balance_units, last.close_time_ns)


def _record(run: _Run, done: int, started: float) -> RunRecord:
    request, engine, market = run.request, run.engine, run.market
    bars = run.bars if done == len(run.bars) else run.bars.select(slice(done))
    supervisor = engine.supervisor
    account = RunAccount(
        bars,
        market.states,
        run.scale.step_value,
        days=_find_days(bars, request, supervisor),
        closed_days=None if supervisor is None else supervisor.days,
    )
    trades = build_trade_columns(engine.account.closed, bars, run.scale.step_value, market.ambiguous)
    return RunRecord(
        fingerprint=compute_fingerprint(request, engine.journal, account.days, account.balance),
        driver="event",
        seconds=time.perf_counter() - started,
        looked_at_closely=len({state.bar_time_ns for state in market.states}),
        version=__version__,
        inputs=_inputs(request),
        bars=bars,
        scale=run.scale,
        account=account,
        trades=TradeList(trades, run.scale),
        ambiguous_bars=len(market.ambiguous),
        plan=None if supervisor is None else build_outcome(supervisor, account),
        denied_orders=engine.denied,
        assumptions=(*request.columns.source.assumptions, *_tell_age_of_plan(request)),
    )


def _tell_age_of_plan(request: BacktestRequest) -> list[str]:
    """Say so if a plan's numbers were not in force yet when the bars begin."""
    plan = request.plan
    first = from_nanoseconds(request.columns.open_time.item(request.first)).date()
    if plan is None or plan.effective_from is None or plan.effective_from <= first:
        return []
    return [f"the rules of {plan.name} are those since {plan.effective_from}; the bars begin on {first}"]


def _find_days(bars: BarColumns, request: BacktestRequest, supervisor: Supervisor | None) -> DaySpans:
    """Return the trading days of the bars: the firm's with a plan, the exchange's without."""
    if supervisor is None:
        return find_exchange_days(bars.open_time, request.calendar)
    firm = supervisor.calendar

    def day_at(moment: int) -> tuple[date, int]:
        day = firm.day_at(moment)
        return day.date, day.end_ns

    return find_days(bars.open_time, day_at)


def _inputs(request: BacktestRequest) -> RunInputs:
    return RunInputs(
        strategy=request.strategy_name,
        parameters=request.parameters,
        path=request.path.value if request.finer is None else "finer",
        costs=request.costs,
        balance=request.balance,
        plan=None if request.plan is None else request.plan.name,
        quantity=str(request.size),
        options={"after_breach": request.after_breach.value, "limit_through_ticks": request.limit_through_ticks},
    )
