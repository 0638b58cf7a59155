"""What a backtest may be told, from a configuration file and from the command line, which overrides the file."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from enum import StrEnum
from pathlib import Path
from typing import Any, get_type_hints

import attrs

from propbots.cli.loose import is_loose
from propbots.domain.instrument import Instrument
from propbots.engine.supervisor import AfterBreach
from propbots.errors import ConfigurationError, UnknownName
from propbots.plugin.source import split_source
from propbots.settings import convert, read_toml, structure

__all__ = [
    "BacktestOptions",
    "Configuration",
    "CostOptions",
    "DriverChoice",
    "OffGrid",
    "PathChoice",
    "is_instrument_file",
    "join_pairs",
    "read_options",
]


class PathChoice(StrEnum):
    """What is taken for the path inside a bar: a policy of the simulated venue, or finer bars of the same data."""

    WORST_CASE = "worst_case"
    NEAREST_EXTREME = "nearest_extreme"
    OHLC = "ohlc"
    OLHC = "olhc"
    FINER = "finer"


class OffGrid(StrEnum):
    """What becomes of prices between two ticks."""

    REFUSE = "refuse"
    ROUND = "round"


class DriverChoice(StrEnum):
    """Which driver runs."""

    AUTO = "auto"
    EVENT = "event"


@attrs.frozen
class CostOptions:
    """The `[costs]` table: what trading costs, where it is not left to plan and instrument.

    Attributes:
        commission: All that is paid per contract and side.
        slippage_ticks: By which market and stop orders fill worse.
    """

    commission: Decimal | None = None
    slippage_ticks: int = 0


@attrs.frozen
class BacktestOptions:
    """The `[backtest]` table.

    Attributes:
        strategy: A name, or `FILE.py[:Class]`.
        instrument: A name, or a file with an `[instrument]` table.
        data: A file, or `PROVIDER:QUERY`.
        timeframe: What the strategy sees; the data's own if left out.
        from_: The first moment or trading day that is traded.
        to: The first moment not traded, or the last trading day that is.
        plan: `FIRM/PLAN`, options behind a question mark.
        after_breach: Whether the run ends with the account.
        path: What is taken for the path inside a bar.
        quantity: The size of entries; 1 if left out.
        risk: Money at risk to the stop, which sizes entries instead.
        balance: At the start; the plan's, or 50000.
        off_grid: What becomes of prices between two ticks.
        driver: Which driver runs.
        report: Where the report goes.
        trades: Where the trade list goes.
        equity: Whether the JSON document holds the equity at each bar.
    """

    strategy: str | None = None
    instrument: str | None = None
    data: str | None = None
    timeframe: str | None = None
    from_: str | None = None
    to: str | None = None
    plan: str | None = None
    after_breach: AfterBreach = AfterBreach.STOP
    path: PathChoice = PathChoice.WORST_CASE
    quantity: Decimal | None = None
    risk: Decimal | None = None
    balance: Decimal | None = None
    off_grid: OffGrid = OffGrid.REFUSE
    driver: DriverChoice = DriverChoice.AUTO
    report: str | None = None
    trades: str | None = None
    equity: bool = False


@attrs.frozen
class Configuration:
    """A backtest's configuration.

    Attributes:
        backtest: What runs over what.
        parameters: Of the strategy.
        costs: What trading costs.
        data: Settings of the data's provider.
        instrument: What is traded, where no plugin knows it.
    """

    backtest: BacktestOptions = BacktestOptions()
    parameters: dict[str, Any] = attrs.field(factory=dict)
    costs: CostOptions = CostOptions()
    data: dict[str, Any] = attrs.field(factory=dict)
    instrument: Instrument | None = None


def read_options(file: Path | None, given: Mapping[str, Any]) -> Configuration:
    """Return a configuration file, overridden by what else is given.

    Args:
        file: The configuration; None without one.
        given: Keys of the `[backtest]` table; `parameters`, `costs` and `reading` (settings of the data's provider)
            are tables inside it and override key by key.

    Raises:
        ConfigurationError: With file or option, and mend.
    """
    configuration = Configuration() if file is None else _read_file(file)
    flat = dict(given)
    parameters = {**configuration.parameters, **flat.pop("parameters", {})}
    data = {**configuration.data, **flat.pop("reading", {})}
    costs = _override(configuration.costs, flat.pop("costs", {}))
    backtest = _override(configuration.backtest, flat)
    instrument = None if "instrument" in flat else configuration.instrument
    return Configuration(backtest, parameters, costs, data, instrument)


def _override(options: Any, given: Mapping[str, object]) -> Any:
    """Return options with those replaced that are given, each converted under its name on the command line."""
    kinds = {name.rstrip("_"): (name, kind) for name, kind in get_type_hints(type(options)).items()}
    changes = {}
    for key, value in given.items():
        if key.rstrip("_") not in kinds:
            raise UnknownName("option", key, list(kinds))
        name, kind = kinds[key.rstrip("_")]
        changes[name] = convert(kind, value, "--" + key.rstrip("_").replace("_", "-"))
    return attrs.evolve(options, **changes)


def _read_file(file: Path) -> Configuration:
    document = read_toml(file)
    table = document.get("backtest")
    if isinstance(table, dict):
        days = {key: table[key].isoformat() for key in ("from", "to") if isinstance(table.get(key), date)}
        document["backtest"] = {**table, **days}
    configuration = structure(document, Configuration, str(file))
    return attrs.evolve(configuration, backtest=_locate(configuration.backtest, file.parent))


def _locate(options: BacktestOptions, folder: Path) -> BacktestOptions:
    """Return the options with their relative paths taken from a folder."""
    paths = {
        "report": options.report is not None,
        "trades": options.trades is not None,
        "data": options.data is not None and split_source(options.data, folder)[0] is None,
        "strategy": options.strategy is not None and is_loose(options.strategy),
        "instrument": options.instrument is not None and is_instrument_file(options.instrument),
    }
    located: dict[str, Any] = {name: str(folder / getattr(options, name)) for name, is_path in paths.items() if is_path}
    return attrs.evolve(options, **located)


def is_instrument_file(name: str) -> bool:
    """Whether an instrument's name means a file."""
    return name.endswith(".toml")


def join_pairs(pairs: list[str] | None) -> dict[str, str]:
    """Return `KEY=VALUE` pairs as a dictionary.

    Raises:
        ConfigurationError: For a pair without an equals sign, and for a key that stands twice.
    """
    joined: dict[str, str] = {}
    for pair in pairs or ():
        key, equals, value = pair.partition("=")
        if not equals or not key.strip():
            raise ConfigurationError(f"--set is written KEY=VALUE (was {pair!r})")
        if key.strip() in joined:
            raise ConfigurationError(f"--set {key.strip()} stands twice; give each parameter once")
        joined[key.strip()] = value.strip()
    return joined
