"""The work on ticks: quotes and prints of one instrument, and what the strategy does with them.

Sizes always suffice, so that an order fills whole. Some ticks share their stamp. The last tick is a quote, so that what
is open at the end can be closed at a known best.
"""

from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

__all__ = ["BAR_NS", "BAR_SHIFT", "SHIFT", "THRESHOLD", "Ticks", "load_ticks", "make_ticks", "save_ticks"]

SHIFT, BAR_SHIFT = 10, 4
"""A tick or a bar moves the average by one part in two to the power of this."""
THRESHOLD = 8
"""Ticks by which a price must be beyond the average for a turn."""
BAR_NS = 60_000_000_000

_SEED = 20_261_125
_START = 1_672_617_600_000_000_000
"""Nanoseconds since 1970 of the first tick at the earliest: 2023-01-02 00:00 UTC."""
_MILLISECOND = 1_000_000
_MIDDLE = 20_000
_PRINTS_IN_FIVE = 2


class Ticks(NamedTuple):
    """Ticks as columns of equal length, int64: times in nanoseconds since 1970, prices in ticks.

    Of a print both prices are what was paid, the first quantity is how much, and the second one 0.
    """

    time: NDArray[np.int64]
    is_trade: NDArray[np.bool_]
    bid: NDArray[np.int64]
    ask: NDArray[np.int64]
    bid_quantity: NDArray[np.int64]
    ask_quantity: NDArray[np.int64]


def make_ticks(count: int) -> Ticks:
    """Make quotes of a random walk, one or two ticks wide, and between them prints at their best prices.

    Args:
        count: How many; about three of five are quotes.
    """
    kinds, moves, wide, sides, gaps = (_draw(place, count, top) for place, top in enumerate((5, 5, 4, 2, 400)))
    sizes, others = (5 + _draw(place, count, 95) for place in (5, 6))
    is_trade = kinds < _PRINTS_IN_FIVE
    is_trade[0] = is_trade[-1] = False
    steps = np.where(is_trade, 0, (moves == 0).astype(np.int64) - (moves == 1))
    bid = _MIDDLE + np.cumsum(steps)
    last_quote = np.maximum.accumulate(np.where(is_trade, 0, np.arange(count)))
    ask = bid + 1 + (wide[last_quote] == 0)
    paid = np.where(sides == 0, bid, ask)
    pause = np.where(gaps < 20, 0, gaps) * _MILLISECOND
    return Ticks(
        time=_START + np.cumsum(pause),
        is_trade=is_trade,
        bid=np.where(is_trade, paid, bid),
        ask=np.where(is_trade, paid, ask),
        bid_quantity=sizes,
        ask_quantity=np.where(is_trade, 0, others),
    )


def _draw(column: int, count: int, top: int) -> NDArray[np.int64]:
    """Return numbers from 0 up to, and not including, another."""
    return np.random.default_rng((_SEED, column)).integers(0, top, count)


def save_ticks(ticks: Ticks, path: Path) -> None:
    """Write ticks for the engines, which load them with numpy alone."""
    np.savez(path, **ticks._asdict())


def load_ticks(path: Path) -> Ticks:
    """Read what `save_ticks` wrote."""
    with np.load(path) as file:
        return Ticks(*(file[name] for name in Ticks._fields))
