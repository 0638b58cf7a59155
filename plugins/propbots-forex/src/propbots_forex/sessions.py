"""When currencies, metals and index CFDs trade: tables made ahead of time, one file a calendar.

`scripts/make_sessions.py` makes the files and checks them; how they are written stands with
`propbots.api.instrument.parse_sessions`.
"""

from functools import cache
from pathlib import Path

from propbots.api.instrument import SessionTable, parse_sessions

__all__ = ["CALENDAR_NAMES", "load_sessions"]

CALENDAR_NAMES = ("cfd-dax", "cfd-ftse", "cfd-metals", "cfd-us", "forex")
"""One calendar for what closes on the same days, ordered by name."""

_ZONE = "America/New_York"
"""By whose clock the day ends at 17:00, in winter and in summer; the tables are in UTC."""
_FOLDER = Path(__file__).with_name("data")


@cache
def load_sessions(name: str) -> SessionTable:
    """Return a calendar, read once a process.

    Raises:
        KeyError: If no calendar has that name.
    """
    if name not in CALENDAR_NAMES:
        raise KeyError(name)
    return parse_sessions(name, (_FOLDER / f"{name}.txt").read_text(encoding="ascii"), zone=_ZONE)
