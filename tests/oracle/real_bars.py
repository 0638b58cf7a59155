"""Real bars of the E-mini S&P 500 as canonical CSV; whoever has no real market data skips what needs them."""

import csv
import os
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

__all__ = ["real_file", "write_real_bars"]

_BESIDE = Path(__file__).parents[3] / "shared" / "data"
_CHICAGO = ZoneInfo("America/Chicago")


def real_file(name: str) -> Path:
    """Return a file of real market data; a test that asks for an absent one is skipped."""
    source = Path(os.environ.get("PROPBOTS_TEST_DATA", _BESIDE)) / name
    if not source.is_file():
        pytest.skip(f"no real market data {name}; set PROPBOTS_TEST_DATA to the folder that holds it")
    return source


def write_real_bars(contract: str, target: Path) -> Path:
    """Write five-minute bars of a contract, which are stamped at their open in Chicago, and return where they are.

    Args:
        contract: Such as `ESH24`.
        target: Where to write.
    """
    source = real_file(f"{contract}_5min_sierra.txt")
    with source.open(newline="") as file, target.open("w", newline="") as output:
        writer = csv.writer(output)
        writer.writerow(["time", "open", "high", "low", "close", "volume"])
        for day, clock, *values in list(csv.reader(file, skipinitialspace=True))[1:]:
            time = datetime.strptime(f"{day} {clock[:8]}", "%Y/%m/%d %H:%M:%S").replace(tzinfo=_CHICAGO)
            writer.writerow([time.astimezone(UTC).isoformat().replace("+00:00", "Z"), *values[:5]])
    return target
