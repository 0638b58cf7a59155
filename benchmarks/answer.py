"""What an engine answered: its trades, its profit, and how long it took."""

import json
import time
from pathlib import Path
from typing import Any, NamedTuple, Self

import numpy as np
from numpy.typing import NDArray

__all__ = ["Answer", "Stopwatch", "describe_difference", "load_answer", "save_answer", "tell"]


class Answer(NamedTuple):
    """Trades in the order of their exits, as columns, and what they came to.

    Attributes:
        entry_at: Index of the bar at whose open the trade began; on ticks the moment, nanoseconds since 1970.
        exit_at: Index of the bar in which it ended; on ticks the moment.
        side: 1 long, -1 short.
        entry_ticks: Price in ticks, as the engine has it.
        exit_ticks: Price in ticks, as the engine has it.
        net_cents: Profit after commissions; whole where the engine counts exactly.
        equity_cents: Profit at each bar's close; None where the engine is not asked.
    """

    entry_at: NDArray[np.int64]
    exit_at: NDArray[np.int64]
    side: NDArray[np.int64]
    entry_ticks: NDArray[np.float64]
    exit_ticks: NDArray[np.float64]
    net_cents: float
    equity_cents: NDArray[np.int64] | None = None


class Stopwatch:
    """Measures a stretch of work in seconds.

    Attributes:
        cpu: Of this process, all its threads together.
        wall: By the clock.
    """

    def __enter__(self) -> Self:
        """Start."""
        self._cpu, self._wall = time.process_time(), time.perf_counter()
        return self

    def __exit__(self, *_: object) -> None:
        """Stop."""
        self.cpu = time.process_time() - self._cpu
        self.wall = time.perf_counter() - self._wall


def save_answer(answer: Answer, path: Path) -> None:
    """Write an answer for the comparison."""
    np.savez(path, **{name: value for name, value in answer._asdict().items() if value is not None})


def load_answer(path: Path) -> Answer:
    """Read what `save_answer` wrote."""
    with np.load(path) as file:
        columns = {name: file[name] for name in Answer._fields if name in file.files}
    return Answer(**{**columns, "net_cents": float(columns["net_cents"])})


def tell(**facts: Any) -> None:
    """Print what was measured as one JSON document, which the command reads."""
    print(json.dumps(facts))


def describe_difference(found: Answer, expected: Answer, *, cents: float) -> str | None:
    """Return in what an answer differs from the right one, the first difference alone; None where it agrees.

    Args:
        found: The engine's.
        expected: The right one, with the engine's own ending.
        cents: By how much its profit may differ: 0 for one that counts exactly, less than 1 for one that adds floats.
    """
    if len(found.side) != len(expected.side):
        return f"{len(found.side)} trades instead of {len(expected.side)}"
    for name in ("entry_at", "exit_at", "side", "entry_ticks", "exit_ticks"):
        ours, theirs = getattr(found, name), getattr(expected, name)
        if not np.array_equal(ours, theirs):
            index = int(np.argmax(ours != theirs))
            return f"trade {index + 1}: {name} is {ours[index]} instead of {theirs[index]}"
    if abs(found.net_cents - expected.net_cents) > cents:
        return f"net profit is {found.net_cents / 100:.4f} instead of {expected.net_cents / 100:.2f}"
    if found.equity_cents is None or expected.equity_cents is None:
        return None
    if not np.array_equal(found.equity_cents, expected.equity_cents):
        return "equity differs at a bar's close"
    return None
