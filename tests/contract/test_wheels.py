"""The kernel's wheel alone, then each plugin's wheel beside it, in environments that hold nothing else.

A shared environment hides what a distribution forgot to declare, so these tests make their own.
"""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

pytestmark = [pytest.mark.fresh, pytest.mark.timeout(900)]

ROOT = Path(__file__).parents[2]
ORDER = ("futures", "files", "indicators", "strategies", "topstep", "demo")


def run(*command: str, where: Path | None = None, environment: dict[str, str] | None = None) -> str:
    """Return what a command prints, or fail with what it says."""
    ran = subprocess.run(command, cwd=where, env=environment, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, f"{' '.join(command)}\n{ran.stdout}\n{ran.stderr}"
    return ran.stdout


@pytest.fixture(scope="module")
def wheels(tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("wheels")
    for folder in (ROOT, *(ROOT / "plugins" / f"propbots-{name}" for name in ORDER)):
        run(sys.executable, "-m", "uv", "build", "--quiet", "--wheel", "--out-dir", str(target), str(folder))
    return target


@pytest.fixture(scope="module")
def environment(wheels: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("environment") / "venv"
    run(sys.executable, "-m", "venv", "--without-pip", str(folder))
    install(folder, wheels, "propbots")
    return folder


def install(folder: Path, wheels: Path, *names: str) -> None:
    """Install distributions from the wheels, and what they declare from the pins."""
    interpreter = str(folder / "bin" / "python")
    options = ("--quiet", "-p", interpreter, "-c", str(ROOT / "constraints.txt"), "--find-links", str(wheels))
    run(sys.executable, "-m", "uv", "pip", "install", *options, *names)


def listed(folder: Path) -> dict[str, Any]:
    """Return what `propbots plugins list --json` says."""
    found: dict[str, Any] = json.loads(run(str(folder / "bin" / "propbots"), "plugins", "list", "--json"))
    return found


def test_kernel_alone_says_what_a_backtest_misses(environment: Path) -> None:
    said = run(str(environment / "bin" / "propbots"), "plugins", "list")

    for name in ("propbots-files", "propbots-futures", "propbots-indicators", "propbots-strategies"):
        assert name in said.replace("\n", "")


def test_plugins_appear_one_by_one_and_the_demo_runs(environment: Path, wheels: Path, tmp_path: Path) -> None:
    for count, name in enumerate(ORDER[:-1], 1):
        install(environment, wheels, f"propbots-{name}")
        names = {plugin["name"] for plugin in listed(environment)["plugins"]}

        assert name in names
        assert len(names) >= count
    assert all(plugin["status"] == "ready" for plugin in listed(environment)["plugins"])

    install(environment, wheels, "propbots-demo")
    bare = {"PATH": os.defpath, "HOME": str(tmp_path)}
    said = run(str(environment / "bin" / "propbots"), "demo", where=tmp_path, environment=bare)

    assert "topstep/combine-50k" in said
    assert (tmp_path / "propbots-demo.html").stat().st_size > 1_000_000
