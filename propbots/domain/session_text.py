"""Session tables as text: what a distribution ships, so that its calendars need neither a library nor a zone database.

Consecutive weekdays with the same hours stand on one line, in UTC. First day, last day, open, close, kind, halts; `-1`
is the day before. Lines that begin with `#` are remarks.

```
2024-01-16 2024-02-16 23:00-1 22:00 regular
2024-02-19 2024-02-19 23:00-1 18:00 early
2021-06-21 2021-06-25 22:00-1 21:00 regular 20:15/20:30
```
"""

from collections.abc import Iterable
from datetime import date
from functools import lru_cache
from itertools import chain

from propbots.domain.session import SessionSpan, SessionTable
from propbots.domain.time import to_date_number
from propbots.domain.timeframe import DAY, MINUTE
from propbots.errors import DataError

__all__ = ["parse_sessions", "render_sessions"]

_EPOCH = date(1970, 1, 1).toordinal()
_WEEKEND = (6, 0)
"""Saturday and Sunday as remainders of a date's ordinal by seven; ordinal 1 was a Monday."""
_FRIDAY = 4
_MINUTES = 60
_KINDS = {"regular": True, "early": False}

_Halts = list[tuple[int, int]]


def parse_sessions(name: str, text: str, *, zone: str = "UTC") -> SessionTable:
    """Return the calendar that a text holds.

    Args:
        name: The calendar's name, as instruments speak of it.
        text: A line for weekdays in a row with the same hours: first day, last day, open, close, `regular` or
            `early`, halts such as `20:15/20:30`. Times are UTC; `23:00-1` is on the day before; `#` begins a remark.
        zone: Of the exchange's clock, in which people are told its hours.

    Raises:
        DataError: With the first line that cannot be read.

    Determinism: pure.
    """
    spans: list[SessionSpan] = []
    halts: _Halts = []
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.strip() or line.startswith("#"):
            continue
        try:
            _read_line(line, spans, halts)
        except (KeyError, ValueError) as error:
            raise DataError(
                f"sessions of {name}: line {number} must be first and last day, open, close, regular or early, and "
                f"halts (was {line!r})"
            ) from error
    return SessionTable(name, spans, halts, zone=zone)


def _read_line(line: str, spans: list[SessionSpan], halts: _Halts) -> None:
    first, last, opens, closes, kind, *pauses = line.split()
    open_offset, close_offset, regular = _offset(opens), _offset(closes), _KINDS[kind]
    edges = [(_offset(start), _offset(end)) for start, _, end in (pause.partition("/") for pause in pauses)]
    for ordinal in range(date.fromisoformat(first).toordinal(), date.fromisoformat(last).toordinal() + 1):
        if ordinal % 7 in _WEEKEND:
            continue
        midnight = (ordinal - _EPOCH) * DAY
        spans.append(SessionSpan(date.fromordinal(ordinal), midnight + open_offset, midnight + close_offset, regular))
        halts.extend((midnight + start, midnight + end) for start, end in edges)


@lru_cache(maxsize=256)
def _offset(text: str) -> int:
    """Return nanoseconds from a day's midnight to a time such as `22:00`, or `22:00-1` on the day before."""
    clock, _, before = text.partition("-")
    hours, minutes = clock.split(":")
    return (int(hours) * _MINUTES + int(minutes)) * MINUTE - int(before or 0) * DAY


def render_sessions(table: SessionTable, remarks: Iterable[str] = ()) -> str:
    """Return the text that `parse_sessions` reads back, for scripts that make what a distribution ships.

    Args:
        table: Trading days from Monday to Friday, to the minute.
        remarks: Lines to put on top.

    Raises:
        ValueError: If a trading day lies on a weekend.

    Determinism: pure.
    """
    runs: list[tuple[date, date, str]] = []
    for span in table.spans:
        day, hours = span.trading_day, _hours(span, table)
        if day.weekday() > _FRIDAY:
            raise ValueError(f"trading days must be Mondays to Fridays (was {day})")
        if runs and runs[-1][2] == hours and _follows(runs[-1][1], day):
            runs[-1] = (runs[-1][0], day, hours)
        else:
            runs.append((day, day, hours))
    lines = (f"{first} {last} {hours}" for first, last, hours in runs)
    return "".join(f"{line}\n" for line in chain((f"# {remark}" for remark in remarks), lines))


def _follows(one: date, other: date) -> bool:
    return (other - one).days == (3 if one.weekday() == _FRIDAY else 1)


def _hours(span: SessionSpan, table: SessionTable) -> str:
    """Write a trading day's hours in UTC, relative to the day itself."""
    midnight = to_date_number(span.trading_day) * DAY
    opens, closes = (_clock(edge - midnight) for edge in (span.open_time_ns, span.close_time_ns))
    halts = table.halts_within(span.open_time_ns, span.close_time_ns)
    pauses = [f"{_clock(start - midnight)}/{_clock(end - midnight)}" for start, end in halts]
    return " ".join([opens, closes, "regular" if span.regular else "early", *pauses])


def _clock(offset: int) -> str:
    days, rest = divmod(offset, DAY)
    hours, minutes = divmod(rest // MINUTE, _MINUTES)
    return f"{hours:02d}:{minutes:02d}{days or ''}"
