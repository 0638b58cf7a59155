"""Tables on a real terminal of eighty columns."""

import os
import subprocess
import sys

from command_line import run


def on_terminal(*words: str) -> str:
    """Return what a call shows on a terminal of eighty columns, without colours."""
    own, theirs = os.openpty()
    environment = {**os.environ, "COLUMNS": "80", "TERM": "dumb", "NO_COLOR": "1"}
    process = subprocess.Popen(
        [sys.executable, "-m", "propbots", *words], stdout=theirs, stderr=subprocess.STDOUT, env=environment
    )
    os.close(theirs)
    shown = b""
    try:
        while part := os.read(own, 65536):
            shown += part
    except OSError:  # how a terminal tells that nobody writes any more
        pass
    os.close(own)
    assert process.wait(timeout=60) == 0
    return shown.decode()


def test_no_fact_of_an_instrument_is_cut() -> None:
    listed = run("instruments", "list", "--json").document["instruments"]

    shown = on_terminal("instruments", "list")

    assert "…" not in shown
    assert max(len(line.rstrip()) for line in shown.splitlines()) <= 80
    for one in listed:
        line = next(line.split() for line in shown.splitlines() if line.split()[:1] == [one["id"]])
        assert [one[key] for key in ("tick_size", "tick_value", "point_value", "currency")] == line[2:6]
        assert one["session"] in line
    assert "no room for: months, description; a wider terminal or --json shows it all" in shown
