"""When the exchange trades: tables made ahead of time, one file a product group.

`scripts/make_sessions.py` makes the files and checks them; how they are written stands with
`propbots.api.instrument.parse_sessions`.
"""

from functools import cache
from pathlib import Path

from propbots.api.instrument import SessionTable, parse_sessions

__all__ = ["CALENDAR_NAMES", "load_sessions"]

CALENDAR_NAMES = ("cme-energy", "cme-equity", "cme-fx", "cme-metals", "cme-rates")
"""One calendar a product group, ordered by name."""

_ZONE = "America/Chicago"
"""By whose clock the exchange tells its hours; the tables are in UTC."""
_FOLDER = Path(__file__).with_name("data")


@cache
def load_sessions(name: str) -> SessionTable:
    """Return a product group's calendar, read once a process.

    Raises:
        KeyError: If no calendar has that name.
    """
    if name not in CALENDAR_NAMES:
        raise KeyError(name)
    return parse_sessions(name, (_FOLDER / f"{name}.txt").read_text(encoding="ascii"), zone=_ZONE)
