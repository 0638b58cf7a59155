"""A light start: entry modules import nothing heavy, and neither does what they import from the kernel."""

import json
import subprocess
import sys
from importlib.metadata import entry_points
from typing import Any

import pytest

HEAVY = {"numpy", "pandas", "polars", "pyarrow", "plotly", "numba", "rich", "typer", "cattrs", "msgspec", "tomllib"}
ENGINE = {
    "propbots.engine",
    "propbots.simulation",
    "propbots.venue",
    "propbots.strategy",
    "propbots.series",
    "propbots.data",
}
SECONDS_MAX = 0.05
ENTRIES = sorted({entry.module for entry in entry_points(group="propbots") if entry.module.startswith("propbots_")})
PROBE = """
import json, sys, time
import attrs, pluggy, typing_extensions
before = set(sys.modules)
started = time.perf_counter()
import {module}
print(json.dumps([time.perf_counter() - started, sorted(set(sys.modules) - before)]))
"""


def probe(module: str) -> tuple[float, set[str]]:
    """Return how long a module takes to import beyond its libraries, the quickest of three, and what it brings."""
    runs: list[Any] = []
    for _ in range(3):
        ran = subprocess.run(
            [sys.executable, "-c", PROBE.format(module=module)], capture_output=True, text=True, check=True
        )
        runs.append(json.loads(ran.stdout))
    return min(seconds for seconds, _ in runs), set(runs[0][1])


@pytest.mark.parametrize("module", [*ENTRIES, "propbots.api.plugin"])
def test_entry_modules_are_quick_and_bring_neither_numpy_nor_the_engine(module: str) -> None:
    seconds, brought = probe(module)

    assert not brought & HEAVY
    assert not [name for name in brought if any(name == one or name.startswith(f"{one}.") for one in ENGINE)]
    assert seconds < SECONDS_MAX


def test_every_plugin_of_the_repository_is_probed() -> None:
    assert len(ENTRIES) >= 7


def test_listing_plugins_needs_no_numpy() -> None:
    code = (
        "import sys; from propbots.plugin.registry import load_registry; load_registry(); print('numpy' in sys.modules)"
    )

    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert ran.stdout == "False\n"
