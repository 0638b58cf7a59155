"""When the exchange trades: tables made ahead of time, read with the standard library alone.

A table is a text file of runs: consecutive weekdays with the same hours on one line, in UTC, so that no zone database
is needed to read it. `scripts/make_sessions.py` makes the files and checks them.

```
2024-01-16 2024-02-16 23:00-1 22:00 regular
2024-02-19 2024-02-19 23:00-1 18:00 early
2021-06-21 2021-06-25 22:00-1 21:00 regular 20:15/20:30
```

First day, last day, open, close, kind, halts; `-1` is the evening before.
"""

from datetime import date
from functools import cache
from pathlib import Path

from propbots.api.instrument import SessionSpan, SessionTable

__all__ = ["CALENDAR_NAMES", "load_sessions"]

CALENDAR_NAMES = ("cme-energy", "cme-equity", "cme-fx", "cme-metals", "cme-rates")
"""One calendar a product group, ordered by name."""

_ZONE = "America/Chicago"
"""By whose clock the exchange tells its hours; the tables are in UTC."""
_FOLDER = Path(__file__).with_name("data")
_EPOCH = date(1970, 1, 1).toordinal()
_MINUTE = 60 * 1_000_000_000
_DAY = 24 * 60 * _MINUTE
_WEEKEND = (6, 0)
"""Saturday and Sunday as remainders of a date's ordinal by seven; ordinal 1 was a Monday."""


@cache
def load_sessions(name: str) -> SessionTable:
    """Return a product group's calendar, read once a process.

    Raises:
        KeyError: If no calendar has that name.
    """
    if name not in CALENDAR_NAMES:
        raise KeyError(name)
    spans: list[SessionSpan] = []
    halts: list[tuple[int, int]] = []
    for line in (_FOLDER / f"{name}.txt").read_text(encoding="ascii").splitlines():
        if line.startswith("#"):
            continue
        first, last, opens, closes, kind, *pauses = line.split()
        edges = [(_offset(start), _offset(end)) for start, _, end in (pause.partition("/") for pause in pauses)]
        for ordinal in _weekdays(first, last):
            midnight, day = (ordinal - _EPOCH) * _DAY, date.fromordinal(ordinal)
            spans.append(SessionSpan(day, midnight + _offset(opens), midnight + _offset(closes), kind == "regular"))
            halts.extend((midnight + start, midnight + end) for start, end in edges)
    return SessionTable(name, spans, halts, zone=_ZONE)


def _weekdays(first: str, last: str) -> list[int]:
    """Return the ordinals of Mondays to Fridays between two ISO dates, both included."""
    days = range(date.fromisoformat(first).toordinal(), date.fromisoformat(last).toordinal() + 1)
    return [day for day in days if day % 7 not in _WEEKEND]


@cache
def _offset(text: str) -> int:
    """Return nanoseconds from a day's midnight to a time such as `22:00`, or `22:00-1` on the evening before."""
    clock, _, before = text.partition("-")
    hours, minutes = clock.split(":")
    return (int(hours) * 60 + int(minutes)) * _MINUTE - int(before or 0) * _DAY
