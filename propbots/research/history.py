"""A recorded account: what it was worth at the moments that are known."""

from collections.abc import Sequence
from decimal import Decimal
from itertools import pairwise

import attrs

from propbots.domain.instrument import AssetClass, Instrument
from propbots.errors import DataCorrupt

__all__ = ["ACCOUNT", "HistoryRow", "list_money", "require_order"]

ACCOUNT = Instrument("account", AssetClass.CFD, Decimal("0.01"), Decimal(1))
"""What a recorded account is counted by: its money alone."""


@attrs.frozen
class HistoryRow:
    """An account at a moment.

    Attributes:
        time_ns: The moment, nanoseconds since 1970 UTC.
        balance: Closed profit and loss with all fees, after what was paid in or out.
        equity: The same with what is open.
        deposit: What was paid in at this moment.
        payout: What was paid out.
        traded: Whether something was traded since the row before; None where only the numbers tell.
    """

    time_ns: int
    balance: Decimal
    equity: Decimal
    deposit: Decimal = Decimal(0)
    payout: Decimal = Decimal(0)
    traded: bool | None = None


def list_money(rows: Sequence[HistoryRow]) -> list[Decimal]:
    """Return every amount of money in a history, so that a scale can be chosen that rounds none."""
    return [amount for row in rows for amount in (row.balance, row.equity, row.deposit, row.payout)]


def require_order(rows: Sequence[HistoryRow]) -> None:
    """Refuse a history that is empty or goes back in time.

    Raises:
        DataCorrupt: With the place of the row.
    """
    if not rows:
        raise DataCorrupt("the history has no rows; give a row for each moment that is known")
    for number, (before, row) in enumerate(pairwise(rows), 2):
        if row.time_ns < before.time_ns:
            raise DataCorrupt(f"row {number} is earlier than the one before it; put the rows in order of time")
