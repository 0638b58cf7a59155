"""Running a command in a process of its own, measured from outside."""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

import attrs

__all__ = ["CommandFailed", "Measured", "run_measured"]

_ROOT = Path(__file__).resolve().parents[1]
_MEASURE = Path(__file__).with_name("measure.py")


class CommandFailed(RuntimeError):
    """A command did not end well; the message holds the end of what it said."""


@attrs.frozen
class Measured:
    """What a process took.

    Attributes:
        cpu: Seconds of all its threads and children, from its start to its end.
        wall: Seconds by the clock.
        peak_mib: The most memory that it had at once, in MiB.
        stdout: What it printed.
    """

    cpu: float
    wall: float
    peak_mib: float
    stdout: str

    def facts(self) -> dict[str, float]:
        """Return what an engine told about itself."""
        told: dict[str, float] = json.loads(self.stdout)
        return told


def _as_users_have_it() -> dict[str, str]:
    """Return the environment, without what keeps Python from remembering what it compiled: users' Pythons remember."""
    inherited = os.environ.items()  # noqa: TID251 -- what is measured is a process of its own
    return {name: value for name, value in inherited if name != "PYTHONDONTWRITEBYTECODE"}


def run_measured(command: Sequence[str | Path], folder: Path = _ROOT) -> Measured:
    """Run a command to its end.

    Args:
        command: Program and arguments.
        folder: Where it runs; the repository, from which the engines are imported, if left out.

    Raises:
        CommandFailed: If it cannot be started, or ends with another code than 0.
    """
    with tempfile.TemporaryDirectory() as place:
        result, stdout, stderr = (Path(place) / name for name in ("result", "stdout", "stderr"))
        launcher = (sys.executable, "-I", "-S", _MEASURE, result, stdout, stderr, folder, *command)
        words = [str(part) for part in launcher]
        launched = subprocess.run(words, env=_as_users_have_it(), check=False, capture_output=True, text=True)
        if launched.returncode:
            raise CommandFailed(f"{command[0]} could not be started: {launched.stderr.strip().splitlines()[-1]}")
        facts = json.loads(result.read_text())
        if facts.pop("code"):
            said = stderr.read_text(errors="replace").strip().splitlines()[-5:]
            raise CommandFailed(f"{' '.join(map(str, command))} failed:\n" + "\n".join(said))
        return Measured(**facts, stdout=stdout.read_text())
