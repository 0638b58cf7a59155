"""Which bars the engine must be given: all of them, or those at which a rule strategy or a fence wakes it."""

from collections.abc import Callable, Iterator
from itertools import chain

from propbots.data.columns import CHUNK, BarColumns
from propbots.domain.bar import Bar
from propbots.engine.engine import Engine

__all__ = ["Progress", "wakeful_bars"]

Progress = Callable[[int, int], None]
"""Called now and then with the bars that are done and all bars."""


def wakeful_bars(bars: BarColumns, engine: Engine, progress: Progress) -> Iterator[Bar]:
    """Give the bars that the engine must see, in order.

    An event strategy sees every bar. A rule strategy says beforehand at which bars its conditions hold; of the others
    only those are given that reach one of the engine's fences, which move while the bars are given.

    Args:
        bars: All bars of the run.
        engine: With its trader and its fences.
        progress: Told how far the run is, a chunk at a time.
    """
    return chain.from_iterable(_chunks(bars, engine, progress))


def _chunks(bars: BarColumns, engine: Engine, progress: Progress) -> Iterator[Iterator[Bar]]:
    codes = engine.trader.codes
    for first in range(0, len(bars), CHUNK):
        yield bars.chunk(first) if codes is None else _woken(bars, engine, codes, first)
        progress(min(first + CHUNK, len(bars)), len(bars))


def _woken(bars: BarColumns, engine: Engine, codes: list[int], first: int) -> Iterator[Bar]:
    """Give the bars of a chunk at which a condition holds or a fence is reached."""
    part = slice(first, first + CHUNK)
    closes = bars.close_time[part].tolist()
    rows = zip(bars.low[part].tolist(), bars.high[part].tolist(), closes, codes[part], strict=True)
    for index, (low, high, close_time, code) in enumerate(rows, first):
        if code or low <= engine.fence_low or high >= engine.fence_high or close_time > engine.fence_time_ns:
            yield bars.bar(index)
