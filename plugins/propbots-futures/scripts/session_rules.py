"""What the calendar library does not know, or knows wrongly: regular hours by era, and corrections of single days.

All times are Chicago wall time. Each entry says why it stands here; the sources are listed in this distribution's
README. A correction that the library has meanwhile taken over makes `make_sessions.py` fail, so that none outlives
its reason.
"""

from datetime import date, time

import attrs

__all__ = [
    "CLOSED",
    "CORRECTIONS",
    "EVENING_OPEN",
    "FIRST_DAY",
    "LAST_DAY",
    "LIBRARY_NAMES",
    "Correction",
    "Era",
    "era_of",
]

FIRST_DAY = date(2005, 1, 1)
LAST_DAY = date(2030, 12, 31)

LIBRARY_NAMES = {
    "cme-energy": "CMEGlobex_Energy",
    # Not `CME_Equity`: that one closes whole days of mourning and puts the early closes of 12:15 at 12:00.
    "cme-equity": "CME Globex Equity",
    "cme-fx": "CMEGlobex_FX",
    "cme-metals": "CMEGlobex_Metals",
    "cme-rates": "CME Globex Fixed Income",
}
"""Which of the library's calendars each of ours begins with."""

EVENING_OPEN = time(17)
"""When a trading day opens, on the evening before. Source: S-005, S-006."""


@attrs.frozen
class Era:
    """The regular hours of a product group from a trading day on.

    Attributes:
        since: The first trading day with these hours.
        close: When a regular day closes.
        halts: Halts inside the day itself, each from a time to a time.
        afternoon: Whether, after a day that closed as usual, the next one opened the same afternoon at 15:30 and
            paused from 16:30 to 17:00.
    """

    since: date
    close: time
    halts: tuple[tuple[time, time], ...] = ()
    afternoon: bool = False


_MIDDAY_HALT = ((time(15, 15), time(15, 30)),)
_NYMEX = (
    # S-008: 17:00 to 16:15 on this platform, energy since 2006-06-12 and metals since 2006-12-04; earlier days, when
    # these products had other platforms, are approximated by the same hours.
    Era(FIRST_DAY, time(16, 15)),
    # S-007: the maintenance period starts a quarter of an hour earlier.
    Era(date(2015, 9, 21), time(16)),
)
_ERAS = {
    "cme-energy": _NYMEX,
    "cme-equity": (
        # S-005: trades after 15:30 count for the next day; the library opens like that on Sundays too, without a pause.
        Era(FIRST_DAY, time(15, 15), afternoon=True),
        # S-009: the day ends at 16:15, with a halt in between; real minutes of 2013 show both, the library says 16:00.
        Era(date(2012, 11, 19), time(16, 15), _MIDDAY_HALT),
        # S-007.
        Era(date(2015, 9, 21), time(16), _MIDDAY_HALT),
        # The library's `CME_Equity`; real bars of 2020 and 2024 agree with what was before and after.
        Era(date(2021, 6, 28), time(16)),
    ),
    "cme-fx": (Era(FIRST_DAY, time(16)),),
    "cme-metals": _NYMEX,
    "cme-rates": (Era(FIRST_DAY, time(16)),),
}


def era_of(calendar: str, day: date) -> Era:
    """Return the hours that a product group kept on a day."""
    return next(era for era in reversed(_ERAS[calendar]) if era.since <= day)


CLOSED = "closed"


@attrs.frozen
class Correction:
    """Days on which the library errs.

    Attributes:
        calendars: Ours, by name, separated by spaces.
        close: When the days close, as `HH:MM`; `closed` without trading; `regular` as any other day of the era.
        days: ISO dates, separated by spaces.
        reason: Why we know better.
    """

    calendars: str
    close: str
    days: str
    reason: str


