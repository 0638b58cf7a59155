"""Who takes part: the engines, each fed with columns, and the whole processes, each fed with a CSV."""

import json
import sys
import tempfile
from collections.abc import Callable, Sequence
from datetime import datetime
from decimal import Decimal
from functools import partial
from pathlib import Path

import attrs
import numpy as np

from benchmarks.answer import Answer, describe_difference, load_answer
from benchmarks.contest import Contestant, Run
from benchmarks.exact import Ending, work_out
from benchmarks.process import run_measured
from benchmarks.work import (
    BALANCE,
    BAR_SECONDS,
    COMMISSION_CENTS,
    FAST,
    SLOW,
    TICK_SIZE,
    Bars,
    make_bars,
    save_bars,
    write_csv,
    write_instrument,
)

__all__ = [
    "AVERAGES",
    "COLUMN",
    "EVENT",
    "MANUAL",
    "PROPBOTS",
    "PROPBOTS_PROCESS",
    "RULE",
    "Field",
    "build_engines",
    "build_processes",
    "lay_out",
    "run_engine",
]

RULE, EVENT = "propbots, rules", "propbots, on_bar"
COLUMN = "backtesting.py, one column"
AVERAGES = "backtesting.py, two averages"
MANUAL = "backtesting.py, as its manual"
_BACKTRADER = "backtrader"
PROPBOTS_PROCESS, _BACKTESTING_PROCESS = "propbots backtest --json", "backtesting.py, its script"
PROPBOTS = Path(sys.executable).with_name("propbots")
_FLOAT_CENTS = 0.5
"""By how much a peer's profit may differ, since it adds floats."""


@attrs.frozen
class Field:
    """The work laid out in files.

    Attributes:
        bars: In memory.
        columns: File of the bars for engines.
        csv: File of the bars for whole processes.
        instrument: File of the instrument.
    """

    bars: Bars
    columns: Path
    csv: Path
    instrument: Path


def lay_out(count: int, folder: Path) -> Field:
    """Make bars and write their files."""
    field = Field(make_bars(count), folder / f"{count}.npz", folder / f"{count}.csv", folder / "index.toml")
    save_bars(field.bars, field.columns)
    write_csv(field.bars, field.csv)
    write_instrument(field.instrument)
    return field


def build_engines(field: Field, peers: dict[str, Path], rounds: int, slow_rounds: int) -> list[Contestant]:
    """Return the engines in the order of a round, ours beside its nearest peer.

    Args:
        field: The work.
        peers: The Python of each peer's environment.
        rounds: How many rounds.
        slow_rounds: How many for the peers that take long; 0 leaves them out.
    """
    backtesting, backtrader = peers["backtesting"], peers["backtrader"]
    last_close, last_open, left_open = (
        partial(run_engine, field.columns, work_out(field.bars, ending))
        for ending in (Ending.LAST_CLOSE, Ending.LAST_OPEN, Ending.LEFT_OPEN)
    )
    slow = partial(left_open, _FLOAT_CENTS, backtrader, "on_backtrader")
    return [
        Contestant(RULE, partial(last_close, 0.0, Path(sys.executable), "on_propbots", "rule"), rounds),
        Contestant(COLUMN, partial(last_open, _FLOAT_CENTS, backtesting, "on_backtesting", "column"), rounds),
        Contestant(EVENT, partial(last_close, 0.0, Path(sys.executable), "on_propbots", "event"), rounds),
        Contestant(AVERAGES, partial(last_open, _FLOAT_CENTS, backtesting, "on_backtesting", "averages"), rounds),
        Contestant(MANUAL, partial(last_open, _FLOAT_CENTS, backtesting, "on_backtesting", "manual"), rounds),
        *([Contestant(_BACKTRADER, slow, slow_rounds)] if slow_rounds else []),
    ]


