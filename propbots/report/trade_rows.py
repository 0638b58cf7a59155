"""Trades as rows of text, the same for the document and for the table."""

from collections.abc import Iterator

from propbots.data.record import RunRecord
from propbots.domain.time import to_text
from propbots.report.text import to_money_text, to_number_text, to_price_text

__all__ = ["TRADE_FIELDS", "to_trade_rows"]

TRADE_FIELDS = (
    "number",
    "side",
    "quantity",
    "entry_time",
    "entry_price",
    "exit_time",
    "exit_price",
    "gross_pnl",
    "commission",
    "net_pnl",
    "exit_reason",
    "mae",
    "mfe",
    "ambiguous",
)
"""The names of a row's values, in order."""


def to_trade_rows(record: RunRecord) -> Iterator[tuple[int | str | bool, ...]]:
    """Write each trade as the values of `TRADE_FIELDS`: exact texts, and the number and the flag as they are."""
    instrument = record.scale.instrument
    for trade in record.trades:
        yield (
            trade.number,
            trade.side.value,
            to_number_text(trade.quantity),
            to_text(trade.entry_time_ns),
            to_price_text(trade.entry_price, instrument),
            to_text(trade.exit_time_ns),
            to_price_text(trade.exit_price, instrument),
            to_money_text(trade.gross_pnl),
            to_money_text(trade.commission),
            to_money_text(trade.net_pnl),
            trade.exit_reason,
            to_money_text(trade.mae),
            to_money_text(trade.mfe),
            trade.ambiguous,
        )
