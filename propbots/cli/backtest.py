"""`propbots backtest`."""

from pathlib import Path
from typing import Annotated

import typer

from propbots.cli.reading import Reading, Set, keep_given
from propbots.cli.session import Session

__all__ = ["backtest"]

_Text = str | None
_COSTS = ("commission", "slippage_ticks", "spread_ticks", "volume_limit", "price_impact")


def backtest(
    session: Session,
    *,
    file: Annotated[Path | None, typer.Argument(metavar="CONFIG.toml", help="Options override what it says.")] = None,
    strategy: Annotated[_Text, typer.Option(metavar="NAME|FILE.py[:Class]", help="What trades.")] = None,
    set_: Set = None,
    data: Annotated[_Text, typer.Option(metavar="SOURCE", help="A file, or PROVIDER:QUERY.")] = None,
    instrument: Annotated[_Text, typer.Option(metavar="ID|FILE.toml", help="What is traded.")] = None,
    timeframe: Annotated[_Text, typer.Option(metavar="1m", help="What the strategy sees; else the data's own.")] = None,
    from_: Annotated[_Text, typer.Option("--from", metavar="TIME", help="First trading day, or first moment.")] = None,
    to: Annotated[_Text, typer.Option(metavar="TIME", help="Last trading day, or the first moment left out.")] = None,
    plan: Annotated[
        _Text, typer.Option(metavar="FIRM/PLAN|FILE.toml", help="Whose rules judge the account; or none.")
    ] = None,
    purchased: Annotated[_Text, typer.Option(metavar="DATE", help="Of the account; else the newest rules.")] = None,
    phases: Annotated[
        _Text, typer.Option(metavar="first|all", help="Goes on when it passes, and is paid out? [first]")
    ] = None,
    after_breach: Annotated[_Text, typer.Option(metavar="stop|continue", help="Goes the account on? [stop]")] = None,
    path: Annotated[
        _Text,
        typer.Option(
            metavar="POLICY",
            help="Inside a bar: worst_case, nearest_extreme, ohlc, olhc, or finer data. [worst_case]",
        ),
    ] = None,
    slippage_ticks: Annotated[_Text, typer.Option(metavar="N", help="Market and stop orders fill worse. [0]")] = None,
    spread_ticks: Annotated[_Text, typer.Option(metavar="N", help="Market and stop orders pay half of it. [0]")] = None,
    volume_limit: Annotated[_Text, typer.Option(metavar="SHARE", help="Of a bar's volume, that fills at most.")] = None,
    price_impact: Annotated[
        _Text, typer.Option(metavar="FACTOR", help="Moves the price by it times the squared share of volume. [0]")
    ] = None,
    commission: Annotated[_Text, typer.Option(metavar="AMOUNT", help="All that is paid a contract and side.")] = None,
    quantity: Annotated[_Text, typer.Option(metavar="N", help="The size of entries. [1]")] = None,
    risk: Annotated[_Text, typer.Option(metavar="AMOUNT", help="Money at risk to the stop, instead.")] = None,
    balance: Annotated[_Text, typer.Option(metavar="AMOUNT", help="At the start; the plan's, or 50000.")] = None,
    auto_flatten: Annotated[
        _Text, typer.Option(metavar="SHARE", help="Of what a plan lets be lost, at which all is closed. [0.9]")
    ] = None,
    gap_allowance: Annotated[
        _Text, typer.Option(metavar="SHARE", help="Of the price, that no stop may save. [0.005]")
    ] = None,
    news: Annotated[_Text, typer.Option(metavar="FILE|NAME", help="Releases, for the plan's news windows.")] = None,
    off_grid: Annotated[_Text, typer.Option(metavar="refuse|round", help="Prices between two ticks. [refuse]")] = None,
    latency: Annotated[_Text, typer.Option(metavar="50ms", help="From a decision to the book, on ticks. [0]")] = None,
    driver: Annotated[_Text, typer.Option(metavar="auto|event", help="Which driver runs. [auto]")] = None,
    report: Annotated[_Text, typer.Option(metavar="FILE.html", help="Write a report as one file.")] = None,
    trades: Annotated[_Text, typer.Option(metavar="FILE.csv", help="Write the trade list.")] = None,
    equity: Annotated[bool, typer.Option("--equity", help="Add the equity at each bar to the document.")] = False,
    reading: Reading,
) -> None:
    """Run a strategy over history and judge the account by a plan.

    Bars before --from warm up. The exit code is 0 whatever the answer is.
    """
    from propbots.cli.options import join_pairs, read_options  # noqa: PLC0415 -- not needed for --help
    from propbots.cli.workbench import run_and_show  # noqa: PLC0415 -- the same

    given = {
        "strategy": strategy,
        "data": data,
        "instrument": instrument,
        "timeframe": timeframe,
        "from": from_,
        "to": to,
        "plan": plan,
        "purchased": purchased,
        "phases": phases,
        "after_breach": after_breach,
        "path": path,
        "quantity": quantity,
        "risk": risk,
        "balance": balance,
        "off_grid": off_grid,
        "latency": latency,
        "driver": driver,
        "report": report,
        "trades": trades,
        "equity": equity or None,
    }
    costs = commission, slippage_ticks, spread_ticks, volume_limit, price_impact
    tables = {
        "parameters": join_pairs(set_),
        "costs": keep_given(dict(zip(_COSTS, costs, strict=True))),
        "caution": keep_given({"auto_flatten": auto_flatten, "gap_allowance": gap_allowance, "news": news}),
        "reading": reading,
    }
    flat = {name: value for name, value in given.items() if value is not None}
    run_and_show(session, read_options(file, flat | tables, reads_files=session.reads_files), file)
