"""`propbots backtest`."""

from pathlib import Path
from typing import Annotated, Any

import typer

from propbots.cli.options import AfterBreachChoice, DriverChoice, OffGrid, PathChoice
from propbots.cli.session import Session

__all__ = ["backtest"]


def backtest(  # noqa: PLR0913 -- one parameter an option
    session: Session,
    file: Annotated[
        Path | None, typer.Argument(metavar="CONFIG.toml", help="A configuration; options override it.")
    ] = None,
    strategy: Annotated[str | None, typer.Option(metavar="NAME|FILE.py[:Class]", help="What trades.")] = None,
    set_: Annotated[
        list[str] | None, typer.Option("--set", metavar="KEY=VALUE", help="A parameter; repeatable.")
    ] = None,
    data: Annotated[str | None, typer.Option(metavar="SOURCE", help="A file, or PROVIDER:QUERY.")] = None,
    instrument: Annotated[str | None, typer.Option(metavar="ID|FILE.toml", help="What is traded.")] = None,
    timeframe: Annotated[str | None, typer.Option(metavar="1m", help="What the strategy sees; the data's own.")] = None,
    start: Annotated[
        str | None, typer.Option("--from", help="First trading day or moment; earlier bars warm up.")
    ] = None,
    end: Annotated[str | None, typer.Option("--to", help="Last trading day, or the first moment left out.")] = None,
    plan: Annotated[str | None, typer.Option(metavar="FIRM/PLAN", help="Whose rules judge the account.")] = None,
    after_breach: Annotated[
        AfterBreachChoice | None, typer.Option(help="Whether the run ends with the account.")
    ] = None,
    path: Annotated[PathChoice | None, typer.Option(help="What is taken for the path inside a bar.")] = None,
    slippage_ticks: Annotated[int | None, typer.Option(help="By which market and stop orders fill worse.")] = None,
    commission: Annotated[
        str | None, typer.Option(metavar="AMOUNT", help="All that is paid a contract and side.")
    ] = None,
    quantity: Annotated[str | None, typer.Option(metavar="N", help="The size of entries.")] = None,
    risk: Annotated[str | None, typer.Option(metavar="AMOUNT", help="Money at risk to the stop, instead.")] = None,
    balance: Annotated[str | None, typer.Option(metavar="AMOUNT", help="At the start; the plan's, or 50000.")] = None,
    off_grid: Annotated[OffGrid | None, typer.Option(help="What becomes of prices between two ticks.")] = None,
    driver: Annotated[DriverChoice | None, typer.Option(help="Which driver runs.")] = None,
    report: Annotated[str | None, typer.Option(metavar="FILE.html", help="Write a report as one file.")] = None,
    trades: Annotated[str | None, typer.Option(metavar="FILE.csv", help="Write the trade list.")] = None,
    equity: Annotated[
        bool, typer.Option("--equity", help="Put the equity at each bar into the JSON document.")
    ] = False,
    columns: Annotated[str | None, typer.Option(help="Names of the file's columns, in their order.")] = None,
    separator: Annotated[str | None, typer.Option(help="Between the file's columns.")] = None,
    timestamp_format: Annotated[str | None, typer.Option(help="Of the file's times, such as %Y%m%d %H%M%S.")] = None,
    timezone: Annotated[str | None, typer.Option(help="Of the file's times, such as America/Chicago.")] = None,
    stamp: Annotated[str | None, typer.Option(metavar="open|close", help="Which end of a bar its time is.")] = None,
) -> None:
    """Run a strategy over history and judge the account by a plan.

    Exits with 0 whatever the answer is.
    """
    from propbots.cli.options import join_pairs, read_options  # noqa: PLC0415 -- not needed for --help
    from propbots.cli.workbench import require_config, run_options, show_record, write_outputs  # noqa: PLC0415 -- the same

    given = _given(
        strategy=strategy,
        data=data,
        instrument=instrument,
        timeframe=timeframe,
        start=start,
        end=end,
        plan=plan,
        after_breach=after_breach,
        path=path,
        quantity=quantity,
        risk=risk,
        balance=balance,
        off_grid=off_grid,
        driver=driver,
        report=report,
        trades=trades,
        equity=equity or None,
        parameters=join_pairs(set_) or None,
        costs=_given(commission=commission, slippage_ticks=slippage_ticks) or None,
        reading=_given(
            columns=columns,
            separator=separator,
            timestamp_format=timestamp_format,
            timezone=timezone,
            stamp=stamp,
        )
        or None,
    )
    options = read_options(require_config(file), given)
    record = run_options(session, options)
    write_outputs(session, record, options)
    show_record(session, record, with_equity=options.equity)


def _given(**options: Any) -> dict[str, Any]:
    """Return the options that were given."""
    return {name: value for name, value in options.items() if value is not None}
