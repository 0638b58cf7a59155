"""The trades of a run: whole numbers in columns, and `Trade` objects for whoever looks at one of them."""

from collections.abc import Sequence
from functools import cache, cached_property
from typing import overload

import attrs
import numpy as np
from numpy.typing import NDArray
from typing_extensions import override

from propbots.domain.scale import Scale
from propbots.domain.trade import PositionSide, Trade

__all__ = ["TradeColumns", "TradeList"]

Column = NDArray[np.int64]


@attrs.frozen(eq=False)
class TradeColumns:
    """Trades in the order of their exits, as columns of equal length.

    Money is in whole units, prices in ticks, times in nanoseconds since 1970 UTC; all int64 but the flags.

    Attributes:
        is_long: Whether the position was long.
        quantity: In quantity steps.
        entry_time: When the entry filled.
        entry_price: At which it filled.
        entry_bar: Index of the bar of the entry.
        exit_time: When the exit filled.
        exit_price: At which it filled.
        exit_bar: Index of the bar of the exit.
        gross: Profit before commission.
        commission: Paid for both sides.
        mae: Largest open loss while held, 0 or more.
        mfe: Largest open profit while held, 0 or more.
        reason: What closed each, as its place in `reasons`.
        reasons: The names of what closed them, in alphabetical order.
        is_ambiguous: Whether the exit lay in a bar whose order of events is not known.
        instrument: What was traded, as its place in `scales`.
        scales: How the prices and quantities of each instrument are counted, the main one first; money as in all.
    """

    is_long: NDArray[np.bool_]
    quantity: Column
    entry_time: Column
    entry_price: Column
    entry_bar: Column
    exit_time: Column
    exit_price: Column
    exit_bar: Column
    gross: Column
    commission: Column
    mae: Column
    mfe: Column
    reason: Column
    reasons: tuple[str, ...]
    is_ambiguous: NDArray[np.bool_]
    instrument: Column
    scales: tuple[Scale, ...]

    def __len__(self) -> int:
        """Return the number of trades."""
        return len(self.gross)

    @property
    def net(self) -> Column:
        """Profit after commission, in whole units of money."""
        return self.gross - self.commission


class TradeList(Sequence[Trade]):
    """The trades of a run, made when somebody first looks at one of them.

    Args:
        columns: What they are made from.
    """

    def __init__(self, columns: TradeColumns) -> None:
        """Remember what the trades are made from."""
        self.columns = columns

    @override
    def __len__(self) -> int:
        """Return how many there are."""
        return len(self.columns)

    @overload
    def __getitem__(self, index: int) -> Trade: ...

    @overload
    def __getitem__(self, index: slice) -> Sequence[Trade]: ...

    @override
    def __getitem__(self, index: int | slice) -> Trade | Sequence[Trade]:
        """Return one trade, or some."""
        return self._trades[index]

    @override
    def __eq__(self, other: object) -> bool:
        """Compare trade by trade."""
        return isinstance(other, Sequence) and self._trades == tuple(other)

    __hash__ = None  # type: ignore[assignment]  # -- a list of trades is no key

    @cached_property
    def _trades(self) -> tuple[Trade, ...]:
        columns, scales = self.columns, self.columns.scales
        # Each made once: the same few prices and amounts come again and again.
        price = cache(lambda place, steps: scales[place].to_price(steps))
        quantity = cache(lambda place, steps: scales[place].to_quantity(steps))
        money, places = cache(scales[0].to_money), columns.instrument.tolist()
        names = [scale.instrument.id for scale in scales]
        sides = (PositionSide.SHORT, PositionSide.LONG)
        return tuple(
            map(
                Trade,
                range(1, len(columns) + 1),
                map(sides.__getitem__, columns.is_long.tolist()),
                map(quantity, places, columns.quantity.tolist()),
                columns.entry_time.tolist(),
                map(price, places, columns.entry_price.tolist()),
                columns.exit_time.tolist(),
                map(price, places, columns.exit_price.tolist()),
                map(money, columns.gross.tolist()),
                map(money, columns.commission.tolist()),
                map(columns.reasons.__getitem__, columns.reason.tolist()),
                map(money, columns.mae.tolist()),
                map(money, columns.mfe.tolist()),
                columns.entry_bar.tolist(),
                columns.exit_bar.tolist(),
                columns.is_ambiguous.tolist(),
                map(names.__getitem__, places),
            )
        )
