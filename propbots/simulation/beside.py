"""The stretches of a run in which more happens than the main feed's bars."""

from collections.abc import Iterator, Sequence
from itertools import islice

from propbots.data.columns import CHUNK, BarColumns
from propbots.domain.bar import Bar
from propbots.engine.core import Stretch
from propbots.simulation.agenda import Agenda
from propbots.simulation.wakefulness import STRETCH, Progress
from propbots.venue.exchange import Exchange

__all__ = ["find_stretches_beside"]


def find_stretches_beside(
    bars: BarColumns, agenda: Agenda, exchange: Exchange, progress: Progress, *, longest: int = STRETCH
) -> Iterator[Stretch]:
    """Give the bars of the main feed, and before each of them what else happens until it closes.

    Args:
        bars: All bars of the main feed in the run.
        agenda: What else happens.
        exchange: Told where all markets are while bars are looked at.
        progress: Told how far the run is, a chunk at a time.
        longest: The most bars without a look at what else happens; 1 where a bar may set a timer.
    """
    made, index, told = bars.bars(), 0, 0
    closes = bars.close_time.data
    while index < len(bars):
        close_time = closes[index]
        yield from _until(close_time, agenda, exchange)
        events = list(agenda.take(close_time))
        end = index + 1 if events else _find_end(closes, index, agenda.next_ns, longest)
        yield from _with_main(list(islice(made, end - index)), events, exchange)
        index = end
        if index - told >= CHUNK:
            told = index
            progress(index, len(bars))
    yield from _until(_end_of(bars), agenda, exchange)
    progress(len(bars), len(bars))


def _end_of(bars: BarColumns) -> int:
    """Return the moment after which nothing is told: what comes with the last bar's close still is."""
    return bars.close_time.item(len(bars) - 1) + 1


def _find_end(closes: Sequence[int], index: int, until_ns: int, longest: int) -> int:
    """Return the index behind the last bar that closes before a moment; the first one is taken in any case."""
    end, last = index + 1, min(index + longest, len(closes))
    while end < last and closes[end] < until_ns:
        end += 1
    return end


def _until(moment_ns: int, agenda: Agenda, exchange: Exchange) -> Iterator[Stretch]:
    """Give what happens before a moment: at each moment bars first, and the rest when its turn comes."""
    while (now := agenda.next_ns) < moment_ns:
        bars = list(agenda.take(now))
        together = exchange.worked(bars)
        exchange.begin(together)
        yield Stretch((), 0, 0, 0, bars)
        exchange.end(together)
        yield Stretch((), 0, 0, 0, agenda.take_rest(now))


def _with_main(bars: list[Bar], beside: list[Bar], exchange: Exchange) -> Iterator[Stretch]:
    """Give bars of the main feed, with the bars of other feeds that end with the first of them."""
    together = exchange.worked(beside)
    if together:
        exchange.begin([*together, bars[0]])
    low, high = min(bar.low_steps for bar in bars), max(bar.high_steps for bar in bars)
    yield Stretch(bars, low, high, bars[-1].close_time_ns, beside)
    exchange.end([*together, bars[-1]])
