"""Where the clocks of firms and of an exchange stand in 2024 to 2027, worked out a second time.

Nothing here is ours and nothing knows a zone: each change of a clock and each short day is written down as a moment in
UTC, and the rest is whole numbers. Times are minutes since 1970 UTC, days are numbers since 1970; both come in columns.
"""

from datetime import date
from functools import cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

__all__ = [
    "CHANGES",
    "CHICAGO",
    "CLOSED",
    "DAY",
    "EARLY_CLOSES",
    "FIRST",
    "LAST",
    "NEW_YORK",
    "NO_SESSION",
    "PRAGUE",
    "UTC_PLUS_3",
    "FirmClock",
    "Stretch",
    "Zone",
    "day_number",
    "find_stretches",
    "is_weekend_close",
    "minute",
    "session_days",
    "trading_days",
    "unusual_minutes",
]

Minutes = NDArray[np.int64]

DAY = 24 * 60
NO_SESSION = -1
_EPOCH = date(1970, 1, 1).toordinal()


def day_number(text: str) -> int:
    """A date, such as `2024-03-10`, as days since 1970."""
    return date.fromisoformat(text).toordinal() - _EPOCH


def minute(text: str) -> int:
    """A moment in UTC, such as `2024-03-10 08:00`, as minutes since 1970."""
    day, clock = text.split()
    return day_number(day) * DAY + int(clock[:2]) * 60 + int(clock[3:])


FIRST, LAST = minute("2023-12-16 00:00"), minute("2028-01-01 00:00")
"""Two weeks more than the four years, from a Saturday on."""


class Zone(NamedTuple):
    """A zone's clock: the moments of its changes and the minutes by which it is ahead of UTC from each of them on."""

    changes: tuple[tuple[str, int], ...]

    def local(self, minutes: Minutes) -> Minutes:
        """What the zone's clock shows, counted as if it were UTC."""
        moments = [minute(text) for text, _ in self.changes]
        ahead = np.array([offset for _, offset in self.changes], dtype=np.int64)
        local: Minutes = minutes + ahead[np.searchsorted(moments, minutes, side="right") - 1]
        return local


# The second Sunday of March and the first of November, at 02:00 of each zone's own clock.
CHICAGO = Zone(
    (
        ("2023-11-05 07:00", -6 * 60),
        ("2024-03-10 08:00", -5 * 60),
        ("2024-11-03 07:00", -6 * 60),
        ("2025-03-09 08:00", -5 * 60),
        ("2025-11-02 07:00", -6 * 60),
        ("2026-03-08 08:00", -5 * 60),
        ("2026-11-01 07:00", -6 * 60),
        ("2027-03-14 08:00", -5 * 60),
        ("2027-11-07 07:00", -6 * 60),
    )
)
NEW_YORK = Zone(
    (
        ("2023-11-05 06:00", -5 * 60),
        ("2024-03-10 07:00", -4 * 60),
        ("2024-11-03 06:00", -5 * 60),
        ("2025-03-09 07:00", -4 * 60),
        ("2025-11-02 06:00", -5 * 60),
        ("2026-03-08 07:00", -4 * 60),
        ("2026-11-01 06:00", -5 * 60),
        ("2027-03-14 07:00", -4 * 60),
        ("2027-11-07 06:00", -5 * 60),
    )
)
# The last Sundays of March and October, everywhere at 01:00 UTC.
PRAGUE = Zone(
    (
        ("2023-10-29 01:00", 60),
        ("2024-03-31 01:00", 120),
        ("2024-10-27 01:00", 60),
        ("2025-03-30 01:00", 120),
        ("2025-10-26 01:00", 60),
        ("2026-03-29 01:00", 120),
        ("2026-10-25 01:00", 60),
        ("2027-03-28 01:00", 120),
        ("2027-10-31 01:00", 60),
    )
)
UTC_PLUS_3 = Zone((("1970-01-01 00:00", 180),))

CHANGES = tuple(text for zone in (CHICAGO, PRAGUE) for text, _ in zone.changes[1:])
"""When the clocks change; New York does on Chicago's days."""

CLOSED = (
    "2023-12-25",  # Christmas
    "2024-01-01",  # New Year's Day
    "2024-03-29",  # Good Friday
    "2024-12-25",
    "2025-01-01",
    "2025-04-18",
    "2025-12-25",
    "2026-01-01",
    "2026-12-25",  # and the Good Friday of 2026 is half a morning
    "2027-01-01",
    "2027-03-26",
    "2027-12-24",  # Christmas falls on a Saturday
)
"""Weekdays on which equity index futures have no session."""

EARLY_CLOSES = (
    "2024-01-15 18:00",  # Martin Luther King Day
    "2024-02-19 18:00",  # Presidents' Day
    "2024-05-27 17:00",  # Memorial Day
    "2024-06-19 17:00",  # Juneteenth
    "2024-07-03 17:15",  # eve of Independence Day
    "2024-07-04 17:00",  # Independence Day
    "2024-09-02 17:00",  # Labor Day
    "2024-11-28 18:00",  # Thanksgiving
    "2024-11-29 18:15",  # the Friday after it
    "2024-12-24 18:15",  # Christmas Eve
    "2025-01-09 14:30",  # mourning for President Carter
    "2025-01-20 18:00",
    "2025-02-17 18:00",
    "2025-05-26 17:00",
    "2025-06-19 17:00",
    "2025-07-03 17:15",
    "2025-07-04 17:00",
    "2025-09-01 17:00",
    "2025-11-27 18:00",
    "2025-11-28 18:15",
    "2025-12-24 18:15",
    "2026-01-19 18:00",
    "2026-02-16 18:00",
    "2026-04-03 13:15",  # Good Friday, with the employment report
    "2026-05-25 17:00",
    "2026-06-19 17:00",
    "2026-07-03 17:00",  # Independence Day falls on a Saturday
    "2026-09-07 17:00",
    "2026-11-26 18:00",
    "2026-11-27 18:15",
    "2026-12-24 18:15",
    "2027-01-18 18:00",
    "2027-02-15 18:00",
    "2027-05-31 17:00",
    "2027-06-18 17:00",  # Juneteenth falls on a Saturday
    "2027-07-05 17:00",  # Independence Day falls on a Sunday
    "2027-09-06 17:00",
    "2027-11-25 18:00",
    "2027-11-26 18:15",
)
"""When sessions of equity index futures end that end early."""


