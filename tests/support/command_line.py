"""The command line as a user meets it: words in, a code, an answer and messages out."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from io import BytesIO, TextIOWrapper
from pathlib import Path
from typing import Any

import attrs

from propbots.cli.app import app
from propbots.cli.ending import call

__all__ = ["ROOT", "SAMPLE", "SAMPLE_RUN", "Ended", "backtest", "run", "spawn", "write_strategy"]

ROOT = Path(__file__).parents[2]
SAMPLE = ROOT / "data" / "sample" / "mes-1m.csv.gz"
SAMPLE_RUN = ("backtest", "--data", str(SAMPLE), "--strategy", "ma-crossover", "--instrument", "MES")
"""The contract's own example of a backtest."""


@attrs.frozen
class Ended:
    """How a call ended."""

    code: int
    out: str
    err: str

    @property
    def document(self) -> dict[str, Any]:
        """The one JSON document on standard output."""
        document: dict[str, Any] = json.loads(self.out)
        return document

    @property
    def message(self) -> str:
        """The one error message."""
        return self.err.removeprefix("error: ").strip()

    def refuses(self, code: int, *parts: str) -> bool:
        """Whether the call ended with the code, no answer, and one message of a line or two with all the parts.

        Raises:
            AssertionError: With everything that was said, if it did not.
        """
        assert self.code == code, self
        assert self.out == "", self
        assert self.err.startswith("error: "), self
        assert "Traceback" not in self.err, self
        assert len(self.err.strip().splitlines()) <= 2, self
        assert not self.message.endswith("."), self
        for part in parts:
            assert part in self.err, (part, self)
        return True


def run(*words: str | Path) -> Ended:
    """Call the command line within this process."""
    with _captured() as (out, err):
        code = call(app, [str(word) for word in words])
    return Ended(int(code), _text(out), _text(err))


@contextmanager
def _captured() -> Iterator[tuple[TextIOWrapper, TextIOWrapper]]:
    out, err = (TextIOWrapper(BytesIO(), encoding="utf-8", newline="\n") for _ in range(2))
    with redirect_stdout(out), redirect_stderr(err):
        yield out, err


def _text(stream: TextIOWrapper) -> str:
    stream.flush()
    content: bytes = stream.buffer.getvalue()  # type: ignore[attr-defined]  # -- it is the BytesIO from above
    return content.decode()


def spawn(
    *words: str | Path, cwd: Path | None = None, environment: Mapping[str, str] | None = None, timeout: float = 120
) -> Ended:
    """Call the command line in a process of its own."""
    ran = subprocess.run(
        [sys.executable, "-m", "propbots", *map(str, words)],
        cwd=cwd,
        env={**os.environ, **(environment or {})},
        capture_output=True,
        text=True,
        check=False,
        timeout=timeout,
    )
    return Ended(ran.returncode, ran.stdout, ran.stderr)


def backtest(data: str | Path, *words: str | Path) -> Ended:
    """Run a quick crossover over a file of a future's minutes; later words override these."""
    standard = ("--strategy", "ma-crossover", "--set", "fast=2", "--set", "slow=4", "--instrument", "ES", "--json")
    return run("backtest", "--data", data, *standard, *words)


def write_strategy(folder: Path, body: str, name: str = "mine.py") -> Path:
    """Write an event strategy whose class begins on line 3 and its body on line 4."""
    path = folder / name
    path.write_text(f"from propbots.api.strategy import *\n\nclass Mine(Strategy):\n    {body}\n")
    return path
