"""Bars as canonical CSV: exact, the same bytes each time, whole or not at all."""

import csv
import gzip
from decimal import Decimal
from pathlib import Path

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from propbots.data.csv_output import write_canonical_csv
from propbots.data.table import BarTable, DataSource
from propbots.data.tick_table import TickTable
from propbots.domain.instrument import AssetClass, Instrument
from propbots.domain.timeframe import MINUTE, SECOND, Timeframe
from propbots.errors import DataCorrupt, OutputNotWritable

INDEX = Instrument("INDEX", AssetClass.FUTURES, tick_size=Decimal("0.25"), point_value=Decimal(5))
START = 1_767_654_000 * SECOND
"""2026-01-05T23:00:00Z."""


def a_table(prices: list[float], volumes: list[float] | None = None, *, start: int = START) -> BarTable:
    """Build bars that stand still at one price each."""
    column = np.array(prices, dtype=np.float64)
    return BarTable(
        open_time=start + np.arange(len(prices), dtype=np.int64) * MINUTE,
        open=column,
        high=column,
        low=column,
        close=column,
        volume=np.array(volumes or [1.0] * len(prices)),
        row=np.arange(1, len(prices) + 1, dtype=np.int64),
        timeframe=Timeframe(MINUTE),
        source=DataSource("here", "test", "0" * 64),
    )


def test_a_file_reads_as_promised(tmp_path: Path) -> None:
    path = tmp_path / "bars.csv"

    write_canonical_csv(a_table([6900.25, 6899.5], [12.0, 3.0]), INDEX, path)

    assert path.read_bytes() == (
        b"time,open,high,low,close,volume\n"
        b"2026-01-05T23:00:00Z,6900.25,6900.25,6900.25,6900.25,12\n"
        b"2026-01-05T23:01:00Z,6899.50,6899.50,6899.50,6899.50,3\n"
    )


def test_an_unknown_volume_is_left_empty_and_a_fraction_is_kept(tmp_path: Path) -> None:
    path = tmp_path / "bars.csv"

    write_canonical_csv(a_table([1.0, 1.0], [float("nan"), 0.125]), INDEX, path)

    assert [line.rsplit(",", 1)[1] for line in path.read_text(encoding="ascii").splitlines()] == ["volume", "", "0.125"]


def test_a_time_between_two_seconds_is_kept(tmp_path: Path) -> None:
    path = tmp_path / "bars.csv"

    write_canonical_csv(a_table([1.0], start=START + 250_000_000), INDEX, path)

    assert path.read_text(encoding="ascii").splitlines()[1].startswith("2026-01-05T23:00:00.25Z,")


@example(steps=[0, 1], tick_size="0.0000005")
@given(
    steps=st.lists(st.integers(-10_000_000, 10_000_000), min_size=1, max_size=20),
    tick_size=st.sampled_from(["0.25", "0.0000005", "0.015625", "1", "0.1", "10"]),
)
def test_prices_are_exact_decimals_on_any_grid(
    tmp_path_factory: pytest.TempPathFactory, steps: list[int], tick_size: str
) -> None:
    instrument = Instrument("X", AssetClass.FUTURES, tick_size=Decimal(tick_size), point_value=Decimal(1))
    exact = [step * instrument.tick_size for step in steps]
    path = tmp_path_factory.mktemp("prices") / "bars.csv"

    write_canonical_csv(a_table([float(price) for price in exact]), instrument, path)

    with path.open(newline="", encoding="ascii") as file:
        rows = list(csv.DictReader(file))
    assert [Decimal(row["close"]) for row in rows] == exact
    assert not any("E" in row["close"] for row in rows)


def test_compressed_files_are_the_same_bytes_each_time(tmp_path: Path) -> None:
    table = a_table([6900.25, 6899.5])
    first, second, plain = tmp_path / "first.csv.gz", tmp_path / "second.csv.gz", tmp_path / "plain.csv"

    for path in (first, second, plain):
        write_canonical_csv(table, INDEX, path)

    assert first.read_bytes() == second.read_bytes()
    assert gzip.decompress(first.read_bytes()) == plain.read_bytes()
    # RFC 1952: no flags, so no name; four bytes of time, all zero; and a system that is not told.
    assert first.read_bytes()[3:8] == bytes(5)
    assert first.read_bytes()[9] == 255


def test_a_price_off_the_grid_is_refused_and_nothing_is_written(tmp_path: Path) -> None:
    path = tmp_path / "bars.csv"

    with pytest.raises(DataCorrupt, match=r"here: row 2, column open: 6899\.6 is off the tick grid of INDEX \(0\.25\)"):
        write_canonical_csv(a_table([6900.25, 6899.6]), INDEX, path)

    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(OutputNotWritable, match="nowhere"):
        write_canonical_csv(a_table([6900.25]), INDEX, tmp_path / "nowhere" / "bars.csv")


def test_an_older_file_is_replaced_whole(tmp_path: Path) -> None:
    path = tmp_path / "bars.csv"
    path.write_text("older and much longer\n" * 100, encoding="ascii")

    write_canonical_csv(a_table([6900.25]), INDEX, path)

    assert len(path.read_text(encoding="ascii").splitlines()) == 2
    assert list(tmp_path.iterdir()) == [path]


def test_ticks_are_written_with_nothing_where_nothing_is_told(tmp_path: Path) -> None:
    nan = np.nan
    table = TickTable(
        time=START + np.array([0, 250_000_000], dtype=np.int64),
        bid=np.array([100.25, nan]),
        ask=np.array([100.5, nan]),
        last=np.array([nan, 100.5]),
        bid_size=np.array([nan, nan]),
        ask_size=np.array([nan, nan]),
        size=np.array([nan, 3.0]),
        row=np.array([1, 2]),
        source=DataSource("here", "test", "0" * 64),
    )
    write_canonical_csv(table, INDEX, tmp_path / "ticks.csv")

    assert (tmp_path / "ticks.csv").read_text() == (
        "time,bid,ask,last,volume\n2026-01-05T23:00:00Z,100.25,100.50,,\n2026-01-05T23:00:00.25Z,,,100.50,3\n"
    )


def test_a_long_table_is_written_without_a_seam(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    table = a_table([100.0 + number for number in range(7)])
    write_canonical_csv(table, INDEX, tmp_path / "whole.csv")
    monkeypatch.setattr("propbots.data.csv_output._TOGETHER", 3)
    write_canonical_csv(table, INDEX, tmp_path / "parts.csv")

    assert (tmp_path / "parts.csv").read_bytes() == (tmp_path / "whole.csv").read_bytes()
