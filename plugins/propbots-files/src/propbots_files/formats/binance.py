"""Trades as Binance publishes them by day and month, one by one or aggregated, with a header or without.

Source: binance/binance-public-data, README (columns; microseconds on the spot market since 2025; read 2026-11-25).
"""

import re

from propbots_files.formats.prescribed import NUMBER, Prescription, build_format

__all__ = ["FORMATS"]

_TRUTH = "(?:[Tt]rue|[Ff]alse)"
_TIME = r"\d{13}(?:\d{3})?"
_END = rf"{_TRUTH}(?:,{_TRUTH})?"

FORMATS = (
    build_format(
        Prescription(
            title="Binance (aggregated trades)",
            separator=",",
            names=(
                "agg_trade_id",
                "price",
                "quantity",
                "first_trade_id",
                "last_trade_id",
                "transact_time",
                "is_buyer_maker",
                "is_best_match",
            ),
            header=re.compile(
                "agg_trade_id,price,quantity,first_trade_id,last_trade_id,transact_time,is_buyer_maker.*"
            ),
            row=re.compile(rf"\d+,{NUMBER},{NUMBER},\d+,\d+,{_TIME},{_END}"),
        )
    ),
    build_format(
        Prescription(
            title="Binance (trades)",
            separator=",",
            names=("id", "price", "qty", "quote_qty", "time", "is_buyer_maker", "is_best_match"),
            header=re.compile("id,price,qty,quote_qty,time,is_buyer_maker.*"),
            row=re.compile(rf"\d+,{NUMBER},{NUMBER},{NUMBER},{_TIME},{_END}"),
        )
    ),
)
