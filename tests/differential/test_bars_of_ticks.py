"""Bars made of ticks, and longer bars made of shorter ones, against an independent reading in polars.

polars groups by the wall clock of the exchange, which knows nothing of our sessions: a bar of five minutes begins at a
full five minutes in Chicago on either side of a change of the clock, since CME's days open at a full hour there.
"""

import io
import zipfile
from datetime import UTC, date, datetime
from decimal import Decimal

import numpy as np
import polars as pl
import pytest

from propbots.data.aggregate import aggregate
from propbots.data.columns import BarColumns
from propbots.data.table import DataSource
from propbots.data.tick_bars import bars_of_ticks
from propbots.data.tick_grid import to_ticks
from propbots.data.tick_table import TickTable
from propbots.data.ticks import TickColumns, tell_apart
from propbots.domain.bar import Feed
from propbots.domain.instrument import AssetClass, Instrument
from propbots.domain.session import SessionCalendar
from propbots.domain.timeframe import DAY, MINUTE, SECOND, Timeframe
from propbots.plugin.catalogue import load_catalogue
from tests.oracle.real_bars import real_file

ES = Instrument("ES", AssetClass.FUTURES, Decimal("0.25"), Decimal(50), session="CME_Equity")
ZONE = "America/Chicago"
PRICES = ("open", "high", "low", "close")
DAYS = {
    "summer time begins": (date(2024, 3, 7), date(2024, 3, 13)),
    "summer time ends": (date(2024, 10, 31), date(2024, 11, 6)),
    "a half day": (date(2023, 11, 21), date(2023, 11, 28)),
    "a holiday's halt": (date(2024, 7, 2), date(2024, 7, 8)),
}


@pytest.fixture(scope="module")
def calendar() -> SessionCalendar:
    shelf = load_catalogue().instruments
    return shelf.load_calendar(shelf.find("ES").session)