CORRECTIONS = (
    Correction(
        "cme-equity cme-fx cme-rates",
        CLOSED,
        "2024-03-29 2025-04-18 2027-03-26 2028-04-14 2029-03-30 2030-04-19",
        "Good Friday opens for a morning only when it is the day of the employment report, the month's first Friday "
        "(2021, 2023, 2026); the library opens it every year. The real bars of 2024 have no such session.",
    ),
    Correction(
        "cme-fx",
        "10:15",
        "2010-04-02 2012-04-06 2015-04-03",
        "Good Friday with the employment report, as the library has it for rates. S-010.",
    ),
    Correction("cme-equity", "08:15", "2012-10-29 2012-10-30", "Hurricane Sandy. S-011."),
    Correction("cme-rates", "11:00", "2012-10-29", "Hurricane Sandy. S-011."),
    Correction("cme-equity", "08:30", "2018-12-05", "Day of mourning for President Bush. S-012."),
    Correction("cme-rates", CLOSED, "2018-12-05", "Day of mourning for President Bush. S-012."),
    Correction("cme-equity", "08:30", "2025-01-09", "Day of mourning for President Carter. S-013."),
    Correction("cme-rates", "12:15", "2025-01-09", "Day of mourning for President Carter. S-013."),
    Correction("cme-equity", "regular", "2006-07-03", "The exchange's notice has the regular close. S-014."),
    Correction(
        "cme-fx",
        "15:15",
        "2005-01-14 2005-02-18 2005-05-27 2005-09-02 2006-01-13 2006-02-17 2006-05-26 2006-09-01 2007-01-12 2007-02-16 "
        "2007-05-25 2007-08-31 2008-01-18 2008-02-15 2008-05-23 2008-08-29 2009-01-16 2009-02-13 2009-04-09 2009-05-22 "
        "2009-09-04 2010-01-15 2010-02-12 2010-05-28 2010-07-02 2010-09-03 2011-01-14 2011-02-18 2011-05-27 2011-07-01 "
        "2011-09-02 2012-01-13 2012-02-17 2012-05-25 2012-08-31 2013-01-18 2013-02-15 2013-05-24 2013-08-30 2014-01-17 "
        "2014-02-14 2014-05-23 2014-08-29 2015-01-16 2015-02-13 2015-05-22",
        "The last session before a long weekend closed with the rates, for which the library has it. S-006, S-010.",
    ),
    Correction(
        "cme-fx cme-rates",
        "15:15",
        "2005-03-24 2005-12-23 2006-12-22 2009-10-09 2010-10-08 2011-10-07 2012-10-05",
        "The last session before Good Friday, Christmas and Columbus Day, likewise. S-006, S-010, S-014.",
    ),
    Correction("cme-fx", "12:15", "2010-12-31", "New Year's Eve, as the library has it for rates. S-010, S-015."),
    Correction(
        "cme-energy cme-metals",
        "regular",
        "2005-01-17 2005-02-21 2005-05-30 2005-07-04 2005-09-05 2005-11-24 2006-01-16 2006-02-20 2006-05-29 2006-07-04 "
        "2006-09-04 2006-11-23 2007-01-15 2007-02-19 2007-05-28 2007-07-04 2007-09-03 2007-11-22 2008-01-21 2008-02-18 "
        "2008-05-26 2008-07-04 2008-09-01 2008-11-27 2009-01-19 2009-02-16",
        "On holidays these products halted with the regular break until early 2009 (known of Labor Day 2007 and of the "
        "days of 2009, the others by analogy). S-010, S-016.",
    ),
    Correction(
        "cme-energy cme-metals",
        "12:15",
        "2009-05-25 2009-09-07 2009-11-26 2010-01-18 2010-02-15 2010-05-31 2010-07-05 2010-09-06 2010-11-25 2011-01-17 "
        "2011-02-21 2011-05-30 2011-07-04 2011-09-05 2011-11-24 2012-01-16 2012-02-20 2012-05-28 2012-07-04 2012-09-03 "
        "2012-11-22 2013-01-21 2013-02-18 2013-05-27 2013-07-04 2013-09-02 2013-11-28 2014-01-20 2014-02-17",
        "The holiday halt until Memorial Day 2014; the library has 12:00. S-010, S-017.",
    ),
    Correction("cme-energy cme-metals", "12:30", "2009-07-03", "Independence Day observed on a Friday. S-010."),
    Correction(
        "cme-energy cme-metals",
        "15:15",
        "2009-05-22 2009-09-04 2009-10-09 2010-01-15 2010-02-12 2010-05-28 2010-07-02 2010-09-03 2010-10-08 2011-01-14",
        "The last session before a long weekend. S-010.",
    ),
    Correction(
        "cme-energy cme-metals",
        "12:45",
        "2007-12-24 2008-12-24 2009-12-24 2012-12-24 2013-12-24 2014-12-24 2015-12-24 2018-12-24 2019-12-24 2020-12-24 "
        "2024-12-24 2025-12-24 2029-12-24 2030-12-24",
        "Christmas Eve, which the library has for 2026 only; 2007 and 2008 by analogy. S-010.",
    ),
    Correction(
        "cme-energy cme-metals",
        "13:30",
        "2022-09-05 2023-09-04 2024-09-02 2025-09-01 2027-09-06 2028-09-04 2029-09-03 2030-09-02",
        "Labor Day halts like the other holidays since 2022; the library has that for 2026 only. S-010, S-018.",
    ),
    Correction(
        "cme-energy cme-metals",
        "12:00",
        "2025-07-04 2027-06-18",
        "A holiday on a Friday ends the week, so it closes instead of halting; the library has that for 2026. S-010.",
    ),
    Correction("cme-fx", "12:00", "2025-07-04 2026-06-19 2026-07-03 2027-06-18", "A holiday on a Friday. S-010."),
    Correction(
        "cme-energy cme-metals",
        "13:45",
        "2025-11-28 2027-11-26 2028-11-24 2029-11-23 2030-11-29",
        "The Friday after Thanksgiving since 2025; the library has it for 2026. S-010.",
    ),
    Correction(
        "cme-fx",
        "13:45",
        "2025-11-28 2026-11-27 2027-11-26 2028-11-24 2029-11-23 2030-11-29",
        "The Friday after Thanksgiving since 2025. S-010.",
    ),
    Correction("cme-fx", "12:45", "2025-12-24 2026-12-24 2029-12-24 2030-12-24", "Christmas Eve since 2025. S-010."),
)
"""All corrections; no day of a calendar stands in two."""
