"""Where a backtest's objects are found by their names and joined, top to bottom."""

from decimal import Decimal
from pathlib import Path
from typing import Any

import numpy as np

from propbots.api.data import BarRequest
from propbots.cli.loose import is_loose, load_loose_strategy
from propbots.cli.options import BacktestOptions, CostOptions, OffGrid, PathChoice
from propbots.cli.period import read_end, read_start
from propbots.data.aggregate import aggregate, closing_times
from propbots.data.columns import BarColumns, to_columns
from propbots.data.days import count_gaps
from propbots.data.quality import require_sound
from propbots.data.record import CostInputs
from propbots.data.table import BarTable
from propbots.domain.bar import Feed
from propbots.domain.instrument import Instrument
from propbots.domain.session import SessionCalendar
from propbots.domain.timeframe import Timeframe
from propbots.engine.supervisor import AfterBreach
from propbots.errors import ConfigurationError
from propbots.plugin.catalogue import Catalogue
from propbots.rules.plan import Plan
from propbots.series.parameter import list_parameters, structure_parameters
from propbots.settings import read_toml, structure
from propbots.simulation.request import BacktestRequest, Size
from propbots.strategy.base import RuleStrategy, Strategy
from propbots.venue.path import PathPolicy

__all__ = ["compose_backtest", "read_table"]

_DEFAULT_BALANCE = Decimal(50_000)


def compose_backtest(options: BacktestOptions, catalogue: Catalogue) -> BacktestRequest:
    """Find everything that a backtest names, and join it.

    Raises:
        PropbotsError: With what is wrong, where, and how to mend it.
    """
    strategy = _strategy(options, catalogue)
    instrument = _instrument(options, catalogue)
    calendar = catalogue.load_calendar(instrument.session)
    plan = None if options.plan is None else catalogue.load_plan(options.plan)
    table = read_table(_required(options.data, "--data"), options.reading, catalogue)
    read = _columns(table, instrument, calendar, options)
    columns = _aggregated(read, options, calendar)
    first, columns = _period(columns, options, calendar)
    return BacktestRequest(
        strategy=strategy,
        strategy_name=_required(options.strategy, "--strategy"),
        parameters={one.name: getattr(strategy, one.name) for one in list_parameters(type(strategy))},
        columns=columns,
        calendar=calendar,
        balance=_balance(options, plan),
        costs=_costs(options.costs, instrument, plan),
        size=Size(options.quantity, options.risk),
        plan=plan,
        path=PathPolicy.WORST_CASE if options.path is PathChoice.FINER else PathPolicy(options.path),
        after_breach=AfterBreach(options.after_breach),
        first=first,
        finer=_finer(read, columns, options.path),
    )


def read_table(source: str, settings: dict[str, Any], catalogue: Catalogue) -> BarTable:
    """Return the bars of a source as its provider reads them.

    Raises:
        DataError: If they cannot be read.
        ConfigurationError: If the provider or its settings are wrong.
    """
    provider, location = catalogue.build_provider(source, settings)
    return provider.read_bars(BarRequest(location))


def _required(value: str | None, option: str) -> str:
    if value is None:
        raise ConfigurationError(f"{option} is missing; give it on the command line or in the configuration")
    return value


def _strategy(options: BacktestOptions, catalogue: Catalogue) -> RuleStrategy | Strategy:
    name = _required(options.strategy, "--strategy")
    if not is_loose(name):
        return catalogue.build_strategy(name, options.parameters)
    cls = load_loose_strategy(name)
    return cls(**structure_parameters(cls, f"strategy {name}", options.parameters))


def _instrument(options: BacktestOptions, catalogue: Catalogue) -> Instrument:
    if options.instrument is not None and options.instrument.endswith(".toml"):
        document = read_toml(Path(options.instrument))
        return structure(document.get("instrument"), Instrument, f"{options.instrument}: [instrument]")
    if options.instrument is None and options.own_instrument is not None:
        return structure(options.own_instrument, Instrument, "[instrument]")
    return catalogue.find_instrument(_required(options.instrument, "--instrument"))


def _columns(
    table: BarTable, instrument: Instrument, calendar: SessionCalendar, options: BacktestOptions
) -> BarColumns:
    sound = require_sound(table, negative_prices=instrument.negative_prices)
    return to_columns(
        sound,
        Feed(instrument, sound.timeframe),
        closing_times(sound, calendar),
        gaps=count_gaps(sound.open_time, int(sound.timeframe), calendar),
        round_off_grid=options.off_grid is OffGrid.ROUND,
    )


def _aggregated(columns: BarColumns, options: BacktestOptions, calendar: SessionCalendar) -> BarColumns:
    if options.timeframe is None:
        return columns
    return aggregate(columns, Timeframe.parse(options.timeframe), calendar)


def _period(columns: BarColumns, options: BacktestOptions, calendar: SessionCalendar) -> tuple[int, BarColumns]:
    """Return the index of the first bar that is traded, and the bars up to the end of the period."""
    first, last = 0, len(columns)
    if options.start is not None:
        first = int(np.searchsorted(columns.open_time, read_start(options.start, calendar)))
    if options.end is not None:
        last = int(np.searchsorted(columns.open_time, read_end(options.end, calendar)))
    if first >= last:
        raise ConfigurationError(
            f"no bars lie between --from {options.start} and --to {options.end}; the data go from "
            f"{_moment(columns, 0)} to {_moment(columns, -1)}"
        )
    return first, columns if last == len(columns) else columns.select(slice(last))


def _moment(columns: BarColumns, index: int) -> str:
    return str(np.datetime64(int(columns.open_time[index]), "ns").astype("datetime64[m]")) + "Z"


def _balance(options: BacktestOptions, plan: Plan | None) -> Decimal:
    if options.balance is not None:
        return options.balance
    return _DEFAULT_BALANCE if plan is None else plan.balance


def _costs(options: CostOptions, instrument: Instrument, plan: Plan | None) -> CostInputs:
    """Return what trading costs: as asked for, else the plan's all-in cost, else the instrument's fees."""
    if options.commission is not None:
        if options.commission < 0:
            raise ConfigurationError(f"commission must be 0 or more (was {options.commission})")
        return CostInputs(options.commission, options.slippage_ticks, "option")
    if plan is not None and instrument.id in plan.commissions:
        return CostInputs(plan.commissions[instrument.id], options.slippage_ticks, "plan")
    return CostInputs(instrument.fees, options.slippage_ticks, "instrument")


def _finer(read: BarColumns, columns: BarColumns, path: PathChoice) -> BarColumns | None:
    if path is not PathChoice.FINER:
        return None
    if read.feed.timeframe == columns.feed.timeframe:
        raise ConfigurationError("--path finer needs data finer than the bars; give a longer --timeframe")
    return read
