"""The engine's crossover equals, digit for digit, the one that `tests/oracle/crossover.py` works out in fractions.

Both sides get the same decimal texts: the engine reads them as floats and puts them on the tick grid as it does with
any file, the oracle reads them as fractions. Then every trade and the account at every bar must be equal, with no
tolerance anywhere.
"""

import importlib.util
import json
import subprocess
import sys
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from functools import cache
from itertools import accumulate, pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from propbots.data.columns import BarColumns, to_columns
from propbots.data.record import CostInputs, RunRecord
from propbots.data.table import BarTable, DataSource
from propbots.domain.bar import Feed
from propbots.domain.instrument import AssetClass, Instrument
from propbots.domain.session import UtcDays
from propbots.domain.time import from_nanoseconds, to_nanoseconds
from propbots.domain.timeframe import Timeframe
from propbots.simulation.event_driver import run_backtest
from propbots.simulation.request import BacktestRequest, Size
from propbots.venue.path import PathPolicy
from propbots_strategies.ma_crossover import MaCrossover
from propbots_strategies.ma_crossover_event import MaCrossoverEvent
from tests.oracle.crossover import (
    AccountRow,
    Bar,
    Result,
    Terms,
    Trade,
    find_crossings,
    read_bars,
    to_document,
    work_out,
)
from tests.oracle.real_bars import write_real_bars

ROOT = Path(__file__).parents[2]
SAMPLE = ROOT / "data" / "sample" / "mes-1m.csv.gz"
SAMPLE_TERMS = Terms(commission=Fraction("0.61"), slippage_ticks=1)
MINUTE = timedelta(minutes=1)
START = datetime(2026, 1, 5, tzinfo=UTC)
GRIDS = {"0.25": 20_000, "0.01": 9_990, "0.00001": 110_003, "0.015625": 7_001}
"""Tick sizes, the last of them 1/64, each with the ticks at which generated prices begin."""

Kind = type[MaCrossover] | type[MaCrossoverEvent]
KINDS: tuple[Kind, ...] = (MaCrossover, MaCrossoverEvent)


def run(bars: Sequence[Bar], terms: Terms, kind: Kind = MaCrossover, **options: Any) -> RunRecord:
    """Run the engine on the oracle's bars and terms."""
    costs = CostInputs(to_decimal(terms.commission), terms.slippage_ticks, "option")
    strategy = kind(fast=terms.fast, slow=terms.slow)
    request = BacktestRequest(
        strategy,
        "ma-crossover",
        {},
        to_bar_columns(bars, terms),
        UtcDays(),
        to_decimal(terms.balance),
        costs,
        size=Size(to_decimal(terms.quantity)),
        first=terms.warm_up,
        **options,
    )
    return run_backtest(request)


def to_bar_columns(bars: Sequence[Bar], terms: Terms) -> BarColumns:
    """Take bars the way of a file: as the floats nearest to their prices, which the kernel puts on the grid."""
    timeframe = Timeframe(to_nanoseconds(bars[0].close_time) - to_nanoseconds(bars[0].open_time))
    open_time = np.array([to_nanoseconds(bar.open_time) for bar in bars])
    table = BarTable(
        open_time=open_time,
        open=np.array([float(bar.open) for bar in bars]),
        high=np.array([float(bar.high) for bar in bars]),
        low=np.array([float(bar.low) for bar in bars]),
        close=np.array([float(bar.close) for bar in bars]),
        volume=np.ones(len(bars)),
        row=np.arange(len(bars)),
        timeframe=timeframe,
        source=DataSource("bars", "test", ""),
    )
    instrument = Instrument("XYZ", AssetClass.FUTURES, to_decimal(terms.tick), to_decimal(terms.point_value))
    return to_columns(table, Feed(instrument, timeframe), open_time + timeframe)


def to_decimal(value: Fraction) -> Decimal:
    """Return a fraction that has an exact decimal as one."""
    decimal = Decimal(value.numerator) / Decimal(value.denominator)
    assert Fraction(decimal) == value
    return decimal


def trades_of(record: RunRecord) -> list[Trade]:
    """Return the engine's trades as the oracle tells them."""
    return [
        Trade(
            trade.side.value,
            Fraction(trade.quantity),
            from_nanoseconds(trade.entry_time_ns),
            Fraction(trade.entry_price),
            from_nanoseconds(trade.exit_time_ns),
            Fraction(trade.exit_price),
            Fraction(trade.gross_pnl),
            Fraction(trade.commission),
            Fraction(trade.net_pnl),
            trade.exit_reason,
            Fraction(trade.mae),
            Fraction(trade.mfe),
        )
        for trade in record.trades
    ]