def moments_within(calendar: SessionCalendar, first: date, last: date, rng: np.random.Generator) -> np.ndarray:
    """Moments at random while the exchange is open, with quiet stretches."""
    start, end = (int(datetime(day.year, day.month, day.day, tzinfo=UTC).timestamp()) for day in (first, last))
    seconds = np.arange(start, end)[rng.random(end - start) < 0.2]
    seconds = seconds[(seconds // 1800) % 7 != 3]
    open_ = np.array([calendar.is_open(int(second) * SECOND) for second in seconds])
    return np.sort(seconds[open_] * SECOND + rng.integers(0, SECOND, int(open_.sum())))


def ticks_of(time: np.ndarray, price: np.ndarray, size: np.ndarray) -> TickColumns:
    source = DataSource("nowhere", "drawn", "0" * 64)
    return TickColumns(
        ES, tell_apart(time), np.ones(len(time), bool), price, price, size, np.zeros_like(size), source, rows=len(time)
    )


def read_in_polars(time: np.ndarray, price: np.ndarray, size: np.ndarray, minutes: int) -> pl.DataFrame:
    """Bars by the exchange's wall clock."""
    frame = pl.DataFrame({"time": time, "price": price, "size": size})
    wall = pl.from_epoch("time", time_unit="ns").dt.replace_time_zone("UTC").dt.convert_time_zone(ZONE)
    return (
        frame.with_columns(wall.dt.truncate(f"{minutes}m").alias("begins"))
        .group_by("begins", maintain_order=True)
        .agg(
            pl.col("price").first().alias("open"),
            pl.col("price").max().alias("high"),
            pl.col("price").min().alias("low"),
            pl.col("price").last().alias("close"),
            pl.col("size").sum().alias("volume"),
        )
        .with_columns(pl.col("begins").dt.epoch("ns").alias("open_time"))
    )


def require_equal(bars: BarColumns, frame: pl.DataFrame) -> None:
    assert bars.open_time.tolist() == frame["open_time"].to_list()
    for name in PRICES:
        assert getattr(bars, name).tolist() == frame[name].to_list(), name
    assert bars.volume.tolist() == [float(volume) for volume in frame["volume"].to_list()]


@pytest.mark.parametrize("days", DAYS.values(), ids=DAYS)
def test_a_week_of_ticks_gives_the_minutes_and_five_minutes_of_polars(
    calendar: SessionCalendar, days: tuple[date, date]
) -> None:
    rng = np.random.default_rng(days[0].toordinal())
    time = moments_within(calendar, *days, rng)
    price, size = 20_000 + np.cumsum(rng.integers(-3, 4, len(time))), rng.integers(1, 9, len(time))
    ticks = ticks_of(time, price, size)

    minutes = bars_of_ticks(ticks, Timeframe(MINUTE), calendar)
    fives = bars_of_ticks(ticks, Timeframe(5 * MINUTE), calendar)
    require_equal(minutes, read_in_polars(time, price, size, 1))
    require_equal(fives, read_in_polars(time, price, size, 5))
    require_same(aggregate(minutes, Timeframe(5 * MINUTE), calendar), fives)
    require_same(aggregate(minutes, Timeframe(DAY), calendar), aggregate(fives, Timeframe(DAY), calendar))


def require_same(one: BarColumns, other: BarColumns) -> None:
    for name in ("open_time", "close_time", *PRICES, "volume"):
        assert np.array_equal(getattr(one, name), getattr(other, name)), name


@pytest.mark.parametrize("days", DAYS.values(), ids=DAYS)
def test_a_day_is_a_session(calendar: SessionCalendar, days: tuple[date, date]) -> None:
    rng = np.random.default_rng(1)
    time = moments_within(calendar, *days, rng)
    price, size = rng.integers(100, 200, len(time)), np.ones(len(time), dtype=np.int64)

    found = bars_of_ticks(ticks_of(time, price, size), Timeframe(DAY), calendar)
    spans = {calendar.span_at(int(moment)).trading_day: calendar.span_at(int(moment)) for moment in time}
    assert found.open_time.tolist() == [span.open_time_ns for span in spans.values()]
    assert found.close_time.tolist() == [span.close_time_ns for span in spans.values()]
    for span, high in zip(spans.values(), found.high.tolist(), strict=True):
        assert high == price[(time >= span.open_time_ns) & (time < span.close_time_ns)].max()


def test_two_contracts_at_a_roll_give_bars_of_their_own(calendar: SessionCalendar) -> None:
    rng = np.random.default_rng(2)
    time = moments_within(calendar, date(2024, 3, 13), date(2024, 3, 16), rng)
    for level in (20_500, 20_740):
        price = level + np.cumsum(rng.integers(-3, 4, len(time)))
        size = rng.integers(1, 9, len(time))
        require_equal(
            bars_of_ticks(ticks_of(time, price, size), Timeframe(5 * MINUTE), calendar),
            read_in_polars(time, price, size, 5),
        )


def test_real_gold_trades_give_the_bars_of_polars() -> None:
    archive = zipfile.ZipFile(real_file("lean_gc_tick_20131007_trade.zip"))
    names = ["milliseconds", "price", "size", "exchange", "condition", "suspicious"]
    with archive.open("20131007_gc_tick_trade_201312.csv") as file:
        rows = pl.read_csv(io.BytesIO(file.read()), has_header=False, new_columns=names).filter(pl.col("size") > 0)
    midnight = int(datetime(2013, 10, 7, tzinfo=UTC).timestamp()) * 1000
    time = ((rows["milliseconds"] + midnight) * 1_000_000).to_numpy()
    price = (rows["price"] * 10).round().cast(pl.Int64).to_numpy()
    size = rows["size"].cast(pl.Int64).to_numpy()

    utc = load_catalogue().instruments.load_calendar(None)
    for minutes in (1, 5, 30):
        require_equal(
            bars_of_ticks(ticks_of(time, price, size), Timeframe(minutes * MINUTE), utc),
            read_in_polars(time, price, size, minutes),
        )


def test_real_five_minutes_give_the_half_hours_of_polars(calendar: SessionCalendar) -> None:
    """The quarter spans the change of the clock on 2024-03-10, holidays and half days."""
    frame = pl.read_csv(real_file("ESH24_5min_sierra.txt").read_bytes().replace(b", ", b","))
    wall = (pl.col("Date") + " " + pl.col("Time")).str.to_datetime("%Y/%m/%d %H:%M:%S").dt.replace_time_zone(ZONE)
    frame = frame.with_columns(wall.alias("begins"))
    time = frame["begins"].dt.epoch("ns").to_numpy()
    steps = {name: (frame[name] * 4).round().cast(pl.Int64).to_numpy() for name in ("Open", "High", "Low", "Last")}
    source = DataSource("nowhere", "read", "0" * 64)
    bars = BarColumns(
        Feed(ES, Timeframe(5 * MINUTE)),
        time,
        time + 5 * MINUTE,
        steps["Open"],
        steps["High"],
        steps["Low"],
        steps["Last"],
        frame["Volume"].to_numpy().astype(np.float64),
        source,
    )
    expected = (
        frame.with_columns(
            pl.col("begins").dt.truncate("30m"), *(pl.Series(name, column) for name, column in steps.items())
        )
        .group_by("begins", maintain_order=True)
        .agg(
            pl.col("Open").first().alias("open"),
            pl.col("High").max().alias("high"),
            pl.col("Low").min().alias("low"),
            pl.col("Last").last().alias("close"),
            pl.col("Volume").sum().alias("volume"),
        )
        .with_columns(pl.col("begins").dt.epoch("ns").alias("open_time"))
    )

    require_equal(aggregate(bars, Timeframe(30 * MINUTE), calendar), expected)


def test_real_minutes_give_the_longer_bars_of_polars(calendar: SessionCalendar) -> None:
    """A day with the halt of a quarter of an hour that there was then, and what was traded after it."""
    archive = zipfile.ZipFile(real_file("lean_es_minute/20131007_trade.zip"))
    names = ["milliseconds", "Open", "High", "Low", "Last", "Volume"]
    with archive.open("20131007_es_minute_trade_201312.csv") as file:
        rows = pl.read_csv(io.BytesIO(file.read()), has_header=False, new_columns=names)
    midnight = int(datetime(2013, 10, 7, tzinfo=UTC).timestamp()) * 1000
    time = ((rows["milliseconds"] + midnight) * 1_000_000).to_numpy()
    open_, high, low, close = steps = [(rows[name] * 4).round().cast(pl.Int64).to_numpy() for name in names[1:5]]
    volume = rows["Volume"].to_numpy().astype(np.float64)
    source = DataSource("nowhere", "read", "0" * 64)
    minutes = BarColumns(Feed(ES, Timeframe(MINUTE)), time, time + MINUTE, open_, high, low, close, volume, source)

    wall = pl.from_epoch("time", time_unit="ns").dt.replace_time_zone("UTC").dt.convert_time_zone(ZONE)
    frame = pl.DataFrame({"time": time, **dict(zip(PRICES, steps, strict=True)), "volume": rows["Volume"]})
    for length in (5, 30, 60):
        expected = (
            frame.group_by(wall.dt.truncate(f"{length}m").alias("begins"), maintain_order=True)
            .agg(pl.first("open"), pl.max("high"), pl.min("low"), pl.last("close"), pl.sum("volume"))
            .with_columns(pl.col("begins").dt.epoch("ns").alias("open_time"))
        )
        require_equal(aggregate(minutes, Timeframe(length * MINUTE), calendar), expected)


def test_real_trades_with_their_quotes_give_the_bars_of_polars() -> None:
    path = real_file("sierra_tick_by_tick_tbt.txt")
    table = load_catalogue().read(str(path), {"timezone": ZONE})
    assert isinstance(table, TickTable)
    ticks = to_ticks(table, ES)
    rows = pl.read_csv(path, separator=";", columns=["Date", "Time", "Price", "Volume"])
    second, microsecond = (pl.col("Time").str.split(".").list.get(place) for place in (0, 1))
    wall = (pl.col("Date") + " " + second).str.to_datetime("%Y-%m-%d %H:%M:%S").dt.replace_time_zone(ZONE)
    time = rows.select(wall.dt.epoch("ns") + microsecond.cast(pl.Int64) * 1_000).to_series().to_numpy()
    price = (rows["Price"] * 4).round().cast(pl.Int64).to_numpy()

    utc = load_catalogue().instruments.load_calendar(None)
    assert int(ticks.is_trade.sum()) == int((~ticks.is_trade).sum()) == len(rows)
    require_equal(
        bars_of_ticks(ticks, Timeframe(MINUTE), utc), read_in_polars(time, price, rows["Volume"].to_numpy(), 1)
    )
