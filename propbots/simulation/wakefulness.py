"""Which bars the engine must be given: all of them, or those at which a rule strategy or a fence wakes it."""

from collections.abc import Callable, Iterable, Iterator
from itertools import chain

import numpy as np
from numpy.typing import NDArray

from propbots.data.columns import CHUNK, BarColumns
from propbots.domain.bar import Bar
from propbots.engine.engine import Engine

__all__ = ["Progress", "wakeful_bars"]

Progress = Callable[[int, int], None]
"""Called now and then with the bars that are done and all bars."""
_STRETCH = 64
"""The most bars that are passed over by one comparison."""
_Stretch = tuple[int, int, int, int, int, int]
"""Index of its first bar and behind its last, lowest and highest price, last close, code of its first bar."""


def wakeful_bars(bars: BarColumns, engine: Engine, progress: Progress) -> Iterator[Bar]:
    """Give the bars that the engine must see, in order.

    An event strategy sees every bar. A rule strategy says beforehand at which bars its conditions hold; of the others
    only those are given that reach one of the engine's fences, which move while the bars are given.

    Args:
        bars: All bars of the run.
        engine: With its trader and its fences.
        progress: Told how far the run is, a chunk at a time.
    """
    codes = engine.trader.codes
    parts = _all_bars(bars) if codes is None else _woken_bars(bars, np.frombuffer(codes, np.uint8), engine)
    return chain.from_iterable(_telling(parts, progress, len(bars)))


def _telling(parts: Iterable[tuple[int, Iterator[Bar]]], progress: Progress, total: int) -> Iterator[Iterator[Bar]]:
    for done, part in parts:
        yield part
        progress(done, total)


def _all_bars(bars: BarColumns) -> Iterator[tuple[int, Iterator[Bar]]]:
    """Give chunk by chunk its bars, and how many bars are done with it."""
    for first in range(0, len(bars), CHUNK):
        yield min(first + CHUNK, len(bars)), bars.chunk(first)


def _woken_bars(bars: BarColumns, codes: NDArray[np.uint8], engine: Engine) -> Iterator[tuple[int, Iterator[Bar]]]:
    """Give the bars at which a condition holds or a fence is reached, and how many bars are done with them.

    A stretch begins at each bar at which a condition holds. As a whole it tells the lowest and the highest price and
    the last moment of its bars; where none of these reaches a fence, no bar of it does.
    """
    begins = codes != 0
    begins[::_STRETCH] = True
    starts = np.flatnonzero(begins)
    ends = np.append(starts[1:], len(bars))
    lows, highs = np.minimum.reduceat(bars.low, starts), np.maximum.reduceat(bars.high, starts)
    columns = starts, ends, lows, highs, bars.close_time[ends - 1], codes[starts]
    for first in range(0, len(starts), CHUNK):
        part = slice(first, first + CHUNK)
        stretches = zip(*(column[part].tolist() for column in columns), strict=True)
        yield int(ends[part][-1]), _woken_in(stretches, bars, engine)


def _woken_in(stretches: Iterable[_Stretch], bars: BarColumns, engine: Engine) -> Iterator[Bar]:
    read, lows, highs, closes = bars.reader(), bars.low.data, bars.high.data, bars.close_time.data
    for start, end, low, high, close_time, code in stretches:
        index = start
        if code:
            yield read(index)
            index += 1
        while index < end and (
            low <= engine.fence_low or high >= engine.fence_high or close_time > engine.fence_time_ns
        ):
            if (
                lows[index] <= engine.fence_low
                or highs[index] >= engine.fence_high
                or closes[index] > engine.fence_time_ns
            ):
                yield read(index)
            index += 1
