"""The trade list, made from round trips in whole steps and units."""

import numpy as np

from propbots.data.columns import BarColumns
from propbots.domain.scale import Scale
from propbots.domain.trade import PositionSide, Trade
from propbots.engine.account import ClosedLot

__all__ = ["build_trades"]


def build_trades(closed: list[ClosedLot], bars: BarColumns, scale: Scale, ambiguous: list[int]) -> tuple[Trade, ...]:
    """Return the trades with their excursions.

    Args:
        closed: Round trips in the order of their exits.
        bars: All bars of the run.
        scale: How money and prices are counted.
        ambiguous: Indices of bars whose order of events is not known.
    """
    lows, highs = _extremes(closed, bars)
    unclear = frozenset(ambiguous)
    return tuple(
        _to_trade(number, lot, (low, high), scale, ambiguous=lot.exit_bar in unclear)
        for number, (lot, low, high) in enumerate(zip(closed, lows, highs, strict=True), 1)
    )


def _extremes(closed: list[ClosedLot], bars: BarColumns) -> tuple[list[int], list[int]]:
    """Return the lowest and highest price while each round trip was open: its close marks, and the bars between."""
    lows = np.array([lot.low for lot in closed], dtype=np.int64)
    highs = np.array([lot.high for lot in closed], dtype=np.int64)
    spans = np.array([(lot.entry_bar + 1, lot.exit_bar) for lot in closed], dtype=np.int64).reshape(-1, 2)
    has_between = spans[:, 1] > spans[:, 0]
    if has_between.any():
        edges = spans[has_between].ravel()
        lows[has_between] = np.minimum(lows[has_between], np.minimum.reduceat(bars.low, edges)[::2])
        highs[has_between] = np.maximum(highs[has_between], np.maximum.reduceat(bars.high, edges)[::2])
    return lows.tolist(), highs.tolist()


def _to_trade(number: int, lot: ClosedLot, extremes: tuple[int, int], scale: Scale, *, ambiguous: bool) -> Trade:
    worst, best = extremes if lot.sign > 0 else extremes[::-1]
    worth = lot.sign * lot.quantity * scale.step_value
    return Trade(
        number=number,
        side=PositionSide.LONG if lot.sign > 0 else PositionSide.SHORT,
        quantity=scale.to_quantity(lot.quantity),
        entry_time_ns=lot.entry_time_ns,
        entry_price=scale.to_price(lot.entry_price),
        exit_time_ns=lot.exit_time_ns,
        exit_price=scale.to_price(lot.exit_price),
        gross_pnl=scale.to_money(lot.gross),
        commission=scale.to_money(lot.commission),
        exit_reason=lot.reason,
        mae=scale.to_money(max(0, (lot.entry_price - worst) * worth)),
        mfe=scale.to_money(max(0, (best - lot.entry_price) * worth)),
        entry_bar=lot.entry_bar,
        exit_bar=lot.exit_bar,
        ambiguous=ambiguous,
    )
