"""For each card a broken plugin: the kit names exactly that card, and says what to do."""

import re
import subprocess
import sys
import xml.etree.ElementTree as ElementTree
from collections.abc import Iterator
from pathlib import Path

import pytest

from propbots.testing.card import Card
from propbots.testing.reference import CONTRACTS, list_cards

ROOT = Path(__file__).parents[2]
BROKEN = sorted((Path(__file__).parent / "broken").glob("*_*.py"))
CARDS = [page for contract in CONTRACTS for page in list_cards(contract)]

Failures = dict[str, dict[str, str]]


def number_of(name: str) -> str:
    """Return the card that a file or a test is named by."""
    match = re.search(r"([a-z]{3})_(\d{3})", name)
    assert match, name
    return f"{match[1].upper()}-{match[2]}"


@pytest.fixture(scope="module")
def failures(tmp_path_factory: pytest.TempPathFactory) -> Failures:
    """What fails in each broken plugin: by its file, the messages by card."""
    report = tmp_path_factory.mktemp("broken") / "report.xml"
    words = ["-q", "-p", "no:randomly", f"--junit-xml={report}", *map(str, BROKEN)]
    ran = subprocess.run([sys.executable, "-m", "pytest", *words], cwd=ROOT, capture_output=True, text=True, check=False)
    assert ran.returncode == 1, ran.stdout[-3000:] + ran.stderr[-3000:]
    found: Failures = {path.stem: {} for path in BROKEN}
    for stem, card, message in read_failures(report):
        found[stem][card] = message
    return found


def read_failures(report: Path) -> Iterator[tuple[str, str, str]]:
    """Give file, card and message of each test that failed, errors before the test included."""
    for case in ElementTree.parse(report).iter("testcase"):
        told = case.find("failure")
        if told is None:
            told = case.find("error")
        if told is not None:
            yield case.attrib["classname"].split(".")[-2], number_of(case.attrib["name"]), told.text or ""


@pytest.mark.parametrize("path", BROKEN, ids=lambda path: path.stem)
def test_kit_names_exactly_the_card_that_is_broken(failures: Failures, path: Path) -> None:
    assert list(failures[path.stem]) == [number_of(path.stem)]


@pytest.mark.parametrize("path", BROKEN, ids=lambda path: path.stem)
def test_failing_card_says_what_was_expected_what_was_found_and_the_mend(failures: Failures, path: Path) -> None:
    (message,) = failures[path.stem].values()
    page = next(one for one in CARDS if one.number == number_of(path.stem))

    told = rf"{re.escape(page.number)}: {re.escape(page.promise)}\n\s+expected: \S.*\n\s+found: \S(.|\n)*\n\s+mend: "
    assert re.search(told + re.escape(page.mend), message), message


@pytest.mark.parametrize("path", BROKEN, ids=lambda path: path.stem)
def test_broken_plugin_says_which_card_it_breaks(path: Path) -> None:
    assert path.read_text().startswith(f'"""{number_of(path.stem)}: ')


@pytest.mark.parametrize("page", CARDS, ids=lambda page: page.number)
def test_card_has_a_broken_plugin(page: Card) -> None:
    assert page.number in {number_of(path.stem) for path in BROKEN}
