"""The trades of a run as columns, worked out from round trips in whole steps and units."""

from itertools import chain

import numpy as np
from msgspec.structs import astuple
from numpy.typing import NDArray

from propbots.data.columns import BarColumns
from propbots.data.trades import TradeColumns
from propbots.engine.account import ClosedLot

__all__ = ["build_trade_columns"]

Column = NDArray[np.int64]
_NUMBERS = ClosedLot.__struct_fields__[:-1]
"""The fields of a round trip but the last, its reason."""


def build_trade_columns(
    closed: list[ClosedLot], bars: BarColumns, step_value: int, ambiguous: list[int]
) -> TradeColumns:
    """Return the trades with their excursions.

    Args:
        closed: Round trips in the order of their exits.
        bars: All bars of the run.
        step_value: Money of one tick per quantity step, in whole units.
        ambiguous: When the bars began whose order of events is not known.
    """
    numbers = chain.from_iterable(astuple(lot)[:-1] for lot in closed)
    table = np.fromiter(numbers, np.int64).reshape(len(closed), len(_NUMBERS))
    lot = {name: np.ascontiguousarray(column) for name, column in zip(_NUMBERS, table.T, strict=True)}
    entry_bar, exit_bar = (np.searchsorted(bars.open_time, lot[f"{side}_bar_time_ns"]) for side in ("entry", "exit"))
    low, high = _extremes(lot["low"], lot["high"], np.column_stack((entry_bar + 1, exit_bar)), bars)
    is_long, entry = lot["sign"] > 0, lot["entry_price"]
    worth = lot["quantity"] * step_value
    fall, rise = (entry - low) * worth, (high - entry) * worth
    reasons, reason = _number([one.reason for one in closed])
    is_ambiguous = np.zeros(len(bars), dtype=np.bool_)
    is_ambiguous[np.searchsorted(bars.open_time, ambiguous)] = True
    return TradeColumns(
        is_long=is_long,
        quantity=lot["quantity"],
        entry_time=lot["entry_time_ns"],
        entry_price=entry,
        entry_bar=entry_bar,
        exit_time=lot["exit_time_ns"],
        exit_price=lot["exit_price"],
        exit_bar=exit_bar,
        gross=lot["gross"],
        commission=lot["commission"],
        mae=np.maximum(np.where(is_long, fall, rise), 0),
        mfe=np.maximum(np.where(is_long, rise, fall), 0),
        reason=reason,
        reasons=reasons,
        is_ambiguous=is_ambiguous[exit_bar],
    )


def _extremes(low: Column, high: Column, spans: Column, bars: BarColumns) -> tuple[Column, Column]:
    """Return the lowest and highest price while each round trip was open: its close marks, and the bars between.

    Args:
        low: The lowest close mark of each; changed in place.
        high: The highest; changed in place.
        spans: The first bar after the entry's and the exit's, shape (trades, 2).
        bars: All bars of the run.
    """
    has_between = spans[:, 1] > spans[:, 0]
    if has_between.any():
        edges = spans[has_between].ravel()
        low[has_between] = np.minimum(low[has_between], np.minimum.reduceat(bars.low, edges)[::2])
        high[has_between] = np.maximum(high[has_between], np.maximum.reduceat(bars.high, edges)[::2])
    return low, high


def _number(names: list[str]) -> tuple[tuple[str, ...], Column]:
    """Return the distinct names in their order, and the place of each name among them."""
    distinct = tuple(sorted(set(names)))
    places = {name: place for place, name in enumerate(distinct)}
    return distinct, np.fromiter(map(places.__getitem__, names), np.int64, len(names))
