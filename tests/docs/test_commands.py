"""Every command of the README and the docs runs, and every strategy shown is the one that lies in the repository.

Pages that install something run in `tests/contract/test_tutorials.py`, in an environment of their own.
"""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from pages import FENCE, installs, list_fences, list_steps

ROOT = Path(__file__).parents[2]
PAGES = sorted([ROOT / "README.md", ROOT / "START-HERE.md", ROOT / "CONTRIBUTING.md", *ROOT.glob("docs/**/*.md")])
COMMANDS = [page for page in PAGES if list_fences(page, "sh") and not installs(page)]


@pytest.mark.parametrize("page", [str(page.relative_to(ROOT)) for page in COMMANDS])
def test_commands_of_a_page_run(page: str, tmp_path: Path) -> None:
    for folder in ("config", "data"):
        shutil.copytree(ROOT / folder, tmp_path / folder)
    environment = {**os.environ, "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"}

    for file, line in list_steps(ROOT / page):
        if file:
            (tmp_path / file).write_text(line)
            continue
        ran = subprocess.run(
            ["bash", "-c", line], cwd=tmp_path, env=environment, capture_output=True, text=True, check=False
        )

        assert ran.returncode == 0, f"{page}: {line}\n{ran.stderr}"


def test_first_fence_of_the_readme_is_its_two_lines() -> None:
    first = FENCE.search((ROOT / "README.md").read_text())

    assert first is not None
    lines = first[2].strip().splitlines()
    assert len(lines) == 2
    assert lines[0].endswith(".venv/bin/propbots demo")
    assert lines[1].endswith(".venv/bin/nox -s tests")


def test_strategy_shown_in_the_readme_is_the_one_in_config() -> None:
    (shown,) = list_fences(ROOT / "README.md", "python")
    lies = (ROOT / "config" / "breakout.py").read_text()

    without_docstrings = [
        line for line in lies.splitlines() if '"""Return' not in line and "propbots backtest" not in line
    ]
    assert "\n".join(without_docstrings).strip() == shown.strip()


def test_links_between_pages_lead_somewhere() -> None:
    for page in PAGES:
        for target in re.findall(r"\]\((?!https?:)([^)#]+)(?:#[^)]*)?\)", page.read_text()):
            assert (page.parent / target).exists(), f"{page.relative_to(ROOT)} leads to {target}"
