"""Make the session tables that the package ships, or check that they are up to date.

```
python scripts/make_sessions.py            writes src/propbots_forex/data/*.txt
python scripts/make_sessions.py --check    exits with 1 and says what differs if a table is not what would be written
```

A day ends at 17:00 in New York. Pairs begin the next one at once, all else pauses until 18:00. Nobody publishes the
holidays of a market without an exchange, so each calendar closes when the exchange does that its prices come from:
metals and US indices with the futures of propbots-futures, the DAX and the FTSE with theirs. Sources are listed in this
distribution's README. Needs the extra `sessions`.
"""

import sys
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, time, timedelta
from difflib import unified_diff
from functools import cache, partial
from pathlib import Path
from zoneinfo import ZoneInfo

import pandas_market_calendars  # type: ignore[import-untyped]  # -- it ships no types
from dateutil.easter import easter  # type: ignore[import-untyped]  # -- the same

from propbots.api.instrument import SessionSpan, SessionTable, render_sessions
from propbots_futures.sessions import load_sessions

__all__ = ["CALENDARS", "FIRST_DAY", "LAST_DAY", "build_spans", "main", "render"]

FIRST_DAY = date(2005, 1, 3)
LAST_DAY = date(2030, 12, 31)

_FOLDER = Path(__file__).parents[1] / "src" / "propbots_forex" / "data"
_NEW_YORK = ZoneInfo("America/New_York")
_LONDON = ZoneInfo("Europe/London")
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_ONE_DAY = timedelta(days=1)
_FRIDAY = 4

_CLOSE = time(17)
_EUROPES_CLOSE = time(16)
"""When the DAX and the FTSE end while the US indices rest. Source: S-009."""
_LONDONS_HALF_DAY = time(12, 50)
"""When the FTSE ends on London's half days, by London's clock. Source: S-010, S-012."""
_OPENS = {"forex": time(17)}
"""When a day begins, on the evening before; 18:00 for all others."""


def _close_pairs(day: date) -> time | None:
    """Return when pairs close on a weekday: Christmas and New Year are the only days without trading. S-007."""
    return None if (day.month, day.day) in {(12, 25), (1, 1)} else _CLOSE


def _close_as_futures(calendar: str, day: date) -> time | None:
    """Return when that closes whose prices come from Chicago. S-008, S-009."""
    span = load_sessions(calendar).span_of(day)
    if span is None:
        return None
    return _CLOSE if span.regular else span.close_time.astimezone(_NEW_YORK).time()


def _close_in_europe(day: date) -> time:
    """Return when a European index closes on a day on which its own exchange trades as usual."""
    return _CLOSE if _close_as_futures("cme-equity", day) == _CLOSE else _EUROPES_CLOSE


def _close_dax(day: date) -> time | None:
    """Return when the DAX closes: it rests on the days on which its future does. S-011."""
    moving = {easter(day.year) - 2 * _ONE_DAY, easter(day.year) + _ONE_DAY}
    fixed = {(1, 1), (5, 1), (12, 24), (12, 25), (12, 26), (12, 31)}
    return None if day in moving or (day.month, day.day) in fixed else _close_in_europe(day)


def _close_ftse(day: date) -> time | None:
    """Return when the FTSE closes: it rests on bank holidays, and ends at midday on the London exchange's half days."""
    half_day = _load_london().get(day)
    if half_day is None:
        return None
    if not half_day:
        return _close_in_europe(day)
    return datetime.combine(day, _LONDONS_HALF_DAY, tzinfo=_LONDON).astimezone(_NEW_YORK).time()


@cache
def _load_london() -> dict[date, bool]:
    """Return the days on which London's exchange trades, and whether only for half of the day."""
    library = pandas_market_calendars.get_calendar("LSE")
    schedule = library.schedule(FIRST_DAY.isoformat(), LAST_DAY.isoformat())
    closes = {stamp.date(): moment.tz_convert(_LONDON).time() for stamp, moment in schedule["market_close"].items()}
    return {day: close < time(16) for day, close in closes.items()}


CALENDARS: dict[str, Callable[[date], time | None]] = {
    "cfd-dax": _close_dax,
    "cfd-metals": partial(_close_as_futures, "cme-metals"),
    "cfd-ftse": _close_ftse,
    "cfd-us": partial(_close_as_futures, "cme-equity"),
    "forex": _close_pairs,
}
"""When each calendar closes on a weekday, by New York's clock; None on days without trading."""


def build_spans(calendar: str) -> Iterator[SessionSpan]:
    """Give a calendar's trading days."""
    opens, close_of = _OPENS.get(calendar, time(18)), CALENDARS[calendar]
    days = (FIRST_DAY + number * _ONE_DAY for number in range((LAST_DAY - FIRST_DAY).days + 1))
    for day in days:
        close = close_of(day) if day.weekday() <= _FRIDAY else None
        if close is not None:
            yield SessionSpan(day, _moment(day - _ONE_DAY, opens), _moment(day, close), regular=close == _CLOSE)


def _moment(day: date, wall_time: time) -> int:
    """Return a New York wall time as nanoseconds since 1970."""
    since = datetime.combine(day, wall_time, tzinfo=_NEW_YORK) - _EPOCH
    return (since.days * 86_400 + since.seconds) * 1_000_000_000


def render(calendar: str) -> str:
    """Return the text of a calendar's file."""
    remark = f"{calendar}: trading days in UTC. Made by scripts/make_sessions.py; edit that instead."
    return render_sessions(SessionTable(calendar, list(build_spans(calendar))), [remark])


def main(arguments: list[str]) -> int:
    """Write all tables, or with `--check` compare them with what is there; return the exit code."""
    stale = False
    for calendar in CALENDARS:
        path = _FOLDER / f"{calendar}.txt"
        text = render(calendar)
        if "--check" not in arguments:
            path.write_text(text, encoding="ascii")
            continue
        present = path.read_text(encoding="ascii") if path.exists() else ""
        difference = list(unified_diff(present.splitlines(), text.splitlines(), path.name, "made now", n=0))
        sys.stdout.writelines(f"{line}\n" for line in difference)
        stale = stale or bool(difference)
    return 1 if stale else 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
