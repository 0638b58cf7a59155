"""For each card a broken plugin: the kit names exactly that card, and says what to do."""

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from propbots.testing.card import Card
from propbots.testing.reference import CONTRACTS, list_cards

ROOT = Path(__file__).parents[2]
BROKEN = sorted((Path(__file__).parent / "broken").glob("*_*.py"))
CARDS = {page.number: page for contract in CONTRACTS for page in list_cards(contract)}
RAISING = {"IND-040", "IND-140"}
"""Cards whose plugin is broken because something raises; elsewhere that would be a fault of the kit."""


def number_of(name: str) -> str:
    """Return the card that a file or a test is named by."""
    match = re.search(r"([a-z]{3})_(\d{3})", name)
    assert match, name
    return f"{match[1].upper()}-{match[2]}"


def run_kit(files: list[Path], report: Path) -> Iterator[tuple[str, str, str]]:
    """Run broken plugins; give plugin, card and message of each test that fails, errors before a test included."""
    words = ["-q", "-p", "no:randomly", f"--junit-xml={report}", *map(str, files)]
    ran = subprocess.run(
        [sys.executable, "-m", "pytest", *words], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert ran.returncode == 1, ran.stdout[-3000:] + ran.stderr[-3000:]
    cases = ET.parse(report)  # noqa: S314 -- pytest wrote it a moment ago
    for case in cases.iter("testcase"):
        for told in (*case.iter("failure"), *case.iter("error")):
            yield number_of(case.attrib["classname"]), number_of(case.attrib["name"]), told.text or ""


def tells(page: Card) -> re.Pattern[str]:
    """Return what the message of a failing card looks like."""
    parts = rf"{re.escape(page.number)}: {re.escape(page.promise)}\n\s+expected: \S.*\n\s+found: \S(.|\n)*\n\s+mend: "
    return re.compile(parts + re.escape(page.mend))


@pytest.mark.parametrize("kind", sorted({path.stem[:3] for path in BROKEN}))
def test_kit_names_exactly_the_card_that_is_broken_and_tells_it(kind: str, tmp_path: Path) -> None:
    files = [path for path in BROKEN if path.stem.startswith(kind)]

    failed = list(run_kit(files, tmp_path / "report.xml"))

    assert [(plugin, card) for plugin, card, _ in failed] == [(number_of(path.stem),) * 2 for path in files]
    for _, card, message in failed:
        assert tells(CARDS[card]).search(message), message
        assert ("expected: nothing is raised" in message) == (card in RAISING), message


@pytest.mark.parametrize("path", BROKEN, ids=lambda path: path.stem)
def test_broken_plugin_says_which_card_it_breaks(path: Path) -> None:
    assert path.read_text().startswith(f'"""{number_of(path.stem)}: ')


def test_every_card_has_a_broken_plugin() -> None:
    assert [number_of(path.stem) for path in BROKEN] == sorted(CARDS)
