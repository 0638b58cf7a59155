"""Bars of any size from ticks: of a length of time, of so many prints, of so much quantity, or so wide."""

from decimal import Decimal

import numpy as np
from numpy.typing import NDArray

from propbots.data.columns import BarColumns, to_floats
from propbots.data.frames import find_frames
from propbots.data.tick_cuts import Cuts, PriceSeries, find_cuts
from propbots.data.ticks import TickColumns, tell_apart
from propbots.domain.bar import Feed
from propbots.domain.bar_size import BarSize, BarUnit
from propbots.domain.instrument import Instrument
from propbots.domain.scale import compute_steps
from propbots.domain.session import SessionCalendar
from propbots.domain.timeframe import Timeframe
from propbots.errors import ConfigurationError

__all__ = ["bars_of_ticks", "count_steps"]

Column = NDArray[np.int64]
_BEFORE_ALL = -(2**62)


def bars_of_ticks(ticks: TickColumns, size: Timeframe | BarSize, calendar: SessionCalendar) -> BarColumns:
    """Make bars from ticks.

    Prices are those of the prints where there are any, and else the bids. A bar holds the ticks from its open time up
    to, and not including, its close time; bars never overlap, and there is none where nothing happened. Every bar ends
    with its session at the latest, and the next session begins with a new one.

    Bars of a length of time begin a whole number of timeframes after their session opened. The others close a
    nanosecond after the tick at which they are known to be finished: bars of prints and of quantity the one that fills
    them, bars of a range the first one beyond it, which opens the next bar. A print of more than a bar still takes is
    split, so that each bar holds the same quantity. A price that jumps beyond a range makes no bars of prices that
    nobody paid. What the end of a session cuts short closes with it.

    Args:
        ticks: In order; the last bar may go on after them, as its close time tells.
        size: How large the bars are.
        calendar: The instrument's sessions.

    Returns:
        Bars whose volume is NaN where no print tells its quantity.

    Raises:
        ConfigurationError: If the size is more than a day, or a quantity that no print tells or that is no whole number
            of quantity steps.

    Source: S-102
    """
    series = PriceSeries.of(ticks)
    if isinstance(size, Timeframe):
        return _bars_of_time(ticks, series, size, calendar)
    if size.unit is BarUnit.VOLUME:
        series = _with_quantity(series, size, ticks)
    cuts = find_cuts(series, size.unit, count_steps(size, ticks.instrument), calendar)
    close_time = tell_apart(cuts.known) + 1
    # The tick that ended a bar may be the next one's first; in time it belongs to what it ended.
    open_time = np.maximum(series.time[cuts.first], np.append(_BEFORE_ALL, close_time[:-1]))
    return _to_bars(ticks, Feed(ticks.instrument, size), series, cuts, (open_time, close_time))


def count_steps(size: BarSize, instrument: Instrument) -> int:
    """Return how many prints, quantity steps or price steps fill a bar.

    Raises:
        ConfigurationError: If a quantity is no whole number of the instrument's steps.
    """
    if size.unit is not BarUnit.VOLUME:
        return size.count
    steps = compute_steps(Decimal(size.count), instrument.quantity_step)
    if steps is None:
        raise ConfigurationError(
            f"bars of {size} must be a whole number of the quantity steps of {instrument.id} "
            f"({instrument.quantity_step})"
        )
    return steps


def _with_quantity(series: PriceSeries, size: BarSize, ticks: TickColumns) -> PriceSeries:
    """Return the prints that tell their quantity; the others fill no bar of quantity."""
    told = series.quantity > 0
    if not told.any():
        raise ConfigurationError(
            f"bars of {size} need prints with their quantity, and {ticks.source.location} has none; choose bars of "
            "another kind"
        )
    return series if told.all() else series.select(told)


def _bars_of_time(
    ticks: TickColumns, series: PriceSeries, timeframe: Timeframe, calendar: SessionCalendar
) -> BarColumns:
    frames = find_frames(series.time, timeframe, calendar)
    quantity = np.add.reduceat(series.quantity, frames.first)
    cuts = Cuts(frames.first, frames.last, frames.end, quantity)
    return _to_bars(ticks, Feed(ticks.instrument, timeframe), series, cuts, (frames.begin, frames.end))


def _to_bars(
    ticks: TickColumns, feed: Feed, series: PriceSeries, cuts: Cuts, times: tuple[Column, Column]
) -> BarColumns:
    """Return the bars between two columns of times; a print that two bars share counts for both."""
    close = series.price[cuts.last]
    volume = to_floats(cuts.quantity, ticks.instrument.quantity_step)
    return BarColumns(
        feed=feed,
        open_time=times[0],
        close_time=times[1],
        open=series.price[cuts.first],
        high=np.maximum(np.maximum.reduceat(series.price, cuts.first), close),
        low=np.minimum(np.minimum.reduceat(series.price, cuts.first), close),
        close=close,
        volume=np.where(cuts.quantity > 0, volume, np.nan),
        source=ticks.source,
        rows=ticks.rows,
        rounded=ticks.rounded,
        span=ticks.span,
    )
