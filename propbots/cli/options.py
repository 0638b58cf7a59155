"""What a backtest may be told, from a configuration file and from the command line, which overrides the file."""

import types
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import Any, TypeVar, get_args, get_type_hints

import attrs

from propbots.cli.instrument_file import is_instrument_file
from propbots.cli.loose import is_loose
from propbots.cli.origin import Origin
from propbots.cli.tables import BacktestOptions, ContractOptions, CostOptions, FeedOptions, RiskOptions
from propbots.domain.instrument import Instrument
from propbots.errors import ConfigurationError, UnknownName
from propbots.plugin.plan_shelf import split_plan_name
from propbots.plugin.source import split_source
from propbots.rules.release_file import is_release_file
from propbots.settings import convert, read_toml, structure

__all__ = ["Configuration", "join_pairs", "read_options"]


_S = TypeVar("_S", "FeedOptions", "ContractOptions")


@attrs.frozen
class _Document:
    """What a configuration file may hold."""

    backtest: BacktestOptions = attrs.field(factory=BacktestOptions)
    parameters: dict[str, Any] = attrs.field(factory=dict)
    costs: CostOptions = attrs.field(factory=CostOptions)
    risk: RiskOptions = attrs.field(factory=RiskOptions)
    data: dict[str, Any] = attrs.field(factory=dict)
    instrument: Instrument | None = None
    feed: list[FeedOptions] = attrs.field(factory=list)
    contract: list[ContractOptions] = attrs.field(factory=list)


@attrs.frozen
class Configuration(_Document):
    """A backtest's configuration.

    Attributes:
        backtest: What runs over what.
        parameters: Of the strategy.
        costs: What trading costs.
        risk: How careful the risk gate is, and which releases it knows.
        data: Settings of the data's provider.
        instrument: What is traded, where no plugin knows it.
        feed: Feeds beside the main one.
        contract: The contracts of the main instrument, in the order in which they are traded.
        origin: Which of these the file gives.
    """

    origin: Origin = attrs.field(factory=Origin)


def read_options(
    file: Path | None, given: Mapping[str, Any], *, reads_files: Callable[[str], bool] = lambda _provider: False
) -> Configuration:
    """Return a configuration file, overridden by what else is given.

    Args:
        file: The configuration; None without one.
        given: Keys of the `[backtest]` table; `parameters`, `costs`, `caution` (the `[risk]` table) and `reading`
            (settings of the data's provider) are tables inside it and override key by key.
        reads_files: Whether the query of a data provider is a path.

    Raises:
        ConfigurationError: With file or option, and mend.
    """
    read = Configuration() if file is None else _read_file(file, reads_files)
    flat = dict(given)
    names = ("parameters", "costs", "caution", "reading")
    parameters, costs, risk, data = (flat.pop(name, {}) for name in names)
    tables = {"backtest": flat, "parameters": parameters, "costs": costs, "risk": risk, "data": data}
    overridden = [f"{table}.{key.rstrip('_')}" for table, keys in tables.items() for key in keys]
    found = Configuration(
        backtest=_override(read.backtest, flat),
        parameters={**read.parameters, **parameters},
        costs=_override(read.costs, costs),
        risk=_override(read.risk, risk),
        data={**read.data, **data},
        instrument=None if "instrument" in flat else read.instrument,
        feed=read.feed,
        contract=[] if "data" in flat else read.contract,
        origin=read.origin.without(overridden),
    )
    for table, options in (("backtest", found.backtest), ("risk", found.risk)):
        _refuse_zero_bytes(table, options, found.origin)
    return found


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


def _refuse_zero_bytes(table: str, options: BacktestOptions | RiskOptions, origin: Origin) -> None:
    """Refuse what can be written in TOML and is neither a name nor a path anywhere."""
    for name, value in attrs.asdict(options, recurse=False).items():
        if isinstance(value, str) and "\0" in value:
            raise ConfigurationError(
                f"{origin.label(f'{table}.' + name.rstrip('_'))} must not hold a zero byte (was {value!r})"
            )


def _read_file(file: Path, reads_files: Callable[[str], bool]) -> Configuration:
    document = read_toml(file)
    for name, kind in (("backtest", BacktestOptions), ("costs", CostOptions), ("risk", RiskOptions)):
        if isinstance(document.get(name), dict):
            document[name] = _settle(document[name], kind)
    found = structure(document, _Document, str(file))
    tables = {name: keys for name, keys in document.items() if isinstance(keys, dict)}
    return Configuration(
        backtest=_locate(found.backtest, file.parent, reads_files),
        parameters=found.parameters,
        costs=found.costs,
        risk=_locate_news(found.risk, file.parent),
        data=found.data,
        instrument=found.instrument,
        feed=[_locate_feed(one, file.parent, reads_files) for one in found.feed],
        contract=[_locate_source(one, file.parent, reads_files) for one in found.contract],
        origin=Origin(file, frozenset(f"{table}.{key}" for table, keys in tables.items() for key in keys)),
    )


def _settle(table: Mapping[str, object], kind: type) -> dict[str, object]:
    """Return a table as the command line would give it: days as text, and nothing that is none."""
    optional = {name.rstrip("_") for name, hint in get_type_hints(kind).items() if types.NoneType in get_args(hint)}
    return {
        key: value.isoformat() if key in ("from", "to") and isinstance(value, date) else value
        for key, value in table.items()
        if key not in optional or value not in ("", "none")
    }


def _locate(options: BacktestOptions, folder: Path, reads_files: Callable[[str], bool]) -> BacktestOptions:
    """Return the options with their relative paths taken from a folder."""
    paths = {
        "report": options.report is not None,
        "trades": options.trades is not None,
        "strategy": options.strategy is not None and is_loose(options.strategy),
        "instrument": options.instrument is not None and is_instrument_file(options.instrument),
    }
    located: dict[str, Any] = {name: str(folder / getattr(options, name)) for name, is_path in paths.items() if is_path}
    if options.plan is not None and split_plan_name(options.plan)[0].endswith(".toml"):
        located["plan"] = str(folder / options.plan)
    if options.data is not None:
        located["data"] = _locate_data(options.data, folder, reads_files)
    return attrs.evolve(options, **located)


def _locate_news(options: RiskOptions, folder: Path) -> RiskOptions:
    if options.news is None or not is_release_file(options.news):
        return options
    return attrs.evolve(options, news=str(folder / options.news))


def _locate_feed(options: FeedOptions, folder: Path, reads_files: Callable[[str], bool]) -> FeedOptions:
    located = _locate_source(options, folder, reads_files)
    if is_instrument_file(options.instrument):
        return attrs.evolve(located, instrument=str(folder / options.instrument))
    return located


def _locate_source(options: _S, folder: Path, reads_files: Callable[[str], bool]) -> _S:
    return attrs.evolve(options, data=_locate_data(options.data, folder, reads_files))


def _locate_data(source: str, folder: Path, reads_files: Callable[[str], bool]) -> str:
    provider, location = split_source(source, folder)
    if provider is None:
        return str(folder / location)
    return f"{provider}:{folder / location}" if reads_files(provider) else source


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
