"""The trade list, made from round trips in whole steps and units."""

from collections.abc import Iterator, Sequence
from functools import cache, cached_property
from itertools import chain
from typing import overload

import numpy as np
from typing_extensions import override

from propbots.data.columns import BarColumns
from propbots.domain.scale import Scale
from propbots.domain.trade import PositionSide, Trade
from propbots.engine.account import ClosedLot

__all__ = ["TradeList"]


class TradeList(Sequence[Trade]):
    """The trades with their excursions, made when somebody first looks at one of them.

    Args:
        closed: Round trips in the order of their exits.
        bars: All bars of the run.
        scale: How money and prices are counted.
        ambiguous: Indices of bars whose order of events is not known.
    """

    def __init__(self, closed: list[ClosedLot], bars: BarColumns, scale: Scale, ambiguous: list[int]) -> None:
        """Remember what the trades are made from."""
        self._closed = closed
        self._bars = bars
        self._scale = scale
        self._ambiguous = frozenset(ambiguous)

    @override
    def __len__(self) -> int:
        """Return how many there are."""
        return len(self._closed)

    @overload
    def __getitem__(self, index: int) -> Trade: ...

    @overload
    def __getitem__(self, index: slice) -> Sequence[Trade]: ...

    @override
    def __getitem__(self, index: int | slice) -> Trade | Sequence[Trade]:
        """Return one trade, or some."""
        return self._trades[index]

    @override
    def __iter__(self) -> Iterator[Trade]:
        """Give the trades in their order."""
        return iter(self._trades)

    @override
    def __eq__(self, other: object) -> bool:
        """Compare trade by trade."""
        return isinstance(other, Sequence) and self._trades == tuple(other)

    __hash__ = None  # type: ignore[assignment]  # -- a list of trades is no key

    @cached_property
    def _trades(self) -> tuple[Trade, ...]:
        lows, highs = _extremes(self._closed, self._bars)
        crossing = _Crossing(self._scale)
        return tuple(
            _to_trade(number, lot, (low, high), crossing, ambiguous=lot.exit_bar in self._ambiguous)
            for number, (lot, low, high) in enumerate(zip(self._closed, lows, highs, strict=True), 1)
        )


class _Crossing:
    """From whole numbers to decimals, each made once: the same few prices and amounts come again and again."""

    def __init__(self, scale: Scale) -> None:
        """Remember nothing yet."""
        self.step_value = scale.step_value
        self.to_price, self.to_money, self.to_quantity = map(cache, (scale.to_price, scale.to_money, scale.to_quantity))


def _extremes(closed: list[ClosedLot], bars: BarColumns) -> tuple[list[int], list[int]]:
    """Return the lowest and highest price while each round trip was open: its close marks, and the bars between."""
    numbers = chain.from_iterable((lot.low, lot.high, lot.entry_bar + 1, lot.exit_bar) for lot in closed)
    table = np.fromiter(numbers, np.int64).reshape(-1, 4)
    lows, highs, spans = table[:, 0], table[:, 1], table[:, 2:]
    has_between = spans[:, 1] > spans[:, 0]
    if has_between.any():
        edges = spans[has_between].ravel()
        lows[has_between] = np.minimum(lows[has_between], np.minimum.reduceat(bars.low, edges)[::2])
        highs[has_between] = np.maximum(highs[has_between], np.maximum.reduceat(bars.high, edges)[::2])
    return lows.tolist(), highs.tolist()


def _to_trade(number: int, lot: ClosedLot, extremes: tuple[int, int], crossing: _Crossing, *, ambiguous: bool) -> Trade:
    worst, best = extremes if lot.sign > 0 else extremes[::-1]
    worth = lot.sign * lot.quantity * crossing.step_value
    return Trade(
        number=number,
        side=PositionSide.LONG if lot.sign > 0 else PositionSide.SHORT,
        quantity=crossing.to_quantity(lot.quantity),
        entry_time_ns=lot.entry_time_ns,
        entry_price=crossing.to_price(lot.entry_price),
        exit_time_ns=lot.exit_time_ns,
        exit_price=crossing.to_price(lot.exit_price),
        gross_pnl=crossing.to_money(lot.gross),
        commission=crossing.to_money(lot.commission),
        exit_reason=lot.reason,
        mae=crossing.to_money(max(0, (lot.entry_price - worst) * worth)),
        mfe=crossing.to_money(max(0, (best - lot.entry_price) * worth)),
        entry_bar=lot.entry_bar,
        exit_bar=lot.exit_bar,
        ambiguous=ambiguous,
    )
