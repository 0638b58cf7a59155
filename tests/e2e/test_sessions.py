"""Bars and the exchange's sessions: days are sessions, and what lies outside of them is neither hidden nor moved."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bar_files import HEADER, rows, write_bars
from command_line import backtest, run

SATURDAY = datetime(2026, 1, 31, 12, 0, tzinfo=UTC)
WEEK = [f"2026-02-{day:02d}" for day in (2, 3, 4, 5, 6, 9, 10, 11)]


def daily_rows(days: list[str]) -> list[str]:
    return [f"{day},{100 + number},{101 + number},{99 + number},{100 + number},5" for number, day in enumerate(days)]


def test_two_daily_bars_of_one_session_are_refused_with_the_row(tmp_path: Path) -> None:
    """The first day of February 2026 is a Sunday, whose evening belongs to Monday's session."""
    path = write_bars(tmp_path / "days.csv", daily_rows(["2026-01-30", "2026-02-01", *WEEK]))

    backtest(path).refuses(3, f"{path}: row 4, column time: a second daily bar of the session that ends 2026-02-02T22")


@pytest.mark.parametrize("stamp", ["open", "close"])
def test_a_date_names_its_session_whatever_the_stamp(tmp_path: Path, stamp: str) -> None:
    path = write_bars(tmp_path / "days.csv", daily_rows(WEEK), header=HEADER.replace("time", "date"))

    ended = backtest(path, "--timezone", "America/Chicago", "--stamp", stamp, "--equity")

    closes = [row["time"][:10] for row in ended.document["equity"]]
    assert closes == WEEK
    assert ended.document["inputs"]["data"]["gaps"] == 0


def test_bars_outside_the_sessions_are_told(tmp_path: Path) -> None:
    path = write_bars(tmp_path / "weekend.csv", rows(start=SATURDAY))

    document = backtest(path).document

    assert "30 bars begin outside the sessions of cme-equity; they were traded as they are" in str(document)


def test_bars_outside_the_sessions_are_not_moved_into_one(tmp_path: Path) -> None:
    path = write_bars(tmp_path / "weekend.csv", rows(600, start=SATURDAY))

    document = backtest(path, "--timeframe", "1h", "--equity").document

    closes = [row["time"] for row in document["equity"]]
    assert closes == [(SATURDAY + timedelta(hours=hour)).strftime("%Y-%m-%dT%H:00:00Z") for hour in range(1, 11)]


@pytest.mark.parametrize("timeframe", ["2d", "48h", "1w"])
def test_longer_bars_than_days_are_refused(tmp_path: Path, timeframe: str) -> None:
    backtest(write_bars(tmp_path / "bars.csv"), "--timeframe", timeframe).refuses(2, "timeframe must be a day at most")


def test_a_bar_that_ends_after_the_period_is_not_in_it(tmp_path: Path) -> None:
    path = write_bars(tmp_path / "bars.csv")

    document = backtest(path, "--timeframe", "5m", "--to", "2026-01-26T00:17Z", "--equity").document

    assert document["equity"][-1]["time"] == "2026-01-26T00:15:00Z"


def test_bars_of_less_than_a_second_have_a_timeframe_that_can_be_asked_for(tmp_path: Path) -> None:
    start = datetime(2026, 1, 26, tzinfo=UTC)
    times = [(start + number * timedelta(milliseconds=250)).isoformat() for number in range(40)]
    path = write_bars(tmp_path / "quick.csv", [f"{time},100,101,99,{100 + n % 2},1" for n, time in enumerate(times)])

    assert backtest(path).document["inputs"]["timeframe"] == "250ms"
    assert backtest(path, "--timeframe", "500ms").document["run"]["bars"] == 20


@pytest.mark.parametrize(
    ("row", "told"),
    [
        ("2026-01-26T00:06:00Z,100,99,101,100,1", "column high: must not be below low"),
        ("2026-01-26T00:06:00Z,100,101,99,102,1", "column close: must not be above high"),
        ("2026-01-26T00:06:00Z,100,101,99,100,-5", "column volume: must be a finite number, 0 or more"),
    ],
)
def test_an_indicator_is_not_worked_out_over_bars_that_cannot_be(tmp_path: Path, row: str, told: str) -> None:
    lines = rows()
    lines[6] = row
    path = write_bars(tmp_path / "bars.csv", lines)

    run("indicators", "compute", "sma", "--data", path, "--json").refuses(3, f"{path}: row 8, {told}")


def test_no_rounding_makes_a_price_out_of_nothing(tmp_path: Path) -> None:
    path = write_bars(tmp_path / "tiny.csv", [f"{row[:20]},0.02,0.03,0.01,0.02,1" for row in rows(10)])

    backtest(path, "--off-grid", "round").refuses(3, "column open: ", "cannot be counted in ticks of 0.25, those of ES")
