"""The README's two lines, on fresh clones, each alone and again, with an empty environment."""

import os
import subprocess
from pathlib import Path

import pytest

pytestmark = [pytest.mark.long, pytest.mark.timeout(1800)]

ROOT = Path(__file__).parents[2]


def two_lines() -> list[str]:
    """Return the first fenced block of the README."""
    _, _, rest = (ROOT / "README.md").read_text().partition("```")
    return rest.partition("```")[0].strip().splitlines()[-2:]


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    folder = tmp_path / "clone"
    subprocess.run(["git", "clone", "--quiet", str(ROOT), str(folder)], check=True)
    return folder


def run(line: str, clone: Path, home: Path) -> subprocess.CompletedProcess[str]:
    """Run a line as its reader would, with nothing in the environment but a path and a home."""
    bare = {"PATH": os.environ["PATH"], "HOME": str(home)}
    ran = subprocess.run(["bash", "-c", line], cwd=clone, env=bare, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, f"{ran.stdout[-4000:]}\n{ran.stderr[-4000:]}"
    return ran


def changes(clone: Path) -> str:
    return subprocess.run(
        ["git", "status", "--porcelain"], cwd=clone, capture_output=True, text=True, check=True
    ).stdout


def test_first_line_ends_in_a_summary_and_a_report_and_works_again(clone: Path, tmp_path: Path) -> None:
    first, _ = two_lines()

    for _ in range(2):
        said = run(first, clone, tmp_path).stdout

        assert "Net profit" in said
        assert (clone / "propbots-demo.html").read_text().rstrip().endswith("</html>")
    assert (clone / ".venv" / "bin" / "propbots").exists()
    assert changes(clone) == ""


def test_second_line_passes_the_tests(clone: Path, tmp_path: Path) -> None:
    _, second = two_lines()

    said = run(second, clone, tmp_path)

    assert " passed" in said.stdout + said.stderr
    assert changes(clone) == ""
