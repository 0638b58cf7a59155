"""Round trips: what was bought and sold again, or sold and bought back."""

from decimal import Decimal
from enum import StrEnum

import msgspec

__all__ = ["PositionSide", "Trade"]


class PositionSide(StrEnum):
    """The direction of a position."""

    LONG = "long"
    SHORT = "short"
    FLAT = "flat"


class Trade(msgspec.Struct, frozen=True, gc=False):
    """One entry and its exit, first in first out.

    Attributes:
        number: Counted from 1 in the order of exits.
        side: `LONG` or `SHORT`.
        quantity: Contracts, lots or units.
        entry_time_ns: When the entry filled, nanoseconds since 1970 UTC.
        entry_price: At which it filled.
        exit_time_ns: When the exit filled.
        exit_price: At which it filled.
        gross_pnl: Profit before commission.
        commission: Paid for both sides.
        exit_reason: What closed it, such as `signal`, `stop`, `target`, `flat_by`, `breach` or `end_of_data`.
        mae: The largest open loss while it was held, 0 or more, before commission.
        mfe: The largest open profit while it was held, 0 or more, before commission.
        entry_bar: Index of the bar in which it was entered.
        exit_bar: Index of the bar in which it was left.
        ambiguous: Whether its exit lay in a bar whose order of events is not known.
        instrument: What was traded.
    """

    number: int
    side: PositionSide
    quantity: Decimal
    entry_time_ns: int
    entry_price: Decimal
    exit_time_ns: int
    exit_price: Decimal
    gross_pnl: Decimal
    commission: Decimal
    exit_reason: str
    mae: Decimal
    mfe: Decimal
    entry_bar: int
    exit_bar: int
    ambiguous: bool = False
    instrument: str = ""

    @property
    def net_pnl(self) -> Decimal:
        """Profit after commission."""
        return self.gross_pnl - self.commission
