"""What the scripts of a page draw from."""

import json
from typing import Any

import numpy as np
from numpy.typing import NDArray

from propbots.data.record import RunRecord
from propbots.data.trades import TradeColumns
from propbots.domain.instrument import Instrument
from propbots.domain.outcome import PlanOutcome
from propbots.domain.scale import Scale
from propbots.domain.time import to_date_number
from propbots.report.day import DayColumns, to_day_columns
from propbots.report.display import show_symbol
from propbots.report.page.rows import ROWS_MAX, Rows, encode_distances, encode_levels, encode_steady, to_rows
from propbots.report.rolling import compute_rolling_drawdown, compute_rolling_sharpe, compute_rolling_win_rate
from propbots.report.text import count_decimals, to_number_text

__all__ = ["SHARPE_WINDOWS", "WIN_RATE_WINDOW", "to_payload", "to_script_text"]

SHARPE_WINDOWS = (20, 60)
"""Trading days over which the moving Sharpe ratio and drawdown are taken."""
WIN_RATE_WINDOW = 50
"""Trades over which the moving win rate is taken."""
_MILLISECOND = 1_000_000
Payload = dict[str, Any]


def to_payload(record: RunRecord, *, rows_max: int = ROWS_MAX) -> Payload:
    """Return the columns and names that the charts and the list of trades are made from.

    Money is in whole units, prices in ticks, times in milliseconds since 1970 UTC, days in days since then.

    Args:
        record: The run.
        rows_max: How many rows to carry at most; a longer run is told in rows of several bars.
    """
    days, trades = to_day_columns(record), record.trades.columns
    rows = to_rows(record, days, rows_max=rows_max)
    scale, instrument = record.scale, record.scale.instrument
    return {
        "currency": show_symbol(instrument.currency),
        "moneyExponent": scale.money_exponent,
        "tickSize": float(instrument.tick_size),
        "priceDecimals": count_decimals(instrument.tick_size),
        "instruments": [_instrument(one.instrument) for one in trades.scales],
        "timeframe": str(record.bars.feed.timeframe),
        "start": scale.to_units(record.inputs.balance),
        "rows": _rows(rows),
        "days": {"number": days.number.tolist(), "row": rows.find(days.first_bar).tolist(), "pnl": days.pnl.tolist()},
        "trades": _trades(trades, rows),
        "rolling": _rolling(days, trades),
        "plan": None if record.plan is None else _plan(record.plan, scale),
    }


def to_script_text(payload: Payload) -> str:
    """Write a payload as JSON that may stand inside a script element: no text in it can end the element."""
    text = json.dumps(payload, allow_nan=False, separators=(",", ":"))
    return text.replace("&", "\\u0026").replace("<", "\\u003c").replace(">", "\\u003e")


def _rows(rows: Rows) -> Payload:
    """Encode the rows: levels as steps, and what lies beside a level as its distance from it."""
    before = np.concatenate((rows.open[:1], rows.close[:-1]))
    columns = {
        "time": encode_levels(rows.time),
        "close": encode_levels(rows.close),
        "open": encode_distances(rows.open - before),
        "high": encode_distances(rows.high - np.maximum(rows.open, rows.close)),
        "low": encode_distances(np.minimum(rows.open, rows.close) - rows.low),
        "equity": encode_levels(rows.equity),
        "equityHigh": encode_distances(rows.equity_high - rows.equity),
        "equityLow": encode_distances(rows.equity - rows.equity_low),
        "drawdown": encode_levels(rows.drawdown),
    }
    if rows.floor is not None:
        columns["floor"] = encode_steady(rows.floor)
    first_open = int(rows.open[0]) if len(rows.open) else 0
    return {"count": len(rows.time), "barsPerRow": rows.bars_per_row, "firstOpen": first_open, **columns}


def _instrument(instrument: Instrument) -> Payload:
    tick_size = instrument.tick_size
    return {"name": instrument.id, "tickSize": float(tick_size), "priceDecimals": count_decimals(tick_size)}


def _trades(trades: TradeColumns, rows: Rows) -> Payload:
    places = trades.instrument.tolist()
    quantities = zip(places, trades.quantity.tolist(), strict=True)
    return {
        "number": list(range(1, len(trades) + 1)),
        "isLong": trades.is_long.astype(np.int64).tolist(),
        "instrument": places,
        "quantity": [to_number_text(trades.scales[place].to_quantity(steps)) for place, steps in quantities],
        "entryTime": (trades.entry_time // _MILLISECOND).tolist(),
        "exitTime": (trades.exit_time // _MILLISECOND).tolist(),
        "entryPrice": trades.entry_price.tolist(),
        "exitPrice": trades.exit_price.tolist(),
        "entryRow": rows.find(trades.entry_bar).tolist(),
        "exitRow": rows.find(trades.exit_bar).tolist(),
        "net": trades.net.tolist(),
        "commission": trades.commission.tolist(),
        "mae": trades.mae.tolist(),
        "mfe": trades.mfe.tolist(),
        "reason": trades.reason.tolist(),
        "reasons": list(trades.reasons),
        "ambiguous": np.flatnonzero(trades.is_ambiguous).tolist(),
    }


def _rolling(days: DayColumns, trades: TradeColumns) -> Payload:
    return {
        "sharpe": [_windowed(window, compute_rolling_sharpe(days.returns, window)) for window in SHARPE_WINDOWS],
        "drawdown": [_windowed(window, compute_rolling_drawdown(days.equity, window)) for window in SHARPE_WINDOWS],
        "winRate": _windowed(WIN_RATE_WINDOW, compute_rolling_win_rate(trades.net, WIN_RATE_WINDOW)),
    }


def _windowed(window: int, values: NDArray[np.float64]) -> Payload:
    rounded = [None if np.isnan(value) else round(value, 4) for value in values.tolist()]
    return {"window": window, "values": rounded}


def _plan(plan: PlanOutcome, scale: Scale) -> Payload:
    known = [(day.date, day.headroom_low) for day in plan.days if day.headroom_low is not None]
    return {
        "day": [to_date_number(day) for day, _ in known],
        "headroom": [float(headroom.scaleb(scale.money_exponent)) for _, headroom in known],
    }
