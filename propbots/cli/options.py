"""What a backtest may be told, from a configuration file and from the command line, which overrides the file."""

from collections.abc import Mapping
from decimal import Decimal
from enum import StrEnum
from pathlib import Path
from typing import Any

import attrs

from propbots.errors import ConfigurationError
from propbots.settings import read_toml, structure

__all__ = ["BacktestOptions", "CostOptions", "OffGrid", "PathChoice", "join_pairs", "read_options"]


class PathChoice(StrEnum):
    """What is taken for the path inside a bar."""

    WORST_CASE = "worst_case"
    NEAREST_EXTREME = "nearest_extreme"
    OHLC = "ohlc"
    OLHC = "olhc"
    FINER = "finer"


class OffGrid(StrEnum):
    """What becomes of prices between two ticks."""

    REFUSE = "refuse"
    ROUND = "round"


class AfterBreachChoice(StrEnum):
    """Whether a run ends with the account."""

    STOP = "stop"
    CONTINUE = "continue"


class DriverChoice(StrEnum):
    """Which driver runs."""

    AUTO = "auto"
    EVENT = "event"


@attrs.frozen
class CostOptions:
    """What trading costs, where it is not left to plan and instrument.

    Attributes:
        commission: All that is paid per contract and side.
        slippage_ticks: By which market and stop orders fill worse.
    """

    commission: Decimal | None = None
    slippage_ticks: int = 0


@attrs.frozen
class BacktestOptions:
    """The `[backtest]` table of a configuration, with the tables beside it.

    Attributes:
        strategy: A name, or `FILE.py[:Class]`.
        instrument: A name, or a file with an `[instrument]` table.
        data: A file, or `PROVIDER:QUERY`.
        timeframe: What the strategy sees; the data's own if left out.
        start: The first moment or day that is traded (`from`).
        end: The first moment not traded, or the last day that is (`to`).
        plan: `FIRM/PLAN`, options behind a question mark.
        after_breach: Whether the run ends with the account.
        path: What is taken for the path inside a bar.
        quantity: The size of entries.
        risk: Money at risk to the stop, which sizes entries instead.
        balance: At the start; the plan's, or 50000.
        off_grid: What becomes of prices between two ticks.
        driver: Which driver runs.
        report: Where the report goes.
        trades: Where the trade list goes.
        equity: Whether the JSON document holds the equity at each bar.
        parameters: Of the strategy.
        costs: What trading costs.
        reading: Settings of the data's provider.
        own_instrument: The `[instrument]` table.
    """

    strategy: str | None = None
    instrument: str | None = None
    data: str | None = None
    timeframe: str | None = None
    start: str | None = None
    end: str | None = None
    plan: str | None = None
    after_breach: AfterBreachChoice = AfterBreachChoice.STOP
    path: PathChoice = PathChoice.WORST_CASE
    quantity: Decimal = Decimal(1)
    risk: Decimal | None = None
    balance: Decimal | None = None
    off_grid: OffGrid = OffGrid.REFUSE
    driver: DriverChoice = DriverChoice.AUTO
    report: str | None = None
    trades: str | None = None
    equity: bool = False
    parameters: dict[str, Any] = attrs.field(factory=dict)
    costs: CostOptions = CostOptions()
    reading: dict[str, Any] = attrs.field(factory=dict)
    own_instrument: dict[str, Any] | None = None


_TABLES = {"parameters": "parameters", "costs": "costs", "data": "reading", "instrument": "own_instrument"}
"""Tables of a configuration beside `[backtest]`, with the fields that they fill."""
_RENAMED = {"from": "start", "to": "end"}
_PATHS = ("report", "trades")


def read_options(file: Path | None, given: Mapping[str, Any]) -> BacktestOptions:
    """Return the options of a configuration file, overridden by those of the command line.

    Args:
        file: The configuration; None without one.
        given: Options of the command line, those left out absent; `parameters` and `costs` override key by key.

    Raises:
        ConfigurationError: With file, key and mend.
    """
    flat = {} if file is None else _read_file(file)
    for name, value in given.items():
        if name in ("parameters", "costs", "reading"):
            flat[name] = {**flat.get(name, {}), **value}
        else:
            flat[name] = value
    return structure(flat, BacktestOptions, "options" if file is None else str(file))


def _read_file(file: Path) -> dict[str, Any]:
    document = read_toml(file)
    unknown = sorted(set(document) - {"backtest", *_TABLES})
    if unknown:
        known = ", ".join(f"[{name}]" for name in ("backtest", *_TABLES))
        raise ConfigurationError(f"{file}: unknown table [{unknown[0]}]; a backtest has {known}")
    flat = dict(document.get("backtest", {}))
    for name, field in _TABLES.items():
        if name in document:
            flat[field] = document[name]
    for name, field in _RENAMED.items():
        if name in flat:
            value = flat.pop(name)
            flat[field] = value if isinstance(value, str) else value.isoformat()
    for name in _PATHS:
        if isinstance(flat.get(name), str):
            flat[name] = str(file.parent / flat[name])
    for name in ("data", "strategy", "instrument"):
        if isinstance(flat.get(name), str):
            flat[name] = _beside(file, flat[name])
    return flat


def _beside(file: Path, value: str) -> str:
    """Return a path relative to the configuration, and anything that is no path as it is."""
    beside = file.parent / value.rpartition(":")[0] if ".py:" in value else file.parent / value
    return str(file.parent / value) if beside.exists() else value


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
