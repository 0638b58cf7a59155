"""The entry: a call can be interrupted from its first moment, and whatever ends it ends it with one line."""

import subprocess
import sys

import pytest

SCRIPT = """
import sys
from propbots.cli.main import run

assert "typer" not in sys.modules

class Interruption:
    def find_spec(self, name, path=None, target=None):
        if name == "{module}":
            {interruption}

sys.meta_path.insert(0, Interruption())
sys.argv = ["propbots", "instruments", "list"]
run()
"""


@pytest.mark.parametrize("module", ["typer", "propbots.plugin.registry"])
@pytest.mark.parametrize(
    ("interruption", "code", "message"),
    [
        ("raise KeyboardInterrupt", 130, "interrupted; no half-written file stays behind\n"),
        ("import signal; signal.raise_signal(2)", 130, "interrupted; no half-written file stays behind\n"),
        ("import signal; signal.raise_signal(15)", 143, "ended by SIGTERM; no half-written file stays behind\n"),
    ],
    ids=["interrupt", "SIGINT", "SIGTERM"],
)
def test_call_can_be_ended_while_it_starts(module: str, interruption: str, code: int, message: str) -> None:
    words = [sys.executable, "-c", SCRIPT.format(module=module, interruption=interruption)]

    ended = subprocess.run(words, capture_output=True, text=True, check=False, timeout=60)

    assert (ended.returncode, ended.stdout, ended.stderr) == (code, "", message)
