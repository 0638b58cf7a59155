"""Real files, compared with what pandas reads of them."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from propbots.api.data import BarTable, DataRequest, TickTable, to_text
from propbots.errors import ConfigurationError, DataCorrupt
from propbots_files import table
from propbots_files.provider import FileProvider
from propbots_files.settings import FileSettings

Real = Callable[[str], Path]

PARTS = ("open", "high", "low", "close", "volume")


def read(path: Path, **settings: object) -> BarTable:
    provider = FileProvider.from_settings(FileSettings(**settings))  # type: ignore[arg-type]  # -- names of settings
    found = provider.read(DataRequest(str(path)))
    assert isinstance(found, BarTable)
    return found


def assert_equal(bars: BarTable, frame: pd.DataFrame, opens: "pd.Series[pd.Timestamp]") -> None:
    """Compare bars with a frame whose columns are those of a bar, and with the opens that pandas worked out."""
    assert (bars.open_time == opens.dt.tz_convert("UTC").dt.as_unit("ns").astype(np.int64).to_numpy()).all()
    for name in PARTS:
        assert (getattr(bars, name) == frame[name].to_numpy(dtype=np.float64)).all()


@pytest.mark.parametrize("few_bytes", [-1, 10**9], ids=["arrow", "exact"])
@pytest.mark.parametrize(("name", "rows"), [("ESH24", 17_117), ("ESM24", 18_767), ("ESM20", 17_315)])
def test_sierra_chart_text_in_chicago(
    real: Real, monkeypatch: pytest.MonkeyPatch, name: str, rows: int, few_bytes: int
) -> None:
    monkeypatch.setattr(table, "_FEW_BYTES", few_bytes)
    path = real(f"{name}_5min_sierra.txt")
    bars = read(path, timezone="America/Chicago")

    frame = pd.read_csv(path, skipinitialspace=True, dtype=str)
    frame = frame.rename(columns={"Open": "open", "High": "high", "Low": "low", "Last": "close", "Volume": "volume"})
    opens = pd.to_datetime(frame["Date"] + " " + frame["Time"], format="%Y/%m/%d %H:%M:%S")
    assert_equal(bars, frame, opens.dt.tz_localize("America/Chicago"))
    assert len(bars) == rows
    assert str(bars.timeframe) == "5m"
    assert (bars.row == np.arange(2, rows + 2)).all()
    assert bars.source.format == ("csv (header: Date, Time, …; separator ','; America/Chicago wall time; open-stamped)")
    assert "Columns ignored: NumberOfTrades, BidVolume, AskVolume." in bars.source.assumptions


def test_sundays_in_chicago_open_an_hour_earlier_after_the_change(real: Real) -> None:
    bars = read(real("ESH24_5min_sierra.txt"), timezone="America/Chicago")
    opens = pd.Series(pd.to_datetime(bars.open_time, utc=True))
    hours = {day: opens[opens.dt.date.astype(str) == day].dt.hour.min() for day in ("2024-03-03", "2024-03-10")}

    assert hours == {"2024-03-03": 23, "2024-03-10": 22}


@pytest.mark.parametrize("written", [None, "%Y%m%d %H%M%S"])
def test_ninjatrader_export_without_a_header(real: Real, written: str | None) -> None:
    path = real("ninjatrader7_SPY_minute_2011-03.txt")
    settings = {"columns": "time,open,high,low,close,volume", "timezone": "UTC", "stamp": "close"}
    bars = read(path, timestamp_format=written, **settings)

    frame = pd.read_csv(path, sep=";", names=["time", *PARTS], dtype=str)
    closes = pd.to_datetime(frame["time"], format="%Y%m%d %H%M%S").dt.tz_localize("UTC")
    assert_equal(bars, frame, closes - pd.Timedelta(minutes=1))
    assert len(bars) == 17_577
    assert str(bars.timeframe) == "1m"


def test_ninjatrader_export_unrecognised_is_explained(real: Real) -> None:
    with pytest.raises(DataCorrupt, match=r"row 1: has no header .*--columns time,open,high,low,close,volume"):
        read(real("ninjatrader7_SPY_minute_2011-03.txt"))


def test_bitstamp_minutes(real: Real) -> None:
    path = real("bitstamp_btcusd_min_2020_01_01.csv")
    bars = read(path, timezone="UTC")

    frame = pd.read_csv(path, dtype=str)
    assert_equal(bars, frame, pd.to_datetime(frame["datetime"], utc=True))


def test_minutes_with_a_byte_order_mark(real: Real) -> None:
    path = real("skender_intraday.csv")
    bars = read(path, timezone="America/New_York")

    frame = pd.read_csv(path, dtype=str)
    assert_equal(bars, frame, pd.to_datetime(frame["date"]).dt.tz_localize("America/New_York"))


def test_days_with_the_month_first(real: Real) -> None:
    path = real("skender_mismatch.csv")
    bars = read(path, timezone="UTC")

    frame = pd.read_csv(path, dtype=str).rename(columns=str.lower)
    assert_equal(bars, frame, pd.to_datetime(frame["timestamp"], format="%m/%d/%Y", utc=True))
    assert str(bars.timeframe) == "1d"


def test_a_row_without_a_time_is_named(real: Real) -> None:
    with pytest.raises(DataCorrupt, match=r"row 202, column date: must be a time .*\(was ''\)"):
        read(real("skender_bad.csv"), timezone="UTC")


def test_a_file_that_needs_a_zone_asks_for_it(real: Real) -> None:
    with pytest.raises(ConfigurationError, match="--timezone"):
        read(real("skender_intraday.csv"))


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("lean_gc_tick_20131007_trade.zip", "must hold one file .*20131007_gc_tick_trade_201310.csv"),
        ("binance_usdm_btcusdt_raw_ws_20240808.gz", "row 1: no column for"),
        ("lean_symbol-properties-database.csv", "row 1: no column for"),
    ],
)
def test_files_of_other_things_are_refused(real: Real, name: str, message: str) -> None:
    with pytest.raises(DataCorrupt, match=message):
        read(real(name))


def test_real_ticks_are_read_with_quote_and_print(real: Real) -> None:
    provider = FileProvider.from_settings(FileSettings(timezone="America/Chicago"))
    found = provider.read(DataRequest(str(real("sierra_tick_by_tick_tbt.txt"))))

    assert isinstance(found, TickTable)
    assert len(found) == 2026
    assert to_text(int(found.time[0])) == "2022-01-24T19:30:00.005Z"
    assert (np.diff(found.time) >= 0).all()
    assert (found.last[0], found.size[0], found.bid[0], found.ask[0]) == (4347.75, 1, 4347.5, 4347.75)
    assert (found.bid_size[0], found.ask_size[0]) == (34, 12)
