"""The session tables against what they were made from, and against bars that somebody recorded."""

import importlib
import sys
import warnings
import zipfile
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from pathlib import Path
from types import ModuleType
from zoneinfo import ZoneInfo

import pytest

from propbots.api.instrument import SessionTable
from propbots_futures.sessions import CALENDAR_NAMES, load_sessions

SCRIPTS = Path(__file__).parents[1] / "scripts"
CHICAGO = ZoneInfo("America/Chicago")
ANCHOR = datetime(1970, 1, 1, tzinfo=UTC)
BAR = 5 * 60_000_000_000

every_calendar = pytest.mark.parametrize("name", CALENDAR_NAMES)
whatever_the_library_warns_of = pytest.mark.filterwarnings("ignore")


@pytest.fixture(scope="module")
def maker() -> ModuleType:
    """Return the script that makes the tables, or skip where its library is not installed."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        pytest.importorskip("pandas_market_calendars")
        sys.path.insert(0, str(SCRIPTS))
        try:
            script = importlib.import_module("make_sessions")
        finally:
            sys.path.remove(str(SCRIPTS))
    return script


@every_calendar
@whatever_the_library_warns_of
def test_the_shipped_table_is_the_one_that_the_script_makes(maker: ModuleType, name: str) -> None:
    shipped = Path(__file__).parents[1] / "src" / "propbots_futures" / "data" / f"{name}.txt"

    made = maker.render(name)

    assert shipped.read_text(encoding="ascii") == made


@every_calendar
@whatever_the_library_warns_of
def test_the_table_differs_from_the_library_on_the_corrected_days_only(maker: ModuleType, name: str) -> None:
    table = load_sessions(name)
    library = maker.load_library_closes(name)
    corrected = {
        date.fromisoformat(day)
        for correction in maker.CORRECTIONS
        if name in correction.calendars.split()
        for day in correction.days.split()
    }

    differing = {
        day for day, close in library.items() if early_close(table, day) != (close if close != time(16) else "")
    }

    assert differing == corrected


def early_close(table: SessionTable, day: date) -> time | str | None:
    """Return when a day closes early, None on a day without trading, an empty text on a regular one."""
    span = table.span_of(day)
    if span is None:
        return None
    return "" if span.regular else to_wall(span.close_time_ns).time()


def to_wall(nanoseconds: int) -> datetime:
    """Return a moment as Chicago's clocks show it."""
    return (ANCHOR + timedelta(microseconds=nanoseconds // 1_000)).astimezone(CHICAGO)


def read_chicago_bars(path: Path) -> list[int]:
    """Return when the five-minute bars of a Sierra Chart file open, as nanoseconds since 1970."""
    if not path.exists():
        pytest.skip(f"no {path.name} here")
    stamps = (" ".join(line.split(", ")[:2]) for line in path.read_text(encoding="ascii").splitlines()[1:])
    times = (datetime.strptime(stamp, "%Y/%m/%d %H:%M:%S").replace(tzinfo=CHICAGO) for stamp in stamps)
    return [int((when - ANCHOR) / timedelta(microseconds=1)) * 1_000 for when in times]


quarters = pytest.mark.parametrize("file", ["ESM20_5min_sierra.txt", "ESH24_5min_sierra.txt", "ESM24_5min_sierra.txt"])


@quarters
def test_real_bars_of_the_equity_index_lie_inside_its_sessions(real_data: Path, file: str) -> None:
    table = load_sessions("cme-equity")
    bars = read_chicago_bars(real_data / file)

    outside = [to_wall(bar) for bar in bars if not (table.is_open(bar) and table.is_open(bar + BAR - 1))]

    assert outside == []


@quarters
def test_sessions_begin_and_end_where_real_bars_do(real_data: Path, file: str) -> None:
    table = load_sessions("cme-equity")
    bars = read_chicago_bars(real_data / file)
    spans = [span for span in table.spans if bars[0] <= span.open_time_ns and span.close_time_ns <= bars[-1]]
    between = [(bar + BAR, following) for bar, following in pairwise(bars) if following - bar > 3 * BAR]

    expected = [(span.close_time_ns, table.span_at(span.close_time_ns).open_time_ns) for span in spans]
    expected += table.halts_within(bars[0], bars[-1])

    assert len(spans) > 55
    first_evening = (spans[0].open_time_ns,)
    assert sorted(expected) == [pause for pause in between if pause[1:] != first_evening]


def test_real_minutes_of_2013_show_the_halt_and_the_later_close(real_data: Path) -> None:
    table = load_sessions("cme-equity")
    day = date(2013, 10, 7)
    path = real_data / "lean_es_minute" / "20131007_trade.zip"
    if not path.exists():
        pytest.skip(f"no {path.name} here")

    minutes = read_utc_minutes(path, "20131007_es_minute_trade_201312.csv", day)

    closed = [to_wall(minute) for minute in minutes if not table.is_open(minute)]
    assert closed == []
    wall = {to_wall(minute).time() for minute in minutes}
    assert {time(15, 14), time(15, 30), time(16, 14), time(17)} <= wall
    assert not {time(15, 15), time(15, 29), time(16, 15), time(16, 59)} & wall


def read_utc_minutes(path: Path, member: str, day: date) -> list[int]:
    """Return when the minutes of one day open; the file counts milliseconds after midnight UTC."""
    with zipfile.ZipFile(path) as archive:
        lines = archive.read(member).decode("ascii").split()
    midnight = (day - date(1970, 1, 1)).days * 86_400_000
    return [(midnight + int(line.split(",")[0])) * 1_000_000 for line in lines]
