"""What the trades of a run earned."""

from decimal import Decimal

import attrs
import numpy as np
from numpy.typing import NDArray

from propbots.data.trades import TradeColumns
from propbots.domain.scale import Scale
from propbots.domain.timeframe import SECOND
from propbots.report.ratio import compute_ratio, compute_system_quality

__all__ = ["TradeFigures", "compute_average", "compute_longest_run", "compute_trade_figures"]


@attrs.frozen
class TradeFigures:
    """The figures of trades; winners and losers are told by profit after commission, one of exactly 0 is neither.

    Attributes:
        net_profit: Of all trades, after commission; `gross_profit + gross_loss`.
        gross_profit: Net profit of the winners.
        gross_loss: Net profit of the losers, 0 or below.
        commissions: Paid by all trades.
        total_trades: Round trips.
        winning_trades: Those above 0.
        losing_trades: Those below 0.
        win_rate: Winners as a fraction of all.
        profit_factor: `gross_profit / -gross_loss`; None without a loser.
        expectancy: Average net profit of a trade, as all averages rounded to the cent, half to even.
        average_win: Average of the winners.
        average_loss: Average of the losers, below 0.
        payoff_ratio: Average winner over average loser as positive amounts, before rounding.
        system_quality: Root of the number of trades times mean over deviation of their results.
        best_trade: The greatest result.
        worst_trade: The least result.
        longest_winning_streak: Winners in a row.
        longest_losing_streak: Losers in a row.
        average_mae: Average of the largest open losses.
        average_mfe: Average of the largest open profits.
        average_holding_seconds: Average time from entry to exit.
        average_win_holding_seconds: The same of the winners.
        average_loss_holding_seconds: The same of the losers.
        ambiguous_trades: Those whose exit lay in a bar whose order of events is not known.
    """

    net_profit: Decimal
    gross_profit: Decimal
    gross_loss: Decimal
    commissions: Decimal
    total_trades: int
    winning_trades: int
    losing_trades: int
    win_rate: float | None
    profit_factor: float | None
    expectancy: Decimal | None
    average_win: Decimal | None
    average_loss: Decimal | None
    payoff_ratio: float | None
    system_quality: float | None
    best_trade: Decimal | None
    worst_trade: Decimal | None
    longest_winning_streak: int
    longest_losing_streak: int
    average_mae: Decimal | None
    average_mfe: Decimal | None
    average_holding_seconds: float | None
    average_win_holding_seconds: float | None
    average_loss_holding_seconds: float | None
    ambiguous_trades: int


def compute_trade_figures(trades: TradeColumns, scale: Scale) -> TradeFigures:
    """Compute the figures of trades."""
    net = trades.net
    wins, losses = net > 0, net < 0
    profit, loss = int(net[wins].sum()), int(net[losses].sum())
    winners, losers = int(wins.sum()), int(losses.sum())
    held = trades.exit_time - trades.entry_time
    return TradeFigures(
        net_profit=scale.to_money(profit + loss),
        gross_profit=scale.to_money(profit),
        gross_loss=scale.to_money(loss),
        commissions=scale.to_money(int(trades.commission.sum())),
        total_trades=len(net),
        winning_trades=winners,
        losing_trades=losers,
        win_rate=compute_ratio(winners, len(net)),
        profit_factor=compute_ratio(profit, -loss),
        expectancy=compute_average(net, scale),
        average_win=compute_average(net[wins], scale),
        average_loss=compute_average(net[losses], scale),
        payoff_ratio=compute_ratio(profit * losers, -loss * winners),
        system_quality=compute_system_quality(net.astype(np.float64)),
        best_trade=scale.to_money(int(net.max())) if len(net) else None,
        worst_trade=scale.to_money(int(net.min())) if len(net) else None,
        longest_winning_streak=compute_longest_run(wins),
        longest_losing_streak=compute_longest_run(losses),
        average_mae=compute_average(trades.mae, scale),
        average_mfe=compute_average(trades.mfe, scale),
        average_holding_seconds=_seconds(held),
        average_win_holding_seconds=_seconds(held[wins]),
        average_loss_holding_seconds=_seconds(held[losses]),
        ambiguous_trades=int(trades.is_ambiguous.sum()),
    )


def compute_average(amounts: NDArray[np.int64], scale: Scale) -> Decimal | None:
    """Return the average of whole units of money, rounded to the cent, half to even; None of nothing."""
    return scale.to_rounded_money(int(amounts.sum()), len(amounts)) if len(amounts) else None


def compute_longest_run(chosen: NDArray[np.bool_]) -> int:
    """Return the length of the longest run of true values."""
    edges = np.flatnonzero(np.diff(chosen.astype(np.int8), prepend=0, append=0))
    return int((edges[1::2] - edges[::2]).max(initial=0))


def _seconds(held: NDArray[np.int64]) -> float | None:
    return float(held.mean()) / SECOND if len(held) else None
