"""`propbots strategies new` and `propbots plugins new`."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from propbots.api.plugin import (
    Contribution,
    DataProviderContribution,
    IndicatorContribution,
    InstrumentContribution,
    RiskProfileContribution,
    StrategyContribution,
)
from propbots.cli.session import Session

if TYPE_CHECKING:
    from propbots.plugin.claim import Claim
    from propbots.scaffold.naming import Naming

__all__ = ["new_plugin", "new_strategy"]

_RECORDS: dict[str, type[Contribution]] = {
    "strategy": StrategyContribution,
    "indicator": IndicatorContribution,
    "data": DataProviderContribution,
    "ticks": DataProviderContribution,
    "instruments": InstrumentContribution,
    "firm": RiskProfileContribution,
}


def new_strategy(
    session: Session,
    *,
    name: Annotated[str, typer.Argument(help="Of the strategy; its file is NAME.py in the current folder.")],
) -> None:
    """Write a strategy to begin with, as one file that runs as it stands."""
    from propbots.scaffold.naming import read_strategy  # noqa: PLC0415 -- not needed for --help
    from propbots.scaffold.template import render_strategy  # noqa: PLC0415 -- the same
    from propbots.scaffold.writing import write_file  # noqa: PLC0415 -- the same

    naming = read_strategy(name)
    file = Path(f"{naming.name}.py")
    write_file(file, render_strategy(naming))
    _tell(session, "strategy", naming.name, [file], _suggest_for_file(session, file))


def new_plugin(
    session: Session,
    *,
    name: Annotated[str, typer.Argument(metavar="propbots-NAME", help="Of the distribution, and of its folder.")],
    kind: Annotated[
        str,
        typer.Option("--kind", metavar="KIND", help="strategy, indicator, data, ticks, instruments or firm."),
    ] = "strategy",
) -> None:
    """Write a distribution to begin with, which installs, passes its tests and runs as it stands."""
    from propbots.scaffold.kind import read_kind  # noqa: PLC0415 -- not needed for --help
    from propbots.scaffold.naming import read_distribution  # noqa: PLC0415 -- the same
    from propbots.scaffold.template import render_plugin  # noqa: PLC0415 -- the same
    from propbots.scaffold.writing import write_folder  # noqa: PLC0415 -- the same

    chosen, naming = read_kind(kind), read_distribution(name)
    files = render_plugin(chosen, naming, _choose_instrument(session))
    folder = Path(naming.distribution)
    write_folder(folder, files)
    _warn_of_namesakes(session, chosen, naming)
    _tell(session, chosen, naming.name, [folder / file for file in files], _suggest_for_folder(session, chosen, naming))


def _choose_instrument(session: Session) -> str:
    """Return the instrument whose tick costs least, for a first try; a placeholder where none is installed.

    Whole contracts come first: what is traded in parts has ticks that cost little because they are small.
    """
    instruments = session.catalogue.instruments.list_all()
    ranked = sorted(instruments, key=lambda one: (one.quantity_step < 1, one.tick_value, one.id))
    return ranked[0].id if ranked else "ID"


def _warn_of_namesakes(session: Session, kind: str, naming: "Naming") -> None:
    """Say so where a name is taken: both would be refused when somebody asks for it."""
    taken: list[Claim[Any]] = [one for one in session.registry.claims(_RECORDS[kind]) if one.name == naming.name]
    if kind == "instruments":
        taken += [one for one in session.catalogue.instruments.claims if one.name == naming.module.upper()]
    for claim in taken:
        session.say(f"warning: {claim} has this name already; who asks for it will have to leave one of them out")
    for plugin in session.registry.plugins:
        if plugin.installed.distribution == naming.distribution:
            session.say(f"warning: {naming.distribution} {plugin.installed.version} is installed already")


def _suggest_for_file(session: Session, file: Path) -> list[str]:
    from importlib.util import find_spec  # noqa: PLC0415 -- not needed for --help

    data = _choose_instrument(session)
    missing = [] if find_spec("propbots_indicators") else ["pip install propbots-indicators"]
    return [*missing, f"propbots strategies show {file}", *_suggest_backtest(f"--strategy {file}", data)]


def _suggest_for_folder(session: Session, kind: str, naming: "Naming") -> list[str]:
    folder, name, instrument = naming.distribution, naming.name, _choose_instrument(session)
    tests = f"{name}:{folder}/tests"
    crossover = "--strategy ma-crossover --set fast=2 --set slow=5"
    use = {
        "strategy": _suggest_backtest(f"--strategy {name}", instrument),
        "indicator": [_suggest_data(instrument), f"propbots indicators compute {name} --data generated.csv"],
        "data": [f"propbots backtest --data {tests}/bars.jsonl {crossover} --instrument {instrument}"],
        "ticks": [f"propbots backtest --data {tests}/ticks.jsonl --timeframe 1m {crossover} --instrument {instrument}"],
        "instruments": [f"propbots instruments show {naming.module.upper()}"],
        "firm": _suggest_backtest(f"{crossover} --plan {name}/evaluation-50k", instrument),
    }
    return [f"pip install -e './{folder}[test]'", f"pytest {folder}", "propbots plugins list", *use[kind]]


def _suggest_data(instrument: str) -> str:
    days = "--from 2026-01-05 --to 2026-01-16"
    return f"propbots data generate --instrument {instrument} {days} --output generated.csv"


def _suggest_backtest(words: str, instrument: str) -> list[str]:
    data = f"--instrument {instrument} --data generated.csv"
    return [_suggest_data(instrument), f"propbots backtest {words} {data}"]


def _tell(session: Session, kind: str, name: str, files: list[Path], commands: list[str]) -> None:
    if session.json:
        written = [file.as_posix() for file in files]
        document = {"schema": "propbots.scaffold/1", "kind": kind, "name": name, "files": written, "next": commands}
        session.write_json(document)
        return
    from propbots.cli.sheet import print_facts  # noqa: PLC0415 -- not needed for --json

    session.console.print(f"{kind} {name}, to begin with:")
    for file in files:
        session.console.print(f"  {file.as_posix()}", soft_wrap=True)
    print_facts(session, "Next", dict.fromkeys(commands, ""))
