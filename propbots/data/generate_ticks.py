"""Quotes and prints that nobody recorded, from which the very minutes follow that they were generated from.

As in `propbots.data.generate`, only the raw output of a PCG64 bit generator and whole numbers are used, so that a seed
gives the same ticks everywhere.
"""

import hashlib

import attrs
import numpy as np
from numpy.typing import NDArray

from propbots.data.columns import to_floats, to_steps
from propbots.data.table import BarTable, DataSource
from propbots.data.tick_table import TickTable
from propbots.domain.instrument import Instrument

__all__ = ["generate_ticks"]

_Integers = NDArray[np.int64]

_PRINTS = 16
"""Prints of a minute with enough volume."""
_MILLISECOND = 1_000_000
_SLOT = 60_000 // _PRINTS
"""Milliseconds in which each of them falls."""


def generate_ticks(minutes: BarTable, instrument: Instrument, *, seed: int) -> TickTable:
    """Return prints, each with the quote that stood before it, whose minutes are the given ones.

    In each minute the price goes from the open over both extremes, the nearer one first, to the close. A print takes
    the bid or the ask of a spread of one tick. Where a minute has less volume than its path has turns, some of them are
    prints without a quantity.

    Args:
        minutes: Generated, with prices on the instrument's grid and whole volumes.
        instrument: Whose grid it is.
        seed: Of what the minutes leave open.
    """
    bits = np.random.PCG64(seed)
    anchors, places = _lay_out(minutes, instrument, bits)
    prices = _interpolate(anchors, places)
    sizes = _share_out(minutes.volume.astype(np.int64), bits)
    slots = np.arange(_PRINTS) * _SLOT + _draw(bits, sizes.shape, _SLOT)
    moments = minutes.open_time[:, None] + slots * _MILLISECOND
    # At the lowest price that there is, nobody bids a tick less.
    is_buy = (_draw(bits, sizes.shape, 2) == 1) & (prices > 1)
    kept = sizes > 0
    np.put_along_axis(kept, places, values=True, axis=1)
    return _to_table(_Prints(moments[kept], prices[kept], sizes[kept], is_buy[kept]), minutes.source, instrument)


@attrs.frozen(eq=False)
class _Prints:
    """Prints in order, as columns of equal length.

    Attributes:
        time: Nanoseconds since 1970 UTC.
        price: In ticks.
        size: Contracts; 0 where unknown.
        is_buy: Whether a buyer took the ask, and not a seller the bid.
    """

    time: _Integers
    price: _Integers
    size: _Integers
    is_buy: NDArray[np.bool_]


def _lay_out(minutes: BarTable, instrument: Instrument, bits: np.random.PCG64) -> tuple[_Integers, _Integers]:
    """Return the prices at which each minute begins, turns twice and ends, and at which prints. Shape (minutes, 4)."""
    names = ("open", "high", "low", "close")
    opens, highs, lows, closes = (to_steps(getattr(minutes, name), instrument.tick_size)[0] for name in names)
    is_up_first = highs - opens < opens - lows
    first, second = np.where(is_up_first, highs, lows), np.where(is_up_first, lows, highs)
    size = (len(opens), 1)
    turn = 1 + _draw(bits, size, _PRINTS // 2 - 1)
    again = turn + 1 + _draw(bits, size, _PRINTS // 2 - 1)
    places = np.concatenate([np.zeros_like(turn), turn, again, np.full_like(turn, _PRINTS - 1)], axis=1)
    return np.stack([opens, first, second, closes], axis=1), places


def _interpolate(anchors: _Integers, places: _Integers) -> _Integers:
    """Return the prices of all prints of each minute, in a straight line from each anchor to the next."""
    number = np.arange(_PRINTS)
    leg = (number >= places[:, 1:2]).astype(np.int64) + (number >= places[:, 2:3])
    start, end = (np.take_along_axis(anchors, leg + more, axis=1) for more in (0, 1))
    begin, until = (np.take_along_axis(places, leg + more, axis=1) for more in (0, 1))
    prices: _Integers = start + (end - start) * (number - begin) // (until - begin)
    return prices


def _share_out(volume: _Integers, bits: np.random.PCG64) -> _Integers:
    """Return how much of each minute's volume each of its prints has, by lot; none for some where there is little."""
    weights = 1 + _draw(bits, (len(volume), _PRINTS), 15)
    traded = volume[:, None] * np.cumsum(weights, axis=1) // weights.sum(axis=1, keepdims=True)
    shares: _Integers = np.diff(traded, axis=1, prepend=0)
    return shares


def _draw(bits: np.random.PCG64, shape: tuple[int, ...], below: int) -> _Integers:
    """Return whole numbers from 0 up to, and not including, another."""
    raw: NDArray[np.uint64] = bits.random_raw(shape)
    return ((raw >> np.uint64(32)) * np.uint64(below) >> np.uint64(32)).astype(np.int64)


def _to_table(prints: _Prints, source: DataSource, instrument: Instrument) -> TickTable:
    bid = prints.price - prints.is_buy
    digest = hashlib.sha256()
    for column in (prints.time, prints.price, prints.size, bid):
        digest.update(column.astype("<i8").tobytes())
    unknown = np.full(len(bid), np.nan)
    return TickTable(
        time=prints.time,
        bid=to_floats(bid, instrument.tick_size),
        ask=to_floats(bid + 1, instrument.tick_size),
        last=to_floats(prints.price, instrument.tick_size),
        bid_size=unknown,
        ask_size=unknown,
        size=np.where(prints.size > 0, prints.size, np.nan),
        row=np.arange(1, len(bid) + 1, dtype=np.int64),
        source=DataSource(source.location, "generated", digest.hexdigest(), ("the ticks are generated, not recorded",)),
    )
