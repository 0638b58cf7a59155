"""The session tables against the script that makes them, and against quotes that somebody recorded."""

import importlib
import sys
import warnings
import zipfile
from datetime import UTC, date, datetime, time
from pathlib import Path
from types import ModuleType
from zoneinfo import ZoneInfo

import pytest

from propbots_forex.sessions import CALENDAR_NAMES, load_sessions

SCRIPTS = Path(__file__).parents[1] / "scripts"
NEW_YORK = ZoneInfo("America/New_York")


@pytest.fixture(scope="module")
def maker() -> ModuleType:
    """Return the script that makes the tables, or skip where what it needs is not installed."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        pytest.importorskip("pandas_market_calendars")
        pytest.importorskip("propbots_futures")
        sys.path.insert(0, str(SCRIPTS))
        sys.modules.pop("make_sessions", None)  # the futures' script bears the same name
        try:
            script = importlib.import_module("make_sessions")
        finally:
            sys.path.remove(str(SCRIPTS))
            sys.modules.pop("make_sessions", None)
    return script


@pytest.mark.parametrize("name", CALENDAR_NAMES)
@pytest.mark.filterwarnings("ignore")
def test_the_shipped_table_is_the_one_that_the_script_makes(maker: ModuleType, name: str) -> None:
    shipped = Path(__file__).parents[1] / "src" / "propbots_forex" / "data" / f"{name}.txt"

    made = maker.render(name)

    assert shipped.read_text(encoding="ascii") == made


def test_every_shipped_table_is_a_calendar() -> None:
    folder = Path(__file__).parents[1] / "src" / "propbots_forex" / "data"

    assert sorted(path.stem for path in folder.iterdir()) == list(CALENDAR_NAMES)


@pytest.mark.parametrize("day", ["2011-03-07", "2011-10-31", "2014-05-01", "2014-05-05"])
def test_real_quotes_of_a_pair_run_on_through_the_turn_of_the_day(real_data: Path, day: str) -> None:
    minutes = read_new_york_minutes(real_data / "lean_eurusd_minute", date.fromisoformat(day))
    table = load_sessions("forex")

    assert {time(16, 59), time(17)} <= {minute.time() for minute in minutes}
    assert all(table.is_open(nanoseconds(minute)) for minute in minutes)
    before, after = (table.span_at(nanoseconds(minutes[0].replace(hour=hour))) for hour in (16, 17))
    assert before.close_time_ns == after.open_time_ns
    assert before.trading_day == date.fromisoformat(day)


def test_real_quotes_of_a_friday_end_before_the_week_does(real_data: Path) -> None:
    minutes = read_new_york_minutes(real_data / "lean_eurusd_minute", date(2014, 5, 2))

    assert load_sessions("forex").is_open(nanoseconds(minutes[-1]))
    assert minutes[-1].time() < time(17)


def read_new_york_minutes(folder: Path, day: date) -> list[datetime]:
    """Return when the minutes of a day with quotes begin; the file counts milliseconds after midnight in New York."""
    path = folder / f"{day:%Y%m%d}_quote.zip"
    if not path.exists():
        pytest.skip(f"no {path.name} here")
    with zipfile.ZipFile(path) as archive:
        lines = archive.read(archive.namelist()[0]).decode("ascii").split()
    counts = [int(line.split(",")[0]) // 60_000 for line in lines]
    return [datetime.combine(day, time(count // 60, count % 60), tzinfo=NEW_YORK) for count in counts]


def nanoseconds(moment: datetime) -> int:
    """Return a moment as nanoseconds since 1970."""
    return int((moment - datetime(1970, 1, 1, tzinfo=UTC)).total_seconds()) * 1_000_000_000
