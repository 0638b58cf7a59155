"""Files of bars in the canonical form, whole or with one thing wrong."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

__all__ = ["HEADER", "rows", "write_bars"]

HEADER = "time,open,high,low,close,volume"
_START = datetime(2026, 1, 26, 0, 0, tzinfo=UTC)


def rows(count: int = 30, *, start: datetime = _START, minutes: int = 1) -> list[str]:
    """Return rows of minutes that rise and fall in steps of a quarter, so that averages cross again and again."""
    found = []
    for number in range(count):
        middle = 100 + 0.25 * (number % 14 if number % 28 < 14 else 14 - number % 14)
        time = (start + number * timedelta(minutes=minutes)).strftime("%Y-%m-%dT%H:%M:%SZ")
        found.append(f"{time},{middle:.2f},{middle + 1:.2f},{middle - 1:.2f},{middle + 0.25:.2f},10")
    return found


def write_bars(path: Path, lines: Sequence[str] | None = None, *, header: str = HEADER) -> Path:
    """Write a file of bars and return its path."""
    path.write_text("\n".join([header, *(rows() if lines is None else lines)]) + "\n")
    return path
