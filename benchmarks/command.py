"""The benchmark from its options to its table, top to bottom."""

import argparse
import json
import sys
import tempfile
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from pathlib import Path

import attrs

from benchmarks.contest import Spread, Standing, alternate, spread
from benchmarks.contestants import PROPBOTS, Field, build_engines, build_processes, lay_out
from benchmarks.environment import make_environment
from benchmarks.machine import describe_machine
from benchmarks.process import CommandFailed, run_measured
from benchmarks.result import Result, to_document
from benchmarks.table import to_text
from benchmarks.tick_contestants import build_tick_engines

__all__ = ["main"]

_PEERS = ("backtesting", "backtrader")
_TICK_PEER = "nautilus"
_RIGHT, _WRONG, _FAILED = 0, 1, 2
_FULL, _QUICK = ((100_000, 7, 3, 7), (1_000_000, 5, 1, 3)), ((100_000, 3, 0, 3),)
"""Bars; rounds of the engines, of the slow peer and of the whole processes."""
_FULL_TICKS, _QUICK_TICKS = (1_000_000, 5), (100_000, 3)
"""Ticks, and rounds."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure, print, and return 0 if every answer was right, 1 if one was wrong, 2 if something did not run.

    Args:
        arguments: Of the command line; those of this process if left out.
    """
    options = _parse(arguments)
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        cache = (options.cache or folder / "environments").resolve()
        try:
            result = _measure(options, folder, cache)
        except CommandFailed as error:
            print(f"error: {error}", file=sys.stderr)
            return _FAILED
    print(json.dumps(to_document(result), indent=1) if options.json else to_text(result))
    if not result.is_right:
        print("error: an answer is wrong; its times mean nothing", file=sys.stderr)
        return _WRONG
    return _RIGHT


def _parse(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="benchmarks/run.py", description="Measure propbots beside its peers.")
    parser.add_argument("--cache", type=Path, help="folder that keeps the peers' environments; a temporary one")
    parser.add_argument("--quick", action="store_true", help="100,000 bars and ticks, few rounds, no slow peer")
    parser.add_argument("--only", choices=("bars", "ticks"), help="leave out the other")
    parser.add_argument("--json", action="store_true", help="print one JSON document")
    return parser.parse_args(arguments)


def _measure(options: argparse.Namespace, folder: Path, cache: Path) -> Result:
    result = Result(describe_machine())
    if options.only != "ticks":
        result = _measure_bars(result, _QUICK if options.quick else _FULL, folder, cache)
    if options.only != "bars":
        result = _measure_ticks(result, _QUICK_TICKS if options.quick else _FULL_TICKS, folder, cache)
    return result


def _measure_ticks(result: Result, size: tuple[int, int], folder: Path, cache: Path) -> Result:
    ticks, rounds = size
    _say("environment of the peer on ticks")
    contestants = build_tick_engines(ticks, folder, make_environment(_TICK_PEER, cache), rounds)
    return attrs.evolve(result, ticks=alternate(contestants, ticks, "ticks", _say))


def _measure_bars(result: Result, sizes: Sequence[tuple[int, int, int, int]], folder: Path, cache: Path) -> Result:
    _say("environments of the peers")
    peers = {peer: make_environment(peer, cache) for peer in _PEERS}
    engines: list[Standing] = []
    processes: list[Standing] = []
    fields = [lay_out(bars, folder) for bars, *_ in sizes]
    for field, (bars, rounds, slow_rounds, process_rounds) in zip(fields, sizes, strict=True):
        engines += alternate(build_engines(field, peers, rounds, slow_rounds), bars, "bars", _say)
        processes += alternate(build_processes(field, peers, process_rounds), bars, "bars", _say)
    _say("commands, and what the engine does, counted")
    startup, counts = _start_commands(folder), _count(fields[0])
    return attrs.evolve(result, engines=engines, processes=processes, startup=startup, counts=counts)


def _start_commands(folder: Path) -> dict[str, dict[str, Spread]]:
    """Time the commands that do no long work, in a folder that may be written to."""
    return {
        "propbots --help": _repeat(lambda: run_measured([PROPBOTS, "--help"], folder)),
        "propbots demo": _repeat(lambda: run_measured([PROPBOTS, "demo"], folder)),
    }


def _repeat(run: Callable[[], object], times: int = 5) -> dict[str, Spread]:
    runs = [run() for _ in range(times)]
    return {kind: spread([getattr(one, kind) for one in runs]) for kind in ("cpu", "wall")}


def _count(field: Field) -> dict[str, float]:
    counting = ("-m", "benchmarks.engines.counting", "rule", field.columns)
    return run_measured((sys.executable, *counting)).facts()


def _say(what: str) -> None:
    print(what, file=sys.stderr)
