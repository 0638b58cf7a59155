"""Which bars the engine must be given: all of them, or those at which a rule strategy or a fence wakes it."""

from collections.abc import Callable, Iterable, Iterator
from itertools import chain, islice

import numpy as np
from numpy.typing import NDArray

from propbots.data.columns import CHUNK, BarColumns, BarCursor
from propbots.domain.bar import Bar
from propbots.engine.core import Stretch
from propbots.engine.engine import Engine
from propbots.engine.market import NEVER_HIGH, NEVER_LOW

__all__ = ["STRETCH", "Progress", "find_stretches"]

Progress = Callable[[int, int], None]
"""Called now and then with the bars that are done and all bars."""
STRETCH = 64
"""The most bars that are passed over by one comparison."""
_Row = tuple[int, int, int, int, int, int]
"""Of a stretch: index of its first bar and behind its last, lowest and highest price, last close, code of its first."""


def find_stretches(cursor: BarCursor, engine: Engine, progress: Progress) -> Iterator[Stretch]:
    """Give the bars that the engine must see, in order.

    An event strategy sees every bar. A rule strategy says beforehand at which bars its conditions hold; of the others
    only those are given that reach one of the engine's fences, which move while the bars are given.

    Args:
        cursor: In the bars of the run.
        engine: With its trader and its fences.
        progress: Told how far the run is, a chunk at a time.
    """
    codes = engine.trader.codes
    if codes is None:
        return _all_bars(cursor.bars, progress)
    woken = chain.from_iterable(_woken_bars(cursor, np.frombuffer(codes, np.uint8), engine, progress))
    return iter((Stretch(woken, NEVER_LOW, NEVER_HIGH, NEVER_HIGH),))


def _all_bars(bars: BarColumns, progress: Progress) -> Iterator[Stretch]:
    for first in range(0, len(bars), CHUNK):
        last = min(first + CHUNK, len(bars))
        made = bars.chunk(first)
        _, _, lows, highs, closes = _measure(bars, np.arange(first, last, STRETCH), last)
        for reach in zip(lows, highs, closes, strict=True):
            yield Stretch(islice(made, STRETCH), *reach)
        progress(last, len(bars))


def _woken_bars(
    cursor: BarCursor, codes: NDArray[np.uint8], engine: Engine, progress: Progress
) -> Iterator[Iterator[Bar]]:
    """Give the bars at which a condition holds or a fence is reached; a stretch begins at each condition."""
    bars, begins = cursor.bars, codes != 0
    begins[::STRETCH] = True
    starts = np.flatnonzero(begins)
    for first in range(0, len(starts), CHUNK):
        part = starts[first : first + CHUNK]
        last = int(starts[first + CHUNK]) if first + CHUNK < len(starts) else len(bars)
        rows = zip(*_measure(bars, part, last), codes[part].tolist(), strict=True)
        yield _woken_in(rows, cursor, engine)
        progress(last, len(bars))


def _measure(bars: BarColumns, starts: NDArray[np.int64], last: int) -> list[list[int]]:
    """Return of stretches their first bars, what is behind their last, lowest and highest prices, and last closes.

    Args:
        bars: All bars of the run.
        starts: Index of each stretch's first bar; it ends where the next one begins.
        last: Where the last one ends.
    """
    ends = np.append(starts[1:], last)
    lows, highs = np.minimum.reduceat(bars.low[:last], starts), np.maximum.reduceat(bars.high[:last], starts)
    return [column.tolist() for column in (starts, ends, lows, highs, bars.close_time[ends - 1])]


def _woken_in(rows: Iterable[_Row], cursor: BarCursor, engine: Engine) -> Iterator[Bar]:
    bars, read = cursor.bars, cursor.read
    lows, highs, closes = bars.low.data, bars.high.data, bars.close_time.data
    is_quiet = engine.main.is_between_fences
    for start, end, low, high, close_time, code in rows:
        index = start
        if code:
            yield read(index)
            index += 1
        while index < end and not is_quiet(low, high, close_time):
            if not is_quiet(lows[index], highs[index], closes[index]):
                yield read(index)
            index += 1
