"""The trading days of a run, and what each did to the account."""

import attrs
import numpy as np
from numpy.typing import NDArray

from propbots.data.record import RunRecord

__all__ = ["DayColumns", "compute_returns", "to_day_columns"]


@attrs.frozen(eq=False)
class DayColumns:
    """The trading days that have bars, in order, as columns of equal length.

    Attributes:
        number: Days since 1970-01-01, int64.
        first_bar: Index of each day's first bar, int64.
        equity: Equity at each day's last close, whole units of money, int64.
        pnl: Change of equity since the day before, the first since the start, whole units of money, int64.
        returns: `pnl` as a fraction of the equity before the day, float64; NaN where that was not above 0.
    """

    number: NDArray[np.int64]
    first_bar: NDArray[np.int64]
    equity: NDArray[np.int64]
    pnl: NDArray[np.int64]
    returns: NDArray[np.float64]

    def __len__(self) -> int:
        """Return the number of days."""
        return len(self.number)


def to_day_columns(record: RunRecord) -> DayColumns:
    """Cut a run's bars into its trading days."""
    day = record.account.day
    is_last = np.append(day[1:] != day[:-1], True)[: len(day)]
    last_bar = np.flatnonzero(is_last)
    equity = record.account.equity[last_bar]
    start = record.scale.to_units(record.inputs.balance)
    return DayColumns(
        number=day[last_bar],
        first_bar=np.concatenate(([0], last_bar[:-1] + 1))[: len(last_bar)],
        equity=equity,
        pnl=np.diff(equity, prepend=start),
        returns=compute_returns(equity, start),
    )


def compute_returns(equity: NDArray[np.int64], start: int) -> NDArray[np.float64]:
    """Return each change of equity as a fraction of the equity before it.

    Args:
        equity: In whole units of money. Shape (days,).
        start: Before the first day, in the same units.

    Returns:
        Shape (days,), float64; NaN where the equity before was not above 0, since no fraction of a loss means anything.
    """
    before = np.concatenate(([start], equity[:-1]))[: len(equity)]
    returns = np.full(len(equity), np.nan)
    np.divide(equity - before, before, out=returns, where=before > 0)
    return returns
