"""Ticks as programs and venues write them, recognised by their first line."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from propbots.api.data import TickTable
from propbots.errors import ConfigurationError, DataCorrupt

Read = Callable[..., TickTable]
SECOND = 1_000_000_000
MILLISECOND = 1_000_000
START = 1_704_205_800 * SECOND
"""2024-01-02 14:30 UTC."""


def told(column: Any) -> list[float | None]:
    return [None if np.isnan(value) else float(value) for value in column]


@pytest.fixture(params=["exact", "arrow"])
def ticks(read_either: Callable[..., Any], request: pytest.FixtureRequest) -> Read:
    def read_ticks(content: str, **settings: object) -> TickTable:
        table = read_either(content, by=request.param, **settings)
        assert isinstance(table, TickTable)
        return table

    return read_ticks


def test_prints_of_ninjatrader(ticks: Read) -> None:
    table = ticks("20240102 143000;4781.5;3\n20240102 143000;4781.5;3\n20240102 143001;4781.75;1\n", timezone="UTC")

    assert (table.time - START).tolist() == [0, 0, SECOND]
    assert told(table.last) == [4781.5, 4781.5, 4781.75]
    assert told(table.size) == [3, 3, 1]
    assert told(table.bid) == told(table.ask) == [None] * 3
    assert table.row.tolist() == [1, 2, 3]
    assert table.source.format == "NinjaTrader (price, volume; UTC wall time; ticks)"
    assert any("an export of bids or of asks looks the same" in said for said in table.source.assumptions)


def test_prints_and_quotes_of_ninjatrader_with_fractions_of_seconds(ticks: Read) -> None:
    table = ticks(
        "20240102 083000 0000000;4781.5;4781.25;4781.5;3\n20240102 083000 1234567;4781.25;4781.25;4781.5;1\n",
        timezone="America/Chicago",
    )

    assert (table.time - START).tolist() == [0, 123_456_700]
    assert told(table.last) == [4781.5, 4781.25]
    assert told(table.bid) == [4781.25, 4781.25]
    assert told(table.ask) == [4781.5, 4781.5]
    assert told(table.size) == [3, 1]


def test_prints_of_ninjatrader_with_fractions_and_without_quotes(ticks: Read) -> None:
    table = ticks("20240102 143000 0010000;4781.5;3\n20240102 143000 9999999;4781.25;1\n", timezone="UTC")

    assert (table.time - START).tolist() == [MILLISECOND, 999_999_900]


def test_bars_of_ninjatrader_are_no_ticks(read: Callable[..., Any]) -> None:
    table = read(
        "20240102 143000;10;12.5;9;11;405\n20240102 143100;11;13;10;12;381\n",
        columns="time,open,high,low,close,volume",
        timezone="UTC",
    )

    assert table.open.tolist() == [10, 11]


METATRADER = (
    "<DATE>\t<TIME>\t<BID>\t<ASK>\t<LAST>\t<VOLUME>\t<FLAGS>\n"
    "2024.01.02\t14:30:00.000\t4781.25\t4781.50\t\t\t6\n"
    "2024.01.02\t14:30:00.120\t\t4781.75\t\t\t4\n"
    "2024.01.02\t14:30:00.250\t\t\t4781.50\t3\t56\n"
    "2024.01.02\t14:30:00.250\t\t\t\t5\t48\n"
    "2024.01.02\t14:30:00.300\t4781.00\t\t\t\t66\n"
    "2024.01.02\t14:30:01.000\t4781.25\t\t0.00\t0\t2\n"
)


def test_quotes_and_deals_of_metatrader(ticks: Read) -> None:
    table = ticks(METATRADER, timezone="UTC")

    assert ((table.time - START) // MILLISECOND).tolist() == [0, 120, 250, 250, 300, 1000]
    assert told(table.bid) == [4781.25, None, None, None, 4781, 4781.25]
    assert told(table.ask) == [4781.5, 4781.75, None, None, None, None]
    assert told(table.last) == [None, None, 4781.5, 4781.5, 4781.5, None]
    assert told(table.size) == [None, None, 3, 5, 5, None]
    assert table.source.format == "MetaTrader 5 (ticks; UTC wall time; ticks)"


def test_the_server_of_metatrader_has_a_zone_that_must_be_said(ticks: Read) -> None:
    with pytest.raises(ConfigurationError, match="--timezone"):
        ticks(METATRADER)


def test_bars_of_metatrader_need_no_names(read: Callable[..., Any]) -> None:
    table = read(
        "<DATE>\t<TIME>\t<OPEN>\t<HIGH>\t<LOW>\t<CLOSE>\t<TICKVOL>\t<VOL>\t<SPREAD>\n"
        "2024.01.02\t14:30:00\t10\t12.5\t9\t11\t300\t405\t1\n"
        "2024.01.02\t14:31:00\t11\t13\t10\t12\t280\t381\t1\n",
        timezone="UTC",
    )

    assert table.open_time.tolist() == [START, START + 60 * SECOND]
    assert table.close.tolist() == [11, 12]
    assert table.volume.tolist() == [405, 381]


AGGREGATED = (
    "26129,42000.01000000,0.00500000,27781,27781,1704205800123,True,True\n"
    "26130,42000.02,1.5,27782,27790,1704205800124,False,True\n"
)
HEADER = "agg_trade_id,price,quantity,first_trade_id,last_trade_id,transact_time,is_buyer_maker\n"


@pytest.mark.parametrize(
    ("content", "unit", "rows"),
    [
        (AGGREGATED, MILLISECOND, [1, 2]),
        (AGGREGATED.replace("1704205800123", "1704205800123000").replace("0124,", "0124000,"), MILLISECOND, [1, 2]),
        (AGGREGATED.replace(",True\n", "\n").replace("True", "true"), MILLISECOND, [1, 2]),
        (HEADER + AGGREGATED.replace(",True\n", "\n").replace("True", "true"), MILLISECOND, [2, 3]),
    ],
    ids=["milliseconds", "microseconds", "of futures", "with a header"],
)
def test_aggregated_trades_of_binance(ticks: Read, content: str, unit: int, rows: list[int]) -> None:
    table = ticks(content)

    assert ((table.time - START) // unit).tolist() == [123, 124]
    assert told(table.last) == [42000.01, 42000.02]
    assert told(table.size) == [0.005, 1.5]
    assert table.row.tolist() == rows
    assert table.source.format.startswith("Binance (aggregated trades; ")


@pytest.mark.parametrize("header", ["", "id,price,qty,quote_qty,time,is_buyer_maker\n"])
def test_trades_of_binance(ticks: Read, header: str) -> None:
    table = ticks(f"{header}51175358,17.8018,5.69,101.292242,1704205800123,True\n")

    assert told(table.last) == [17.8018]
    assert told(table.size) == [5.69]
    assert table.source.format.startswith("Binance (trades; ")


def test_microseconds_of_sierra_chart_have_no_leading_zeros(ticks: Read) -> None:
    table = ticks(
        "Date;Time;Sequence;DepthSequence;Price;Volume;TradeType;AskPrice;BidPrice;AskSize;BidSize;TotalAskDepth\n"
        "2024-01-02;08:30:00.6002;1;1;4347.75;1;2;4347.75;4347.5;12;34;9\n"
        "2024-01-02;08:30:00.47000;2;1;4347.5;3;1;4347.75;4347.5;12;33;9\n",
        timezone="America/Chicago",
    )

    assert (table.time - START).tolist() == [6_002_000, 47_000_000]
    assert told(table.last) == [4347.75, 4347.5]
    assert (told(table.bid), told(table.ask)) == ([4347.5, 4347.5], [4347.75, 4347.75])
    assert (told(table.bid_size), told(table.ask_size)) == ([34, 33], [12, 12])
    assert told(table.size) == [1, 3]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("20240102 143000;4781.5;3\n20240102 143000;x;3\n", "row 2, column last: must be a number"),
        ("20240102 143000;4781.5;3\n20240102 143000;4781.5\n", r"row 2: must have 3 fields \(was 2\)|cut short"),
        (METATRADER.replace("4781.75", "x"), "row 3, column ask: must be a number"),
        (AGGREGATED.replace("1.5,", "?,"), "row 2, column quantity: must be a number"),
        (AGGREGATED.replace("1704205800124", "now"), "row 2, column transact_time: must be a time"),
    ],
)
def test_what_is_wrong_is_told_with_row_and_column(ticks: Read, content: str, words: str) -> None:
    with pytest.raises(DataCorrupt, match=words):
        ticks(content, timezone="UTC")


def test_what_the_user_says_of_the_columns_goes_first(ticks: Read) -> None:
    table = ticks("20240102 143000;4781.5;3\n", columns="time,volume,last", timezone="UTC")

    assert (told(table.last), told(table.size)) == ([3], [4781.5])
