"""Wheels of everything in the repository, and environments that hold nothing but what is installed from them."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

__all__ = ["ORDER", "PLUGINS", "ROOT", "build_wheels", "call", "install", "list_plugins", "make_environment", "run"]

ROOT = Path(__file__).parents[2]
ORDER = ("futures", "forex", "files", "indicators", "strategies", "topstep", "mffu", "fundingpips", "demo")
"""Each after what it depends on."""
PLUGINS = sorted(path.parent.name for path in ROOT.glob("plugins/*/pyproject.toml"))
"""The distributions of all our plugins."""


def call(*words: str | Path, where: Path | None = None, bare: Path | None = None) -> subprocess.CompletedProcess[str]:
    """Run a command; with `bare` in an empty environment whose home that is."""
    environment = None if bare is None else {"PATH": os.defpath, "HOME": str(bare)}
    return subprocess.run(
        [str(word) for word in words], cwd=where, env=environment, capture_output=True, text=True, check=False
    )


def run(*words: str | Path, where: Path | None = None, bare: Path | None = None) -> str:
    """Return what a command prints, or fail with what it says."""
    ran = call(*words, where=where, bare=bare)
    assert ran.returncode == 0, f"{words}\n{ran.stdout}\n{ran.stderr}"
    return ran.stdout


def make_environment(folder: Path) -> Path:
    """Make an environment that holds Python alone."""
    run(sys.executable, "-m", "venv", "--without-pip", folder)
    return folder


def install(environment: Path, wheels: Path, *names: str) -> None:
    """Install distributions from the wheels, and what they declare from the pins."""
    options = ("--quiet", "-p", environment / "bin" / "python", "-c", ROOT / "constraints.txt", "--find-links", wheels)
    run(sys.executable, "-m", "uv", "pip", "install", *options, *names)


def list_plugins(environment: Path) -> dict[str, Any]:
    """Return what `propbots plugins list --json` says."""
    said: dict[str, Any] = json.loads(run(environment / "bin" / "propbots", "plugins", "list", "--json"))
    return said


def build_wheels(target: Path) -> Path:
    """Build the wheel of the kernel and of every plugin from its source archive, and return their folder."""
    for folder in (ROOT, *(ROOT / "plugins" / name for name in PLUGINS)):
        run(sys.executable, "-m", "uv", "build", "--quiet", "--out-dir", target, folder)
    return target
