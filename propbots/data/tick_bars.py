"""Bars from ticks, aligned to the exchange's session."""

import numpy as np

from propbots.data.columns import BarColumns
from propbots.data.frames import find_frames
from propbots.data.ticks import TickColumns
from propbots.domain.bar import Feed
from propbots.domain.session import SessionCalendar
from propbots.domain.timeframe import Timeframe

__all__ = ["bars_of_ticks"]


def bars_of_ticks(ticks: TickColumns, timeframe: Timeframe, calendar: SessionCalendar) -> BarColumns:
    """Return bars made of the public prints, or of the bids where there are no prints.

    A bar begins a whole number of timeframes after its session opened, or before it where there are ticks, and ends
    with it at the latest; what was not traded is not made up.

    Args:
        ticks: Of one instrument.
        timeframe: Of the bars.
        calendar: The instrument's sessions.
    """
    told = ticks.select(ticks.is_trade) if ticks.has_trades else ticks
    frames = find_frames(told.time, timeframe, calendar)
    first = frames.first
    last = np.append(first[1:], len(told)) - 1
    quantity = told.bid_quantity if ticks.has_trades else np.zeros_like(told.bid_quantity)
    step = float(ticks.instrument.quantity_step)
    return BarColumns(
        feed=Feed(ticks.instrument, timeframe),
        open_time=frames.begin,
        close_time=frames.end,
        open=told.bid[first],
        high=np.maximum.reduceat(told.bid, first),
        low=np.minimum.reduceat(told.bid, first),
        close=told.bid[last],
        volume=np.add.reduceat(quantity, first) * step,
        source=ticks.source,
        rows=ticks.rows,
        rounded=ticks.rounded,
        span=ticks.span,
    )