def equity_of(record: RunRecord) -> Iterator[AccountRow]:
    """Give the engine's account bar by bar as the oracle tells it."""
    account = record.account
    unit = Fraction(1, 10**record.scale.money_exponent)
    columns = (account.balance, account.equity, account.equity_low, account.equity_high)
    for time, *units in zip(account.time.tolist(), *(column.tolist() for column in columns), strict=True):
        yield AccountRow(from_nanoseconds(time), *(amount * unit for amount in units))


def assert_equal(record: RunRecord, expected: Result) -> None:
    """Compare everything, the trades first because they explain the rest."""
    assert trades_of(record) == expected.trades
    for found, wanted in zip(equity_of(record), expected.equity, strict=True):
        assert found == wanted


@st.composite
def generated_bars(draw: st.DrawFn, tick: Fraction, start: int) -> list[Bar]:
    """Draw bars on a grid: short runs of one move, many of them flat, gaps in price and in time."""
    runs = draw(st.lists(st.tuples(st.sampled_from([0, 0, 1, -1, 2, -3]), st.integers(1, 7)), min_size=1, max_size=20))
    moves = [move for move, length in runs for _ in range(length)]
    size = len(moves)
    closes = list(accumulate(moves, initial=start))[1:]
    jumps = draw(st.lists(st.sampled_from([0, 0, 0, 1, -1, 6, -9]), min_size=size, max_size=size))
    opens = [close + jump for close, jump in zip([start, *closes], jumps, strict=False)]
    reach = st.lists(st.integers(0, 4), min_size=size, max_size=size)
    highs = [max(pair) + more for *pair, more in zip(opens, closes, draw(reach), strict=True)]
    lows = [min(pair) - more for *pair, more in zip(opens, closes, draw(reach), strict=True)]
    pauses = draw(st.lists(st.sampled_from([1, 1, 1, 2, 61, 2_881]), min_size=size, max_size=size))
    times = [START + minutes * MINUTE for minutes in accumulate(pauses)]
    return [
        Bar(time, time + MINUTE, *(step * tick for step in steps))
        for time, *steps in zip(times, opens, highs, lows, closes, strict=True)
    ]


@st.composite
def generated_terms(draw: st.DrawFn, tick: Fraction, size: int) -> Terms:
    """Draw lengths so short that averages meet often, costs, and a warm-up that leaves a bar of so many at least."""
    fast = draw(st.integers(1, 6))
    return Terms(
        fast=fast,
        slow=draw(st.integers(fast + 1, 12)),
        tick=tick,
        point_value=Fraction(draw(st.sampled_from(["1", "5", "50", "0.1", "100000"]))),
        commission=Fraction(draw(st.sampled_from(["0", "0.61", "2.04", "0.005"]))),
        slippage_ticks=draw(st.integers(0, 3)),
        quantity=Fraction(draw(st.integers(1, 3))),
        warm_up=draw(st.just(0) | st.integers(0, min(20, size - 1))),
    )


@pytest.mark.parametrize("tick", GRIDS)
@settings(deadline=None)
@given(data=st.data())
def test_trades_and_account_equal_the_oracle_on_generated_bars(tick: str, data: st.DataObject) -> None:
    bars = data.draw(generated_bars(Fraction(tick), GRIDS[tick]))
    terms = data.draw(generated_terms(Fraction(tick), len(bars)))
    kind = data.draw(st.sampled_from(KINDS))
    path, fenced = data.draw(st.sampled_from(PathPolicy)), data.draw(st.booleans())

    record = run(bars, terms, kind, path=path, fenced=fenced)

    assert_equal(record, work_out(bars, terms))


