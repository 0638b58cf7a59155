"""Who takes part on ticks: engines that hear of every tick, of quotes alone, or of the minutes that they make."""

import sys
from functools import partial
from pathlib import Path

from benchmarks.contest import Contestant
from benchmarks.contestants import run_engine
from benchmarks.exact_ticks import Heard, work_out_ticks
from benchmarks.ticks import make_ticks, save_ticks

__all__ = ["BOTH", "NAUTILUS", "build_tick_engines"]

BOTH, NAUTILUS = "propbots, on_quote and on_trade", "NautilusTrader, quotes and trades"
_QUOTES, _NAUTILUS_QUOTES = "propbots, on_quote", "NautilusTrader, quotes"
_MINUTES = "propbots, minutes of the ticks"


def build_tick_engines(count: int, folder: Path, nautilus: Path, rounds: int) -> list[Contestant]:
    """Make ticks, write their file, and return the engines in the order of a round, ours beside its peer.

    Args:
        count: How many ticks.
        folder: Where the file is written.
        nautilus: The Python of the peer's environment.
        rounds: How many rounds.
    """
    ticks, columns = make_ticks(count), folder / f"{count}-ticks.npz"
    save_ticks(ticks, columns)
    answers = {heard: work_out_ticks(ticks, heard) for heard in Heard}

    def enter(name: str, heard: Heard, python: Path, module: str) -> Contestant:
        run = partial(run_engine, columns, answers[heard], 0.0, python, module, heard.value)
        return Contestant(name, run, rounds, heard.value)

    ours = Path(sys.executable), "ticks_propbots"
    theirs = nautilus, "on_nautilus"
    return [
        enter(BOTH, Heard.BOTH, *ours),
        enter(NAUTILUS, Heard.BOTH, *theirs),
        enter(_QUOTES, Heard.QUOTES, *ours),
        enter(_NAUTILUS_QUOTES, Heard.QUOTES, *theirs),
        enter(_MINUTES, Heard.BARS, *ours),
    ]
