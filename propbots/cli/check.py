"""`propbots strategies check`."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from propbots.cli.reading import Reading, Set
from propbots.cli.session import Session
from propbots.domain.time import to_text

if TYPE_CHECKING:
    from propbots.check.finding import CheckResult, Finding
    from propbots.cli.options import Configuration

__all__ = ["check_strategy"]

_Text = str | None
_TITLES = {
    "look_ahead": "sees the future",
    "warm_up": "depends on how much history it is given",
    "live_differs": "would differ live",
    "not_repeatable": "differs from run to run",
    "clock": "asks a clock",
    "randomness": "draws random numbers",
    "input_output": "reaches out of the program",
}


def check_strategy(
    session: Session,
    *,
    strategy: Annotated[str, typer.Argument(metavar="NAME|FILE.py[:Class]", help="What is checked.")],
    set_: Set = None,
    data: Annotated[_Text, typer.Option(metavar="SOURCE", help="A file, or PROVIDER:QUERY.")] = None,
    instrument: Annotated[_Text, typer.Option(metavar="ID|FILE.toml", help="What is traded.")] = None,
    timeframe: Annotated[_Text, typer.Option(metavar="1m", help="What the strategy sees; else the data's own.")] = None,
    file: Annotated[
        Path | None, typer.Option("--backtest", metavar="CONFIG.toml", help="A backtest's file; options override it.")
    ] = None,
    reading: Reading,
) -> None:
    """Find out whether a strategy sees the future, hangs on its warm-up, or uses clocks, chance or files.

    It runs over the data whole, cut short and begun later. The exit code is 0 whatever is found.
    """
    from propbots.cli.options import join_pairs, read_options  # noqa: PLC0415 -- not needed for --help

    given = {"strategy": strategy, "data": data, "instrument": instrument, "timeframe": timeframe}
    tables = {
        "parameters": join_pairs(set_),
        "reading": reading,
    }
    flat = {name: value for name, value in given.items() if value is not None}
    result = _check(session, read_options(file, flat | tables, reads_files=session.reads_files))
    if session.json:
        session.write_json(_to_document(strategy, result))
    else:
        _print(session, strategy, result)


def _check(session: Session, configuration: "Configuration") -> "CheckResult":
    from propbots.check.strategy import check_strategy as check  # noqa: PLC0415 -- not needed for --help
    from propbots.check.watch import Watch  # noqa: PLC0415 -- the same
    from propbots.cli.compose import compose_backtest  # noqa: PLC0415 -- the same

    watch = Watch()
    with watch:
        request = compose_backtest(configuration, session.catalogue)
    with session.progress(f"check of {request.strategy_name}", "bars") as progress:
        return check(request, watch, progress)


def _to_document(strategy: str, result: "CheckResult") -> dict[str, Any]:
    return {
        "schema": "propbots.check/1",
        "strategy": strategy,
        "passed": not result.findings,
        "bars": result.bars,
        "cuts": result.cuts,
        "settled": result.settled,
        "expressions": result.expressions,
        "trades": result.trades,
        "findings": [_describe(one) for one in result.findings],
        "remarks": list(result.remarks),
    }


def _describe(finding: "Finding") -> dict[str, Any]:
    return {
        "kind": finding.kind.value,
        "what": finding.what,
        "file": None if finding.place is None else finding.place.file,
        "line": None if finding.place is None else finding.place.line,
        "time": None if finding.time_ns is None else to_text(finding.time_ns),
        "expected": finding.expected,
        "found": finding.found,
    }


def _print(session: Session, strategy: str, result: "CheckResult") -> None:
    for finding in result.findings:
        _say(session, f"{_TITLES[finding.kind.value]}: {finding.what}", style="bold red")
        if finding.place is not None:
            _say(session, f"  {finding.place}")
        if finding.time_ns is not None:
            _say(session, f"  at the bar that closes at {to_text(finding.time_ns)}")
        for text in (finding.expected, finding.found):
            if text is not None:
                _say(session, f"  {text}")
    for remark in result.remarks:
        _say(session, f"! {remark}")
    found = f"{len(result.findings)} found" if result.findings else "nothing found"
    _say(
        session,
        f"{strategy}: {found} in {result.bars:,} bars, cut behind {result.cuts} of them (expressions "
        f"{result.expressions:,}, trades {result.trades:,}, settled after {result.settled:,} bars)",
    )


def _say(session: Session, text: str, style: str = "") -> None:
    session.console.print(text, style=style, markup=False, highlight=False, soft_wrap=True)