@pytest.mark.parametrize("tick", GRIDS)
def test_averages_that_tie_exactly_cross_as_the_words_say(tick: str) -> None:
    """Let averages meet again and again far into a series, and part on the side that they came from or on the other."""
    size, start = Fraction(tick), GRIDS[tick]
    shape = [0, 0, 0, 0, 3, 3, 0, 0, 0, 0, -1, -1, 0, 0, 0, 0, 2, 0, 2, 0, 0, 0, 0, -2, 0, -2]
    steps = [start + move for move in shape * 40]
    times = [START + index * MINUTE for index in range(len(steps))]
    bars = [Bar(time, time + MINUTE, *[step * size] * 4) for time, step in zip(times, steps, strict=True)]
    terms = Terms(fast=2, slow=4, tick=size)

    record = run(bars, terms)

    crossings = find_crossings([bar.close for bar in bars], 2, 4)
    turns = [crossing for crossing in crossings if crossing]
    repeated = sum(first == second for first, second in pairwise(turns))
    assert repeated > 100, "crossings must follow one of the same direction, or the test is too tame"
    assert_equal(record, work_out(bars, terms))


@cache
def sample() -> tuple[list[Bar], Result]:
    """Return the sample's bars and what the oracle makes of them."""
    bars = read_bars(SAMPLE)
    return bars, work_out(bars, SAMPLE_TERMS)


@pytest.mark.skipif(not SAMPLE.is_file(), reason="the sample data are not there")
@pytest.mark.parametrize("kind", KINDS)
def test_trades_and_account_equal_the_oracle_on_the_sample(kind: Kind) -> None:
    bars, expected = sample()

    record = run(bars, SAMPLE_TERMS, kind)

    assert len(record.trades) > 1_000
    assert_equal(record, expected)


@pytest.mark.parametrize("name", ["ESH24", "ESM24", "ESM20"])
def test_trades_and_account_equal_the_oracle_on_a_quarter_of_real_bars(name: str, tmp_path: Path) -> None:
    path = write_real_bars(name, tmp_path / "bars.csv")
    terms = Terms(point_value=Fraction(50), commission=Fraction("2.04"), slippage_ticks=1)
    bars = read_bars(path)

    record = run(bars, terms)

    assert len(record.trades) > 300
    assert_equal(record, work_out(bars, terms))


@pytest.mark.skipif(not SAMPLE.is_file(), reason="the sample data are not there")
@pytest.mark.parametrize("strategy", ["ma-crossover", "ma-crossover-event"])
def test_the_command_line_answers_what_the_oracle_answers(strategy: str, tmp_path: Path) -> None:
    bars, result = sample()

    answer = backtest(SAMPLE, SAMPLE_TERMS, tmp_path, "--strategy", strategy)

    assert len(answer["equity"]) == len(bars)
    assert answer == to_document(result, SAMPLE_TERMS)


def test_the_command_line_answers_what_the_oracle_answers_after_a_warm_up(tmp_path: Path) -> None:
    path = write_real_bars("ESH24", tmp_path / "bars.csv")
    bars = read_bars(path)
    terms = Terms(fast=3, slow=7, point_value=Fraction("12.5"), quantity=Fraction(2), warm_up=9_000)
    start = bars[terms.warm_up].open_time.isoformat()

    answer = backtest(path, terms, tmp_path, "--strategy", "ma-crossover", "--from", start)

    assert answer == to_document(work_out(bars, terms), terms)


def backtest(path: Path, terms: Terms, folder: Path, *options: str) -> dict[str, list[dict[str, Any]]]:
    """Return the trades and the account that `propbots backtest` prints, in the fields that the contract names."""
    instrument = folder / "instrument.toml"
    instrument.write_text(
        '[instrument]\nid = "XYZ"\nasset_class = "futures"\ncurrency = "USD"\n'
        f'tick_size = "{to_decimal(terms.tick)}"\npoint_value = "{to_decimal(terms.point_value)}"\n'
    )
    given = {
        "--data": path,
        "--instrument": instrument,
        "--commission": to_decimal(terms.commission),
        "--slippage-ticks": terms.slippage_ticks,
        "--quantity": to_decimal(terms.quantity),
    }
    words = [str(word) for option in given.items() for word in option]
    lengths = ["--set", f"fast={terms.fast}", "--set", f"slow={terms.slow}"]
    command = [str(propbots()), "backtest", *options, *words, *lengths, "--json", "--equity"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    document = json.loads(done.stdout)
    promised = {"trades": ["number", *Trade.__slots__], "equity": AccountRow.__slots__}
    return {part: [{name: row[name] for name in names} for row in document[part]] for part, names in promised.items()}


def propbots() -> Path:
    """Return the command, or skip where it or its reader of files is not installed."""
    command = Path(sys.executable).with_name("propbots")
    if not command.exists() or importlib.util.find_spec("propbots_files") is None:
        pytest.skip("propbots-files or the command propbots is not installed here")
    return command