def run_engine(columns: Path, expected: Answer, cents: float, python: Path, module: str, *options: str) -> Run:
    """Let an engine take part once.

    Args:
        columns: File that it is fed with.
        expected: The right answer.
        cents: By how much its profit may differ.
        python: Of its environment.
        module: Its program.
        options: What else its program is told.
    """
    with tempfile.TemporaryDirectory() as place:
        answer = Path(place) / "answer.npz"
        measured = run_measured([python, "-m", f"benchmarks.engines.{module}", *options, columns, answer])
        difference = describe_difference(load_answer(answer), expected, cents=cents)
    facts = measured.facts()
    looked = facts.get("looked_at_closely")
    return Run(
        engine_cpu=facts["engine_cpu"],
        answer_cpu=facts["engine_cpu"] + facts.get("listing_cpu", 0.0),
        wall=facts["engine_wall"] + facts.get("listing_wall", 0.0),
        process_cpu=measured.cpu,
        peak_mib=measured.peak_mib,
        difference=difference,
        looked_at_closely=None if looked is None else int(looked),
    )


def build_processes(field: Field, peers: dict[str, Path], rounds: int) -> list[Contestant]:
    """Return the whole processes: from the start of Python to the printed answer.

    Args:
        field: The work.
        peers: The Python of each peer's environment.
        rounds: How many rounds.
    """
    script = (peers["backtesting"], "-m", "benchmarks.engines.file_backtesting", "column", field.csv)
    ours = partial(_run_process, _backtest_command(field), partial(_check_document, field))
    theirs = partial(_run_process, script, partial(_check_script, field))
    return [Contestant(PROPBOTS_PROCESS, ours, rounds), Contestant(_BACKTESTING_PROCESS, theirs, rounds)]


def _backtest_command(field: Field) -> tuple[str | Path, ...]:
    files = ("--data", field.csv, "--instrument", field.instrument)
    parameters = ("--strategy", "ma-crossover", "--set", f"fast={FAST}", "--set", f"slow={SLOW}")
    money = ("--commission", str(Decimal(COMMISSION_CENTS) / 100), "--balance", str(BALANCE))
    return (PROPBOTS, "backtest", "--json", *files, *parameters, *money)


def _run_process(command: Sequence[str | Path], check: Callable[[str], str | None]) -> Run:
    measured = run_measured(command)
    cpu, wall = measured.cpu, measured.wall
    return Run(cpu, cpu, wall, cpu, measured.peak_mib, check(measured.stdout))


def _check_document(field: Field, printed: str) -> str | None:
    """Compare the trades that `propbots backtest --json` printed with the right ones, price by price."""
    document = json.loads(printed)
    trades = document["trades"]
    first = int(field.bars.time[0])
    tick = Decimal(str(TICK_SIZE))

    def bars_of(name: str) -> list[int]:
        return [(int(datetime.fromisoformat(trade[name]).timestamp()) - first) // BAR_SECONDS for trade in trades]

    exits = np.array(bars_of("exit_time"))
    exits[-1] -= 1  # the last exit, at the end of data, has its bar's close time
    found = Answer(
        entry_at=np.array(bars_of("entry_time")),
        exit_at=exits,
        side=np.array([1 if trade["side"] == "long" else -1 for trade in trades]),
        entry_ticks=np.array([float(Decimal(trade["entry_price"]) / tick) for trade in trades]),
        exit_ticks=np.array([float(Decimal(trade["exit_price"]) / tick) for trade in trades]),
        net_cents=float(Decimal(document["summary"]["net_profit"]) * 100),
    )
    return describe_difference(found, work_out(field.bars, Ending.LAST_CLOSE), cents=0.0)


def _check_script(field: Field, printed: str) -> str | None:
    """Compare the number of trades and the profit that backtesting.py's script printed."""
    found, expected = json.loads(printed), work_out(field.bars, Ending.LAST_OPEN)
    if found["trades"] != len(expected.side):
        return f"{found['trades']} trades instead of {len(expected.side)}"
    if abs(found["net_cents"] - expected.net_cents) > _FLOAT_CENTS:
        return f"net profit is {found['net_cents'] / 100:.4f} instead of {expected.net_cents / 100:.2f}"
    return None
