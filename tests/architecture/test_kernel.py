"""The kernel names no venue, firm or vendor, and committed files name no host and no machine."""

import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
NAMES = [
    "cme",
    "globex",
    "comex",
    "nymex",
    "cbot",
    "topstep",
    "topstepx",
    "mffu",
    "fundingpips",
    "apex",
    "ninjatrader",
    "metatrader",
    "mt5",
    "nt8",
    "binance",
    "databento",
    "polygon",
    "tradovate",
    "rithmic",
    "projectx",
    "tradingview",
    "sierra",
    "bitstamp",
    "quantconnect",
    "nautilustrader",
    "backtrader",
    "vectorbt",
]
KERNEL = sorted(path for path in (ROOT / "propbots").rglob("*") if path.is_file() and "__pycache__" not in path.parts)


def tracked() -> list[Path]:
    """Return the files that git keeps, large data left out."""
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=False).stdout
    return [ROOT / name for name in listed.splitlines() if (ROOT / name).is_file() and not name.endswith(".gz")]


@pytest.mark.parametrize("path", KERNEL, ids=lambda path: str(path.relative_to(ROOT)))
def test_file_of_the_kernel_names_no_venue_firm_or_vendor(path: Path) -> None:
    words = re.findall(r"[a-z0-9]+", path.read_text(encoding="utf-8").lower())

    assert not set(words) & set(NAMES)


def test_no_file_records_a_registry_or_a_machine() -> None:
    wrong = re.compile(r"pypi\.org/simple|files\.pythonhosted|registry\.npmjs|/" + "work/(main|steering)|/" + "root/")

    found = [str(path.relative_to(ROOT)) for path in tracked() if wrong.search(path.read_text(errors="ignore"))]

    assert found == []


def test_pins_are_plain() -> None:
    for line in (ROOT / "constraints.txt").read_text().splitlines():
        assert re.fullmatch(r"[A-Za-z0-9._-]+==[A-Za-z0-9.+!_-]+( ; .+)?", line), line
