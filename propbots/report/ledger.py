"""The trades of a run as columns."""

import attrs
import numpy as np
from numpy.typing import NDArray

from propbots.data.record import RunRecord
from propbots.domain.trade import PositionSide

__all__ = ["TradeColumns", "to_trade_columns"]


@attrs.frozen(eq=False)
class TradeColumns:
    """Trades in the order of their exits, as columns of equal length.

    Money is in whole units, int64; times are nanoseconds since 1970 UTC, int64.

    Attributes:
        net: Profit after commission.
        commission: Paid for both sides.
        mae: Largest open loss while held, 0 or more.
        mfe: Largest open profit while held, 0 or more.
        entry_time: When the entry filled.
        exit_time: When the exit filled.
        entry_bar: Index of the bar of the entry, int64.
        exit_bar: Index of the bar of the exit, int64.
        is_long: Whether the position was long.
        exit_reason: What closed each.
        is_ambiguous: Whether the exit lay in a bar whose order of events is not known.
    """

    net: NDArray[np.int64]
    commission: NDArray[np.int64]
    mae: NDArray[np.int64]
    mfe: NDArray[np.int64]
    entry_time: NDArray[np.int64]
    exit_time: NDArray[np.int64]
    entry_bar: NDArray[np.int64]
    exit_bar: NDArray[np.int64]
    is_long: NDArray[np.bool_]
    exit_reason: NDArray[np.str_]
    is_ambiguous: NDArray[np.bool_]

    def __len__(self) -> int:
        """Return the number of trades."""
        return len(self.net)


def to_trade_columns(record: RunRecord) -> TradeColumns:
    """Put a run's trades into columns."""
    units = record.scale.to_units
    trades = record.trades
    return TradeColumns(
        net=_whole([units(trade.net_pnl) for trade in trades]),
        commission=_whole([units(trade.commission) for trade in trades]),
        mae=_whole([units(trade.mae) for trade in trades]),
        mfe=_whole([units(trade.mfe) for trade in trades]),
        entry_time=_whole([trade.entry_time_ns for trade in trades]),
        exit_time=_whole([trade.exit_time_ns for trade in trades]),
        entry_bar=_whole([trade.entry_bar for trade in trades]),
        exit_bar=_whole([trade.exit_bar for trade in trades]),
        is_long=np.array([trade.side is PositionSide.LONG for trade in trades], dtype=np.bool_),
        exit_reason=np.array([trade.exit_reason for trade in trades], dtype=np.str_),
        is_ambiguous=np.array([trade.ambiguous for trade in trades], dtype=np.bool_),
    )


def _whole(values: list[int]) -> NDArray[np.int64]:
    return np.array(values, dtype=np.int64)
