"""Trades as rows of text, the same for the document and for the table."""

from collections.abc import Callable, Iterator

import numpy as np
from numpy.typing import NDArray

from propbots.data.record import RunRecord
from propbots.domain.scale import Scale
from propbots.domain.trade import PositionSide
from propbots.report.text import to_money_texts, to_number_text, to_price_text, to_time_texts

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
    "instrument",
)
"""The names of a row's values, in order."""


def to_trade_rows(record: RunRecord) -> Iterator[tuple[int | str | bool, ...]]:
    """Write each trade as the values of `TRADE_FIELDS`: exact texts, and the number and the flag as they are."""
    trades, exponent = record.trades.columns, record.scale.money_exponent
    names, places = [scale.instrument.id for scale in trades.scales], trades.instrument

    def price(scale: Scale, ticks: int) -> str:
        return to_price_text(scale.to_price(ticks), scale.instrument)

    def quantity(scale: Scale, steps: int) -> str:
        return to_number_text(scale.to_quantity(steps))

    def money(units: NDArray[np.int64]) -> list[str]:
        return to_money_texts(units, exponent)

    def write(numbers: NDArray[np.int64], one: Callable[[Scale, int], str]) -> Iterator[str]:
        return _write_each_once(
            places.tolist(), numbers.tolist(), lambda place, value: one(trades.scales[place], value)
        )

    sides = (PositionSide.SHORT.value, PositionSide.LONG.value)
    return zip(
        range(1, len(trades) + 1),
        map(sides.__getitem__, trades.is_long.tolist()),
        write(trades.quantity, quantity),
        to_time_texts(trades.entry_time),
        write(trades.entry_price, price),
        to_time_texts(trades.exit_time),
        write(trades.exit_price, price),
        money(trades.gross),
        money(trades.commission),
        money(trades.net),
        map(trades.reasons.__getitem__, trades.reason.tolist()),
        money(trades.mae),
        money(trades.mfe),
        trades.is_ambiguous.tolist(),
        map(names.__getitem__, places.tolist()),
        strict=True,
    )


def _write_each_once(places: list[int], values: list[int], write: Callable[[int, int], str]) -> Iterator[str]:
    """Write a column in which the same few numbers come again and again."""
    written = {pair: write(*pair) for pair in set(zip(places, values, strict=True))}
    return map(written.__getitem__, zip(places, values, strict=True))
