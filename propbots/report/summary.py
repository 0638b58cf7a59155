"""All figures of a run."""

import attrs

from propbots.data.record import RunRecord
from propbots.report.account_figures import AccountFigures, compute_account_figures
from propbots.report.day import to_day_columns
from propbots.report.day_figures import DayFigures, compute_day_figures
from propbots.report.trade_figures import TradeFigures, compute_trade_figures

__all__ = ["Summary", "compute_summary"]


@attrs.frozen
class Summary:
    """The figures of a run: of its trades, its trading days and its account."""

    trades: TradeFigures
    days: DayFigures
    account: AccountFigures


def compute_summary(record: RunRecord) -> Summary:
    """Compute all figures of a run; money exact, ratios None where they are undefined."""
    trades = record.trades.columns
    days = to_day_columns(record)
    return Summary(
        trades=compute_trade_figures(trades, record.scale),
        days=compute_day_figures(days, record.scale),
        account=compute_account_figures(record, trades, days),
    )
