"""Where a backtest's objects are found by their names and joined, top to bottom."""

from bisect import bisect_left, bisect_right
from decimal import Decimal

from propbots.cli.instrument_file import find_instrument
from propbots.cli.loose import is_loose, load_loose_strategy
from propbots.cli.market_data import read_feed, read_main, rounds
from propbots.cli.options import Configuration
from propbots.cli.period import read_end, read_start
from propbots.cli.tables import BacktestOptions, FeedOptions, PathChoice, PhaseChoice
from propbots.data.columns import BarColumns
from propbots.data.record import CostInputs
from propbots.domain.instrument import Instrument
from propbots.domain.session import SessionCalendar
from propbots.domain.time import to_text
from propbots.domain.timeframe import Timeframe
from propbots.errors import ConfigurationError, DataError
from propbots.plugin.catalogue import Catalogue
from propbots.plugin.making import make
from propbots.plugin.plan_phases import load_phases, require_plan
from propbots.rules.plan import Need, Plan
from propbots.rules.release import ReleaseCalendar
from propbots.series.parameter import read_parameters
from propbots.simulation.request import BacktestRequest, OtherFeed, Size
from propbots.strategy.base import RuleStrategy, Strategy
from propbots.venue.path import PathPolicy

__all__ = ["compose_backtest"]

_ONE = Decimal(1)
_DEFAULT_BALANCE = Decimal(50_000)
_AMOUNT_MAX = Decimal(10) ** 12
"""Beyond it whole units of money and ticks might not fit into 64 bits."""


def compose_backtest(configuration: Configuration, catalogue: Catalogue) -> BacktestRequest:
    """Find everything that a backtest names, and join it.

    Raises:
        PropbotsError: With what is wrong, where, and how to mend it.
    """
    options, origin = configuration.backtest, configuration.origin
    _require_plain_amounts(configuration)
    strategy = _find_strategy(configuration, catalogue)
    instrument = _find_instrument(configuration, catalogue)
    with origin.locating("instrument.session"):
        calendar = catalogue.instruments.load_calendar(instrument.session)
    with origin.locating("backtest.plan"):
        plan = None if options.plan is None else catalogue.load_plan(options.plan, purchased=options.purchased)
    data = read_main(configuration, catalogue, instrument, calendar)
    first, columns = _cut_period(data.bars, configuration, calendar)
    others = tuple(_read_other(one, configuration, catalogue, plan) for one in configuration.feed)
    for other in others:
        _require_common_time(columns.select(slice(first, None)), other.feed.bars)
    return BacktestRequest(
        strategy=strategy,
        strategy_name=_required(options.strategy, "--strategy"),
        parameters=read_parameters(strategy),
        columns=columns,
        calendar=calendar,
        balance=_choose_balance(options, plan),
        costs=_choose_costs(configuration, instrument, plan),
        size=Size(_ONE if options.quantity is None else options.quantity, options.risk),
        plan=plan,
        following=_find_following(configuration, catalogue),
        path=PathPolicy.WORST_CASE if options.path is PathChoice.FINER else PathPolicy(options.path),
        after_breach=options.after_breach,
        caution=configuration.risk.caution,
        first=first,
        finer=_choose_finer(data.base, columns, configuration),
        base=data.base,
        others=others,
        ticks=None if data.ticks is None else data.ticks.select(data.ticks.time < columns.close_time[-1]),
        latency_ns=_read_latency(configuration),
        news=_read_news(configuration, catalogue),
    )


def _find_following(configuration: Configuration, catalogue: Catalogue) -> tuple[Plan, ...]:
    """Return the plans with which an account goes on that passes; none unless that was asked for."""
    options, origin = configuration.backtest, configuration.origin
    if options.phases is PhaseChoice.FIRST:
        return ()
    with origin.locating("backtest.plan"):
        following = load_phases(catalogue.plans, require_plan(options.plan), options.purchased)[1:]
        for plan in following:
            plan.require_known(Need.TRADING, Need.PAYOUT)
        return tuple(following)


def _read_other(
    options: FeedOptions, configuration: Configuration, catalogue: Catalogue, plan: Plan | None
) -> OtherFeed:
    """Read a feed beside the main one, with what trading its instrument costs."""
    instrument = find_instrument(catalogue.instruments, options.instrument)
    calendar = catalogue.instruments.load_calendar(instrument.session)
    read = read_feed(options, catalogue, instrument, calendar, round_off_grid=rounds(configuration))
    return OtherFeed(read, _choose_costs(configuration, instrument, plan))


def _require_common_time(main: BarColumns, other: BarColumns) -> None:
    """Refuse a feed that has nothing to tell while the main one is traded."""
    begins, ends = zip(*((bars.open_time.item(0), bars.close_time.item(-1)) for bars in (other, main)), strict=True)
    spans = [f"{to_text(first)} to {to_text(last)}" for first, last in zip(begins, ends, strict=True)]
    if max(begins) >= min(ends):
        raise DataError(
            f"{other.source.location}: the bars of {other.feed.name}, from {spans[0]}, have no moment in common with "
            f"those of {main.feed.name} that are traded, from {spans[1]}; give data of the same days"
        )


def _read_latency(configuration: Configuration) -> int:
    text = configuration.backtest.latency
    with configuration.origin.locating("backtest.latency"):
        try:
            return 0 if text in (None, "0") else int(Timeframe.parse(text))
        except ConfigurationError as error:
            raise ConfigurationError(f"latency must look like 50ms or 1s (was {text!r})") from error


def _read_news(configuration: Configuration, catalogue: Catalogue) -> ReleaseCalendar | None:
    name = configuration.risk.news
    with configuration.origin.locating("risk.news"):
        return None if name is None else catalogue.load_releases(name)