def unusual_minutes(year: str) -> Minutes:
    """Every minute of a year's days on which something is unusual, and of the days before and after them."""
    dates = [text.split()[0] for text in (*CHANGES, *CLOSED, *EARLY_CLOSES)]
    days = {day_number(text) + near for text in dates if text.startswith(year) for near in (-1, 0, 1)}
    return np.concatenate([np.arange(day * DAY, (day + 1) * DAY) for day in sorted(days)])


def session_days(minutes: Minutes) -> Minutes:
    """The trading day of equity index futures at each minute, -1 where they do not trade.

    From 17:00 in Chicago on the evening before until 16:00, on weekdays.
    """
    local = CHICAGO.local(minutes)
    clock = local % DAY
    session = local // DAY + (clock >= 17 * 60)
    trades = ((clock < 16 * 60) | (clock >= 17 * 60)) & (_weekday(session) < 5)
    trades &= ~np.isin(session, [day_number(text) for text in CLOSED])
    ends = np.array([minute(text) for text in EARLY_CLOSES])
    early = np.searchsorted(ends // DAY, session).clip(max=len(ends) - 1)
    trades &= (ends[early] // DAY != session) | (minutes < ends[early])
    return np.where(trades, session, NO_SESSION)


def _weekday(day: Minutes) -> Minutes:
    """Monday is 0; the first of January 1970 was a Thursday."""
    return (day + 3) % 7


@cache
def _all_session_days() -> Minutes:
    return session_days(np.arange(FIRST, LAST))


def trading_days() -> list[tuple[int, int, int]]:
    """Each trading day of the four years with the minutes at which it opens and closes."""
    minutes, session = np.arange(FIRST, LAST), _all_session_days()
    opens = minutes[1:][(session[1:] != NO_SESSION) & (session[:-1] == NO_SESSION)]
    closes = minutes[1:][(session[1:] == NO_SESSION) & (session[:-1] != NO_SESSION)]
    days = session_days(opens)
    return list(zip(days.tolist(), opens.tolist(), closes.tolist(), strict=True))


def is_weekend_close(close: int) -> bool:
    """Whether trading that ends at a minute begins again more than a day later."""
    return bool((session_days(np.arange(close, close + DAY + 1)) == NO_SESSION).all())


class FirmClock(NamedTuple):
    """A firm's clock: roll and the hours to be flat in minutes of the zone's day; -1 where positions may be held."""

    zone: Zone
    roll: int
    flatten_from: int = -1
    flat_by: int = -1
    before_weekends_only: bool = False


class Stretch(NamedTuple):
    """What lies between two rolls: the firm's day, or part of a pause that belongs to the day that follows it."""

    day: int
    start: int
    end: int
    flatten: int | None
    trades: bool


@cache
def find_stretches(firm: FirmClock) -> list[Stretch]:
    """What lies between the rolls of a firm's clock in the four years, parts at both ends left out."""
    minutes = np.arange(FIRST, LAST)
    local = firm.zone.local(minutes)
    # Named by the date on which it ends, which for a day that rolls at midnight is the date on which it runs.
    day = local // DAY + (local % DAY >= (firm.roll or DAY))
    session = _all_session_days()
    rolls = np.flatnonzero(np.diff(day)) + 1
    return [
        Stretch(
            day.item(start),
            minutes.item(start),
            minutes.item(end),
            _flatten(firm, minutes[start:end], local[start:end], session[start:end]),
            bool((session[start:end] != NO_SESSION).any()),
        )
        for start, end in zip(rolls[:-1].tolist(), rolls[1:].tolist(), strict=True)
    ]


def _flatten(firm: FirmClock, minutes: Minutes, local: Minutes, session: Minutes) -> int | None:
    """The minute from which positions are closed: the firm's, or as long as it wants before the exchange closes."""
    if firm.flatten_from < 0:
        return None
    hour = int(minutes[local % DAY == firm.flatten_from][0])
    is_open = session != NO_SESSION
    ends_open = np.append(is_open[1:], _is_open_at(int(minutes[-1]) + 1))
    closes: list[int] = (minutes[is_open & ~ends_open] + 1).tolist()
    if firm.before_weekends_only:
        closes = [close for close in closes if is_weekend_close(close)]
        return min(hour, closes[0] - firm.flat_by + firm.flatten_from) if closes else None
    if _is_open_at(hour):
        closes = [close for close in closes if close > hour][:1]
    else:
        closes = [close for close in closes if close <= hour][-1:]
    return min([hour, *(close - firm.flat_by + firm.flatten_from for close in closes)])


def _is_open_at(at: int) -> bool:
    return session_days(np.array([at])).item() != NO_SESSION
