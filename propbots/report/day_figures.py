"""What the trading days of a run earned, and how evenly."""

from decimal import Decimal

import attrs

from propbots.domain.scale import Scale
from propbots.report.day import DayColumns
from propbots.report.ratio import compute_ratio, compute_sharpe, compute_sortino, compute_volatility
from propbots.report.trade_figures import compute_average

__all__ = ["DayFigures", "compute_day_figures"]


@attrs.frozen
class DayFigures:
    """The figures of trading days; a day's profit is the change of equity from last close to last close.

    Attributes:
        sharpe: Of daily returns, annualised.
        sortino: Of daily returns, annualised, downside over all days.
        volatility: Deviation of daily returns, annualised.
        trading_days: Days with bars.
        winning_days: Days above 0.
        losing_days: Days below 0.
        average_day: Average profit of a day, rounded to the cent.
        best_day: The greatest profit of a day.
        worst_day: The least profit of a day.
        best_day_share: `best_day` as a fraction of the profit of all days; None unless that is above 0.
    """

    sharpe: float | None
    sortino: float | None
    volatility: float | None
    trading_days: int
    winning_days: int
    losing_days: int
    average_day: Decimal | None
    best_day: Decimal | None
    worst_day: Decimal | None
    best_day_share: float | None


def compute_day_figures(days: DayColumns, scale: Scale) -> DayFigures:
    """Compute the figures of trading days."""
    pnl = days.pnl
    total = int(pnl.sum())
    best = int(pnl.max()) if len(days) else None
    return DayFigures(
        sharpe=compute_sharpe(days.returns),
        sortino=compute_sortino(days.returns),
        volatility=compute_volatility(days.returns),
        trading_days=len(days),
        winning_days=int((pnl > 0).sum()),
        losing_days=int((pnl < 0).sum()),
        average_day=compute_average(pnl, scale),
        best_day=None if best is None else scale.to_money(best),
        worst_day=scale.to_money(int(pnl.min())) if len(days) else None,
        best_day_share=compute_ratio(best, total) if best is not None and total > 0 else None,
    )
