"""A run as one document for programs: the schema `propbots.backtest/1`."""

from typing import Any

import attrs

from propbots.data.columns import BarColumns
from propbots.data.record import AccountColumns, RunRecord
from propbots.domain.outcome import PlanOutcome
from propbots.domain.scale import Scale
from propbots.domain.time import to_text
from propbots.report.breakdown import compute_breakdown
from propbots.report.plain import to_plain
from propbots.report.summary import compute_summary
from propbots.report.text import to_money_text, to_money_texts, to_number_text, to_time_texts
from propbots.report.trade_rows import TRADE_FIELDS, to_trade_rows

__all__ = ["SCHEMA", "get_run_id", "to_document", "to_plan_document"]

SCHEMA = "propbots.backtest/1"
Document = dict[str, Any]

_SUMMARY_FIRST = (
    "net_profit", "gross_profit", "gross_loss", "commissions", "total_trades", "winning_trades", "losing_trades",
    "win_rate", "profit_factor", "expectancy", "average_win", "average_loss", "sharpe", "sortino", "calmar",
    "max_drawdown", "max_drawdown_percent", "max_drawdown_days", "exposure", "ambiguous_bars",
)  # fmt: skip
"""The figures that the schema promises, in its order; the others follow."""


def to_document(record: RunRecord, *, with_equity: bool) -> Document:
    """Write a run as a document of plain values: money, prices and quantities as exact texts, times in UTC.

    Args:
        record: The run.
        with_equity: Add the account at each bar under `equity`.

    Returns:
        The keys of the schema in its order, and further ones behind them.
    """
    document: Document = {
        "schema": SCHEMA,
        "run": _run(record),
        "inputs": _inputs(record),
        "summary": _summary(record),
        "trades": [dict(zip(TRADE_FIELDS, row, strict=True)) for row in to_trade_rows(record)],
    }
    if with_equity:
        document["equity"] = _equity(record.account, record.scale)
    document["plan"] = None if record.plan is None else to_plan_document(record.plan)
    document["breakdown"] = to_plain(attrs.asdict(compute_breakdown(record)), to_money_text)
    document["assumptions"] = list(record.assumptions)
    return document


def to_plan_document(plan: PlanOutcome) -> Document:
    """Write how an account fared under its plan, the same for a run and for a recorded history."""
    return {
        "name": plan.name,
        "status": plan.status.value,
        "reason": plan.reason,
        "at": None if plan.at_ns is None else to_text(plan.at_ns),
        "days": [to_plain(attrs.asdict(day), to_money_text) for day in plan.days],
        "progress": to_plain(plan.progress, to_money_text),
        "violations": [
            {"rule": broken.rule, "effect": broken.effect, "time": to_text(broken.time_ns), "message": broken.message}
            for broken in plan.violations
        ],
        "passed": [to_plain(attrs.asdict(phase), to_money_text) for phase in plan.passed],
        "payouts": [to_plain(attrs.asdict(payout), to_money_text) for payout in plan.payouts],
    }


def get_run_id(record: RunRecord) -> str:
    """Return the short name of a run: the first twelve digits of its fingerprint."""
    return record.fingerprint[:12]


def _run(record: RunRecord) -> Document:
    bars = len(record.bars)
    return {
        "id": get_run_id(record),
        "fingerprint": record.fingerprint,
        "driver": record.driver,
        "seconds": record.seconds,
        "bars": bars,
        "bars_per_second": round(bars / record.seconds) if record.seconds > 0 else None,
        "looked_at_closely": record.looked_at_closely,
        **({"ticks": record.ticks} if record.ticks else {}),
        "version": record.version,
    }


def _inputs(record: RunRecord) -> Document:
    inputs = record.inputs
    return {
        "strategy": inputs.strategy,
        "parameters": to_plain(inputs.parameters, to_number_text),
        "instrument": record.bars.feed.instrument.id,
        "timeframe": str(record.bars.feed.timeframe),
        "path": inputs.path,
        "costs": {
            "commission": to_money_text(inputs.costs.commission),
            "slippage_ticks": inputs.costs.slippage_ticks,
            **{name: to_plain(value, to_number_text) for name, value in inputs.costs.further.items()},
            "source": inputs.costs.source,
        },
        "balance": to_money_text(inputs.balance),
        "plan": inputs.plan,
        "data": _data(record.bars),
        **({"feeds": [_feed(bars) for bars in record.feeds]} if record.feeds else {}),
        "quantity": inputs.quantity,
        "options": to_plain(inputs.options, to_number_text),
    }


def _feed(bars: BarColumns) -> Document:
    """Describe a feed beside the main one."""
    return {"instrument": bars.feed.instrument.id, "timeframe": str(bars.feed.timeframe), "data": _data(bars)}


def _data(bars: BarColumns) -> Document:
    """Describe the source; `first` and `last` are when its first and its last bar begin."""
    span = bars.span or (int(bars.open_time[0]), int(bars.open_time[-1])) if len(bars) else None
    data: Document = {
        "source": bars.source.location,
        "format": bars.source.format,
        "sha256": bars.source.sha256,
        "rows": bars.rows,
        "first": None if span is None else to_text(span[0]),
        "last": None if span is None else to_text(span[1]),
        "gaps": bars.gaps,
        "duplicates": bars.duplicates,
        "assumptions": list(bars.source.assumptions),
    }
    if bars.rounded > 0:
        data["rounded"] = bars.rounded
    return data


def _summary(record: RunRecord) -> Document:
    summary = compute_summary(record)
    parts = (summary.trades, summary.account, summary.days)
    figures = {name: value for part in parts for name, value in attrs.asdict(part).items()}
    first = {name: figures.pop(name) for name in _SUMMARY_FIRST}
    return {name: to_plain(value, to_money_text) for name, value in (first | figures).items()}


def _equity(account: AccountColumns, scale: Scale) -> list[Document]:
    names = ("time", "balance", "equity", "equity_low", "equity_high")
    money = [to_money_texts(getattr(account, name), scale.money_exponent) for name in names[1:]]
    return [dict(zip(names, row, strict=True)) for row in zip(to_time_texts(account.time), *money, strict=True)]
