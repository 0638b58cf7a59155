"""An author's mistakes are found by mypy, at the very lines where they stand, and sound code passes strict.

The files under `planted/` mark each line with the codes that mypy must report there.
"""

import re
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

PLANTED = Path(__file__).parent / "planted"
REPORTED = re.compile(r"(?P<file>[^:]+):(?P<line>\d+): error: .* \[(?P<code>[a-z-]+)\]")
MARK = re.compile(r"# E: ([a-z-]+)")

Findings = Counter[tuple[str, int, str]]


def expected_of(file: Path) -> Findings:
    """Return what is marked in a file: name, line and code."""
    return Counter(
        (file.name, number, code)
        for number, line in enumerate(file.read_text().splitlines(), 1)
        for code in MARK.findall(line)
    )


@pytest.fixture(scope="module")
def reported(tmp_path_factory: pytest.TempPathFactory) -> Findings:
    """What mypy reports on all planted files, with an author's settings and not ours."""
    cache = tmp_path_factory.mktemp("cache")
    words = ["--strict", "--config-file", "", "--no-error-summary", "--no-pretty", "--cache-dir", str(cache)]
    ran = subprocess.run(
        [sys.executable, "-m", "mypy", *words, *(path.name for path in sorted(PLANTED.glob("*.py")))],
        cwd=PLANTED,
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.stderr == ""
    lines = [line for line in ran.stdout.splitlines() if ": error:" in line]
    matches = [REPORTED.fullmatch(line) for line in lines]
    assert all(matches), lines
    return Counter((match["file"], int(match["line"]), match["code"]) for match in matches if match)


@pytest.mark.parametrize("file", sorted(PLANTED.glob("*.py")), ids=lambda file: file.stem)
def test_mypy_reports_exactly_the_marked_lines(reported: Findings, file: Path) -> None:
    found = Counter({key: count for key, count in reported.items() if key[0] == file.name})

    assert found == expected_of(file)


def test_every_faulty_file_plants_something() -> None:
    planted = {file.stem: len(expected_of(file)) for file in PLANTED.glob("*.py")}

    assert planted.pop("sound_plugin") == 0
    assert all(count >= 5 for count in planted.values())
