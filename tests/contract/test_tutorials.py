"""Every tutorial that installs something, line by line and file by file, in an environment of its own."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from pages import installs, list_steps
from wheelhouse import ROOT, install, make_environment

pytestmark = [pytest.mark.fresh, pytest.mark.long, pytest.mark.timeout(900)]

PAGES = sorted(page for page in ROOT.glob("docs/**/*.md") if installs(page))
SHIM = """#!/bin/sh
shift
exec {python} -m uv pip install -p {environment}/bin/python -c {pins} --find-links {wheels} "$@"
"""
"""`pip install`, as quick as uv is and with the wheels of the repository at hand."""


@pytest.fixture(scope="module")
def environment(wheels: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What `pip install 'propbots[standard]'` makes."""
    folder = make_environment(tmp_path_factory.mktemp("reader") / "venv")
    install(folder, wheels, "propbots[standard]")
    pip = folder / "bin" / "pip"
    pins = ROOT / "constraints.txt"
    pip.write_text(SHIM.format(python=sys.executable, environment=folder, pins=pins, wheels=wheels))
    pip.chmod(0o755)
    return folder


@pytest.mark.parametrize("page", [str(page.relative_to(ROOT)) for page in PAGES])
def test_tutorial_runs_as_it_is_written(page: str, environment: Path, wheels: Path, tmp_path: Path) -> None:
    surroundings = {
        **os.environ,
        "PATH": f"{environment / 'bin'}{os.pathsep}{os.defpath}",
        "HOME": str(tmp_path),
        "PIP_FIND_LINKS": str(wheels),
        "PIP_CONSTRAINT": str(ROOT / "constraints.txt"),
    }
    steps = list(list_steps(ROOT / page))
    for file, content in steps:
        if file:
            (tmp_path / file).write_text(content)
            continue
        ran = subprocess.run(
            ["bash", "-c", content], cwd=tmp_path, env=surroundings, capture_output=True, text=True, check=False
        )

        assert ran.returncode == 0, f"{page}: {content}\n{ran.stdout}\n{ran.stderr}"
    assert len(steps) > 5


def test_there_are_tutorials() -> None:
    names = {page.stem for page in PAGES}

    assert {"first-strategy", "indicator-of-your-own", "data-source", "firm-plan", "publishing"} <= names
