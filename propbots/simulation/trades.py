"""The trades of a run as columns, worked out from round trips in whole steps and units."""

from collections.abc import Sequence
from itertools import chain

import attrs
import numpy as np
from msgspec.structs import astuple
from numpy.typing import NDArray

from propbots.data.columns import BarColumns
from propbots.data.trades import TradeColumns
from propbots.domain.scale import Scale
from propbots.engine.account import ClosedLot

__all__ = ["TradedBars", "build_trade_columns"]

Column = NDArray[np.int64]
_NUMBERS = ClosedLot.__struct_fields__[:-1]
"""The fields of a round trip but the last, its reason."""


@attrs.frozen(eq=False)
class TradedBars:
    """The bars of one instrument in a run.

    Attributes:
        bars: That worked its orders.
        scale: How it is counted.
        ambiguous: When the bars began whose order of events is not known.
    """

    bars: BarColumns
    scale: Scale
    ambiguous: list[int]


def build_trade_columns(closed: list[ClosedLot], traded: Sequence[TradedBars]) -> TradeColumns:
    """Return the trades with their excursions.

    Args:
        closed: Round trips in the order of their exits.
        traded: The instruments in the order of the account's holdings, the main one first.
    """
    numbers = chain.from_iterable(astuple(lot)[:-1] for lot in closed)
    table = np.fromiter(numbers, np.int64).reshape(len(closed), len(_NUMBERS))
    lot = {name: np.ascontiguousarray(column) for name, column in zip(_NUMBERS, table.T, strict=True)}
    is_ambiguous, worth = np.zeros(len(closed), dtype=np.bool_), lot["quantity"].copy()
    for place, one in enumerate(traded):
        mine = np.flatnonzero(lot["holding"] == place) if len(traded) > 1 else np.arange(len(closed))
        is_ambiguous[mine] = _finish(lot, mine, one)
        worth[mine] *= one.scale.step_value
    entry_bar, exit_bar = _places(lot, traded[0].bars)
    is_long, entry = lot["sign"] > 0, lot["entry_price"]
    fall, rise = (entry - lot["low"]) * worth, (lot["high"] - entry) * worth
    reasons, reason = _number([one.reason for one in closed])
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
        is_ambiguous=is_ambiguous,
        instrument=lot["holding"],
        scales=tuple(one.scale for one in traded),
    )


def _finish(lot: dict[str, Column], mine: Column, traded: TradedBars) -> NDArray[np.bool_]:
    """Extend the marks of one instrument's trades over the bars between, and return whose exit is ambiguous."""
    bars = traded.bars
    entry_bar, exit_bar = (np.searchsorted(bars.open_time, lot[f"{side}_bar_time_ns"][mine]) for side in _SIDES)
    spans = np.column_stack((entry_bar + 1, exit_bar))
    lot["low"][mine], lot["high"][mine] = _extremes(lot["low"][mine], lot["high"][mine], spans, bars)
    is_ambiguous = np.zeros(len(bars), dtype=np.bool_)
    is_ambiguous[np.searchsorted(bars.open_time, traded.ambiguous)] = True
    return is_ambiguous[exit_bar]


_SIDES = ("entry", "exit")


def _places(lot: dict[str, Column], main: BarColumns) -> tuple[Column, Column]:
    """Return in which bars of the main feed the entries and the exits lie: of another instrument, by their moment."""
    is_other = lot["holding"] != 0
    places = []
    for side in _SIDES:
        place = np.searchsorted(main.open_time, lot[f"{side}_bar_time_ns"])
        by_time = np.searchsorted(main.close_time, lot[f"{side}_time_ns"][is_other])
        place[is_other] = np.minimum(by_time, len(main) - 1)
        places.append(place)
    entry_bar, exit_bar = places
    return entry_bar, exit_bar


def _extremes(low: Column, high: Column, spans: Column, bars: BarColumns) -> tuple[Column, Column]:
    """Return the lowest and highest price while each round trip was open: its close marks, and the bars between.

    Args:
        low: The lowest close mark of each; changed in place.
        high: The highest; changed in place.
        spans: The first bar after the entry's and the exit's, shape (trades, 2).
        bars: All bars of the instrument.
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
