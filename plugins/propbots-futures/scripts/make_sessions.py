"""Make the session tables that the package ships, or check that they are up to date.

```
python scripts/make_sessions.py            writes src/propbots_futures/data/*.txt
python scripts/make_sessions.py --check    exits with 1 and says what differs if a table is not what would be written
```

Days, holidays and early closes come from pandas-market-calendars; regular hours and what the library has wrong come
from `session_rules.py`. Needs the extra `sessions`.
"""

import sys
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from difflib import unified_diff
from pathlib import Path
from zoneinfo import ZoneInfo

import attrs
import pandas_market_calendars  # type: ignore[import-untyped]  # -- it ships no types
from session_rules import (
    CLOSED,
    CORRECTIONS,
    EVENING_OPEN,
    FIRST_DAY,
    LAST_DAY,
    LIBRARY_NAMES,
    Correction,
    Era,
    era_of,
)

from propbots.api.instrument import SessionSpan, SessionTable, render_sessions

__all__ = ["TradingDay", "build_days", "load_library_closes", "main", "render"]

_FOLDER = Path(__file__).parents[1] / "src" / "propbots_futures" / "data"
_CHICAGO = ZoneInfo("America/Chicago")
_LIBRARY_CLOSE = time(16)
"""The regular close in each of the library's calendars that we use."""
_AFTERNOON_OPEN = time(15, 30)
_AFTERNOON_PAUSE = (time(16, 30), time(17))
_FRIDAY = 4
_ONE_DAY = timedelta(days=1)


@attrs.frozen
class TradingDay:
    """One trading day, in Chicago wall time.

    Attributes:
        day: The exchange's name for it.
        open: On the evening before.
        close: On the day itself.
        regular: Whether it closes when days of its era usually do.
        pauses: Halts on the evening before.
        halts: Halts on the day itself.
    """

    day: date
    open: time
    close: time
    regular: bool
    pauses: tuple[tuple[time, time], ...]
    halts: tuple[tuple[time, time], ...]


def load_library_closes(calendar: str) -> dict[date, time | None]:
    """Return the library's close of each weekday of the table, None on days without trading."""
    library = pandas_market_calendars.get_calendar(LIBRARY_NAMES[calendar])
    closes: dict[date, time | None] = dict.fromkeys(_weekdays())
    schedule = library.schedule(FIRST_DAY.isoformat(), LAST_DAY.isoformat())
    for stamp, moment in schedule["market_close"].items():
        closes[stamp.date()] = moment.tz_convert(_CHICAGO).time()
    return closes


def build_days(calendar: str) -> list[TradingDay]:
    """Return a calendar's trading days: the library's, corrected, with the hours of their eras.

    Raises:
        ValueError: If a correction does not change what the library says, or two speak of one day.
    """
    closes = {day: _regular_or_early(calendar, day, close) for day, close in load_library_closes(calendar).items()}
    corrected: set[date] = set()
    for correction in CORRECTIONS:
        if calendar in correction.calendars.split():
            corrected |= _apply(correction, calendar, closes, corrected)
    return [
        _trading_day(era_of(calendar, day), day, close, closes.get(day - _ONE_DAY))
        for day, close in closes.items()
        if close is not None
    ]


def _weekdays() -> Iterator[date]:
    days = (FIRST_DAY + number * _ONE_DAY for number in range((LAST_DAY - FIRST_DAY).days + 1))
    return (day for day in days if day.weekday() <= _FRIDAY)


def _regular_or_early(calendar: str, day: date, close: time | None) -> time | None:
    return era_of(calendar, day).close if close == _LIBRARY_CLOSE else close


def _apply(correction: Correction, calendar: str, closes: dict[date, time | None], corrected: set[date]) -> set[date]:
    """Write one correction into a calendar's closes and return its days."""
    days = {date.fromisoformat(text) for text in correction.days.split()}
    for day in days:
        close = _corrected_close(correction.close, calendar, day)
        if day in corrected or closes[day] == close:
            raise ValueError(f"{calendar}: the correction of {day} to {correction.close} is idle or given twice")
        closes[day] = close
    return days


def _corrected_close(text: str, calendar: str, day: date) -> time | None:
    if text == CLOSED:
        return None
    return era_of(calendar, day).close if text == "regular" else time.fromisoformat(text)


def _trading_day(era: Era, day: date, close: time, close_before: time | None) -> TradingDay:
    """Return a day with its era's hours; `close_before` is that of the calendar day before it."""
    afternoon = era.afternoon and close_before == era.close
    return TradingDay(
        day=day,
        open=_AFTERNOON_OPEN if afternoon else EVENING_OPEN,
        close=close,
        regular=close == era.close,
        pauses=(_AFTERNOON_PAUSE,) if afternoon else (),
        halts=tuple(halt for halt in era.halts if halt[1] <= close),
    )


def render(calendar: str) -> str:
    """Return the text of a calendar's file."""
    days = build_days(calendar)
    spans = [
        SessionSpan(day.day, _moment(day.day - _ONE_DAY, day.open), _moment(day.day, day.close), day.regular)
        for day in days
    ]
    halts = [halt for day in days for halt in _halts(day)]
    remarks = (
        f"{calendar}: trading days in UTC. Made by scripts/make_sessions.py; edit session_rules.py instead.",
        "first    last       open    close kind [halts]          -1: on the evening before",
    )
    return render_sessions(SessionTable(calendar, spans, halts), remarks)


def _halts(day: TradingDay) -> list[tuple[int, int]]:
    """Return a day's halts, those of the evening before first."""
    evening = [(_moment(day.day - _ONE_DAY, start), _moment(day.day - _ONE_DAY, end)) for start, end in day.pauses]
    return evening + [(_moment(day.day, start), _moment(day.day, end)) for start, end in day.halts]


def _moment(day: date, wall_time: time) -> int:
    """Return a Chicago wall time as nanoseconds since 1970."""
    since = datetime.combine(day, wall_time, tzinfo=_CHICAGO) - datetime(1970, 1, 1, tzinfo=UTC)
    return (since.days * 86_400 + since.seconds) * 1_000_000_000


def main(arguments: list[str]) -> int:
    """Write all tables, or with `--check` compare them with what is there; return the exit code."""
    stale = False
    for calendar in LIBRARY_NAMES:
        path = _FOLDER / f"{calendar}.txt"
        text = render(calendar)
        if "--check" not in arguments:
            path.write_text(text, encoding="ascii")
            continue
        present = path.read_text(encoding="ascii") if path.exists() else ""
        difference = list(unified_diff(present.splitlines(), text.splitlines(), str(path.name), "made now", n=0))
        sys.stdout.writelines(f"{line}\n" for line in difference)
        stale = stale or bool(difference)
    return 1 if stale else 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
