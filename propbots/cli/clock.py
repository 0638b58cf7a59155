"""The machine's clock, as commands ask for it; nothing below the command line knows what day it is."""

from datetime import UTC, date, datetime

__all__ = ["today"]


def today() -> date:
    """Return the UTC day."""
    return datetime.now(UTC).date()  # noqa: TID251 -- the one place where commands ask for the day
