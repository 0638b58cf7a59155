"""The right answer to the work on ticks, in whole numbers, from nothing of ours and nothing of the peers'.

The average is counted in 2**96 parts of a tick, so that what is rounded is far below what a float rounds. Where the mid
came so near to the threshold that floats might see it on the other side, there would be no right answer; such ticks are
refused. A market order takes the opposite best of the quote that stands when it is decided. What is open at the end is
closed at the last quote, which is the last tick.
"""

from collections.abc import Iterable, Iterator
from enum import Enum

import numpy as np

from benchmarks.answer import Answer
from benchmarks.ticks import BAR_NS, BAR_SHIFT, SHIFT, THRESHOLD, Ticks
from benchmarks.work import COMMISSION_CENTS, TICK_CENTS

__all__ = ["Heard", "work_out_ticks"]

_TICK = 2**96
_DOUBT = _TICK >> 20
"""How near to the threshold floats are not trusted, above a thousand times their error on such prices."""
_Row = tuple[int, bool, int]
"""Index of a tick, whether a turn may be decided at it, and twice its price in ticks, or bid and ask together."""


class Heard(Enum):
    """What the strategy listens to: quotes and prints, quotes alone, or the minutes that the prints make."""

    BOTH = "both"
    QUOTES = "quotes"
    BARS = "bars"


def work_out_ticks(ticks: Ticks, heard: Heard) -> Answer:
    """Return the trades, by the moments at which they were decided, and the net profit."""
    shift = BAR_SHIFT if heard is Heard.BARS else SHIFT
    decided, sides = (np.array(column) for column in zip(*_decide(_rows(ticks, heard), shift), strict=True))
    quotes = np.flatnonzero(~ticks.is_trade)
    stands = quotes[np.searchsorted(quotes, decided, side="right") - 1]
    entries = np.where(sides > 0, ticks.ask[stands], ticks.bid[stands])
    exits = np.append(entries[1:], (ticks.bid if sides[-1] > 0 else ticks.ask)[-1])
    moments = (ticks.time[decided] // BAR_NS + 1) * BAR_NS if heard is Heard.BARS else ticks.time[decided]
    gross = int((sides * (exits - entries)).sum()) * TICK_CENTS
    return Answer(
        entry_at=moments,
        exit_at=np.append(moments[1:], ticks.time[-1]),
        side=sides,
        entry_ticks=entries.astype(np.float64),
        exit_ticks=exits.astype(np.float64),
        net_cents=float(gross - 2 * COMMISSION_CENTS * len(sides)),
    )


def _rows(ticks: Ticks, heard: Heard) -> Iterable[_Row]:
    """Return what moves the average; of a minute the last print, decided upon after the minute's last tick."""
    doubled = ticks.bid + ticks.ask
    if heard is Heard.BARS:
        minutes = ticks.time // BAR_NS
        ends = np.flatnonzero(np.diff(minutes))
        prints = np.flatnonzero(ticks.is_trade)
        closes = prints[np.searchsorted(prints, ends, side="right") - 1]
        there = minutes[closes] == minutes[ends]
        columns = ends[there], there[there], doubled[closes[there]]
    else:
        chosen = np.arange(len(ticks.time)) if heard is Heard.BOTH else np.flatnonzero(~ticks.is_trade)
        columns = chosen, ~ticks.is_trade[chosen], doubled[chosen]
    return zip(*(column.tolist() for column in columns), strict=True)


def _decide(rows: Iterable[_Row], shift: int) -> Iterator[tuple[int, int]]:
    """Give the turns: the index of the last tick that was known, and the side that is turned to."""
    average, side = None, 0
    for place, may_turn, doubled in rows:
        price = doubled * _TICK // 2
        average = price if average is None else average + ((price - average) >> shift)
        if not may_turn:
            continue
        beyond = abs(price - average) - THRESHOLD * _TICK
        if abs(beyond) < _DOUBT:
            raise ValueError(f"tick {place} is too near to the threshold for floats; take another seed")
        turned = (1 if price > average else -1) if beyond > 0 else 0
        if turned and turned != side:
            side = turned
            yield place, side
