"""The trades of a run as columns, worked out from round trips in whole steps and units."""

from collections.abc import Sequence
from itertools import chain
from typing import Literal

import attrs
import numpy as np
from msgspec.structs import astuple
from numpy.typing import NDArray

from propbots.data.columns import BarColumns
from propbots.data.trades import TradeColumns
from propbots.domain.scale import Scale
from propbots.engine.account import ClosedLot
from propbots.simulation.tick_account import TickPrices

__all__ = ["TradedBars", "build_trade_columns"]

Column = NDArray[np.int64]
_NUMBERS = ClosedLot.__struct_fields__[:-1]
"""The fields of a round trip but the last, its reason."""


@attrs.frozen(eq=False)
class TradedBars:
    """What one instrument did in a run.

    Attributes:
        bars: That the run is told by; without ticks they worked its orders.
        scale: How it is counted.
        ambiguous: When the bars began whose order of events is not known.
        prices: At each tick that worked its orders; None for a run on bars.
    """

    bars: BarColumns
    scale: Scale
    ambiguous: list[int]
    prices: TickPrices | None = None

    def reach(self, *, long: bool) -> tuple[Column, Column, Column]:
        """Return the moments at which it was told, and the lowest and highest price of each for one side."""
        if self.prices is None:
            return self.bars.open_time, self.bars.low, self.bars.high
        price = self.prices.of_long if long else self.prices.of_short
        return self.prices.time, price, price


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
        is_ambiguous[mine] = _find_ambiguous(lot, mine, one)
        for long in (True, False):
            _extend(lot, mine[(lot["sign"][mine] > 0) == long], one, long=long)
        worth[mine] *= one.scale.step_value
    entry_bar, exit_bar = _places(lot, traded[0])
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


def _find_ambiguous(lot: dict[str, Column], mine: Column, traded: TradedBars) -> NDArray[np.bool_]:
    """Return whose exit, of one instrument's trades, lies in a bar whose order of events is not known."""
    # An exit by what happened in another market while no bar was at hand is told by a moment at which none begins.
    return np.isin(lot["exit_bar_time_ns"][mine], traded.ambiguous)


def _places(lot: dict[str, Column], main: TradedBars) -> tuple[Column, Column]:
    """Return in which bars of the main feed the entries and the exits lie.

    Those of another instrument, and those between two bars, are told by their moment: an open lies in the bar that
    begins then, all else in the bar that has not ended before.
    """
    bars, places = main.bars, []
    for side in ("entry", "exit"):
        began, moment = lot[f"{side}_bar_time_ns"], lot[f"{side}_time_ns"]
        place = np.minimum(np.searchsorted(bars.open_time, began), len(bars) - 1)
        is_own = (lot["holding"] == 0) & (main.prices is None) & (bars.open_time[place] == began)
        rest = np.flatnonzero(~is_own)
        place[rest] = _place_moments(bars, moment[rest], is_open=began[rest] == moment[rest])
        places.append(place)
    entry_bar, exit_bar = places
    return entry_bar, exit_bar


def _place_moments(bars: BarColumns, moment: Column, *, is_open: NDArray[np.bool_]) -> Column:
    """Return in which bars moments lie, the last one for what comes later; an open never in a bar that ends then."""
    inside, behind = np.searchsorted(bars.close_time, moment), np.searchsorted(bars.close_time, moment, side="right")
    return np.minimum(np.where(is_open, behind, inside), len(bars) - 1)


def _extend(lot: dict[str, Column], mine: Column, traded: TradedBars, *, long: bool) -> None:
    """Extend the close marks of some round trips by what was told between their entry and their exit, in place.

    Args:
        lot: The facts of all round trips.
        mine: Which of them.
        traded: Their instrument.
        long: Whether they are longs.
    """
    time, low, high = traded.reach(long=long)
    # A tick is over before what comes after it; within a bar what was reached until the exit is marked already.
    side: Literal["left", "right"] = "left" if traded.prices is None else "right"
    entry = np.searchsorted(time, lot["entry_bar_time_ns"][mine], side="right")
    spans = np.column_stack((entry, np.searchsorted(time, lot["exit_bar_time_ns"][mine], side=side)))
    has_between = spans[:, 1] > spans[:, 0]
    if has_between.any():
        edges, chosen = spans[has_between].ravel(), mine[has_between]
        if edges.max() == len(time):  # an exit after the last of them, by what happened in another market
            low, high = np.append(low, 0), np.append(high, 0)
        lot["low"][chosen] = np.minimum(lot["low"][chosen], np.minimum.reduceat(low, edges)[::2])
        lot["high"][chosen] = np.maximum(lot["high"][chosen], np.maximum.reduceat(high, edges)[::2])


def _number(names: list[str]) -> tuple[tuple[str, ...], Column]:
    """Return the distinct names in their order, and the place of each name among them."""
    distinct = tuple(sorted(set(names)))
    places = {name: place for place, name in enumerate(distinct)}
    return distinct, np.fromiter(map(places.__getitem__, names), np.int64, len(names))
