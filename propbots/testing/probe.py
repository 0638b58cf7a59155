"""Importing an entry module in a process of its own, and watching what it brings and what it reaches for."""

import json
import os
import subprocess
import sys
from functools import cache

import attrs

from propbots.errors import PluginLoadFailed

__all__ = ["HEAVY", "Probe", "import_alone"]

_LIBRARIES = """
asyncio bottleneck cattrs httpx msgspec numba numpy pandas plotly polars pyarrow requests rich scipy sqlalchemy tomllib
typer websockets zoneinfo
"""
_ROOMS = "data engine plugin rules series simulation strategy venue"
HEAVY = frozenset([*_LIBRARIES.split(), *(f"propbots.{room}" for room in _ROOMS.split())])
"""What an entry module has no need of, since it only says what there is."""
_TRIES = 5
_SECONDS_ENOUGH = 0.05

_SCRIPT = """
import io, json, sys, time
import attrs, pluggy, typing_extensions
import propbots.api.plugin
reached, loading = [], [True]
def listen(event, arguments):
    if not loading:
        return
    if event == "open" and not isinstance(arguments[0], int):
        path, mode = str(arguments[0]), str(arguments[1])
        if not path.endswith((".py", ".pyc", ".so", ".pyd", ".pth")) and "__pycache__" not in path:
            reached.append(f"open {path}")
    elif event.startswith(("socket.", "subprocess.", "os.system", "os.exec", "os.fork", "urllib.", "sqlite3.")):
        reached.append(f"{event} {arguments[0] if arguments else ''}")
sys.addaudithook(listen)
before, told, real = set(sys.modules), io.StringIO(), sys.stdout
sys.stdout = told
started = time.perf_counter()
__import__(sys.argv[1])
seconds = time.perf_counter() - started
sys.stdout = real
loading.clear()
print(json.dumps([seconds, sorted(set(sys.modules) - before), reached, told.getvalue()]))
"""


@attrs.frozen
class Probe:
    """What importing a module did.

    Attributes:
        seconds: How long it took beyond what every plugin imports; the quickest of a few tries.
        modules: What it brought.
        reached: Files, connections and programs that it opened.
        printed: What it wrote.
    """

    seconds: float
    modules: frozenset[str]
    reached: tuple[str, ...]
    printed: str

    @property
    def heavy(self) -> list[str]:
        """The modules among them that an entry module has no need of."""
        return sorted({one for one in HEAVY for name in self.modules if name == one or name.startswith(f"{one}.")})


@cache
def import_alone(module: str, path: tuple[str, ...]) -> Probe:
    """Import a module in a fresh interpreter; again, while it takes long, since a busy machine is slow.

    Args:
        module: What is imported.
        path: Where the interpreter looks for it.

    Raises:
        PluginLoadFailed: If it does not import.
    """
    quickest = _import_once(module, path)
    for _ in range(_TRIES):
        if quickest.heavy or quickest.seconds < _SECONDS_ENOUGH:
            break
        quickest = min(quickest, _import_once(module, path), key=lambda one: one.seconds)
    return quickest


def _import_once(module: str, path: tuple[str, ...]) -> Probe:
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(path)}  # noqa: TID251 -- a child of this very process
    ran = subprocess.run(  # noqa: S603 -- this interpreter, with a script of ours
        [sys.executable, "-c", _SCRIPT, module], env=environment, capture_output=True, text=True, check=False
    )
    if ran.returncode:
        raise PluginLoadFailed(f"{module} does not import: {ran.stderr.strip()[-2_000:]}")
    seconds, modules, reached, printed = json.loads(ran.stdout)
    return Probe(seconds, frozenset(modules), tuple(reached), printed)