def _required(value: str | None, option: str) -> str:
    if value is None:
        raise ConfigurationError(f"{option} is missing; give it on the command line or in the configuration")
    return value


def _require_plain_amounts(configuration: Configuration) -> None:
    """Refuse amounts that nobody means and that no exact count could hold."""
    options, costs, label = configuration.backtest, configuration.costs, configuration.origin.label
    amounts = {
        "backtest.balance": options.balance,
        "backtest.quantity": options.quantity,
        "backtest.risk": options.risk,
        "costs.commission": costs.commission,
        "costs.slippage_ticks": Decimal(costs.slippage_ticks),
        "costs.spread_ticks": Decimal(costs.spread_ticks),
        "costs.volume_limit": costs.volume_limit,
        "costs.price_impact": costs.price_impact,
    }
    for key, amount in amounts.items():
        if amount is not None and not (amount.copy_abs() <= _AMOUNT_MAX and amount == round(amount, 12)):
            raise ConfigurationError(f"{label(key)} must be at most {_AMOUNT_MAX:f} with 12 decimals (was {amount})")
    if options.risk is not None and options.quantity is not None:
        both = f"{label('backtest.quantity')} and {label('backtest.risk')}"
        raise ConfigurationError(f"{both} both say how large entries are; keep one")
    if options.risk is not None and options.risk <= 0:
        raise ConfigurationError(f"{label('backtest.risk')} must be above 0 (was {options.risk})")


def _find_strategy(configuration: Configuration, catalogue: Catalogue) -> RuleStrategy | Strategy:
    name = _required(configuration.backtest.strategy, "--strategy")
    with configuration.origin.locating("parameters", "backtest.strategy"):
        if is_loose(name):
            return make(load_loose_strategy(name), f"strategy {name}", configuration.parameters, f"strategy {name}")
        return catalogue.build_strategy(name, configuration.parameters)


def _find_instrument(configuration: Configuration, catalogue: Catalogue) -> Instrument:
    name, own = configuration.backtest.instrument, configuration.instrument
    with configuration.origin.locating("backtest.instrument"):
        if own is not None and name not in (None, own.id):
            raise ConfigurationError(f"instrument {name} and the table [instrument] of {own.id} contradict; keep one")
        if own is not None:
            return own
        return find_instrument(catalogue.instruments, _required(name, "--instrument"))


def _cut_period(columns: BarColumns, configuration: Configuration, calendar: SessionCalendar) -> tuple[int, BarColumns]:
    """Return the index of the first bar that is traded, and the bars up to the end of the period."""
    options, origin, times = configuration.backtest, configuration.origin, columns.open_time.data
    with origin.locating("backtest.from"):
        first = 0 if options.from_ is None else bisect_left(times, read_start(options.from_, calendar))
    with origin.locating("backtest.to"):
        ends = columns.close_time.data
        last = len(columns) if options.to is None else bisect_right(ends, read_end(options.to, calendar))
    if first >= last:
        with origin.locating("backtest.from", "backtest.to"):
            raise _no_bars(columns, options)
    return first, columns if last == len(columns) else columns.select(slice(last))


def _no_bars(columns: BarColumns, options: BacktestOptions) -> ConfigurationError:
    given = {"--from": options.from_, "--to": options.to}
    asked = " ".join(f"{name} {text}" for name, text in given.items() if text)
    ends = to_text(columns.open_time.item(0)), to_text(int(columns.close_time[-1]))
    return ConfigurationError(f"no bars lie within {asked}; the data go from {ends[0]} to {ends[1]}")


def _choose_balance(options: BacktestOptions, plan: Plan | None) -> Decimal:
    if options.balance is not None:
        return options.balance
    return _DEFAULT_BALANCE if plan is None else plan.balance


def _choose_costs(configuration: Configuration, instrument: Instrument, plan: Plan | None) -> CostInputs:
    """Return what trading costs: as asked for, else the plan's all-in cost, else the instrument's fees."""
    options = configuration.costs
    _require_costs(configuration)
    commission, source = instrument.fees, "instrument"
    if options.commission is not None:
        commission, source = options.commission, "option"
    elif plan is not None and instrument.id in plan.commissions:
        commission, source = plan.commissions[instrument.id], "plan"
    return CostInputs(
        commission, options.slippage_ticks, source, options.spread_ticks, options.volume_limit, options.price_impact
    )


def _require_costs(configuration: Configuration) -> None:
    """Refuse costs that would be a gift, and a share that is none."""
    options, origin = configuration.costs, configuration.origin
    for key, value in (("slippage", options.slippage_ticks), ("spread", options.spread_ticks)):
        with origin.locating(f"costs.{key}_ticks"):
            if value < 0:
                raise ConfigurationError(f"{key} must be 0 ticks or more (was {value})")
    for key, amount in (("commission", options.commission), ("price_impact", options.price_impact)):
        with origin.locating(f"costs.{key}"):
            if amount is not None and amount < 0:
                raise ConfigurationError(f"{key.replace('_', ' ')} must be 0 or more (was {amount})")
    share = options.volume_limit
    with origin.locating("costs.volume_limit"):
        if share is not None and not 0 < share <= 1:
            raise ConfigurationError(
                f"volume limit must be a share of a bar's volume, above 0 and at most 1 (was {share})"
            )


def _choose_finer(read: BarColumns, columns: BarColumns, configuration: Configuration) -> BarColumns | None:
    if configuration.backtest.path is not PathChoice.FINER:
        return None
    if read.feed.timeframe == columns.feed.timeframe:
        with configuration.origin.locating("backtest.path"):
            raise ConfigurationError("--path finer needs data finer than the bars; give a longer --timeframe")
    return read
