"""The machine's clock, as commands ask for it; nothing below the command line knows what day it is."""

from datetime import UTC, date, datetime

__all__ = ["read_purchase", "today"]


def today() -> date:
    """Return the UTC day."""
    return datetime.now(UTC).date()  # noqa: TID251 -- the one place where commands ask for the day


def read_purchase(text: str | None) -> date | None:
    """Read the day of `--purchased`; None where it was left out.

    Raises:
        ConfigurationError: If it is no date.
    """
    from propbots.settings import convert  # noqa: PLC0415 -- not needed for --help

    return None if text is None else convert(date, text, "--purchased")
