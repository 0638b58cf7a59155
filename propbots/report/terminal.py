"""A run on the terminal: a page's worth of figures for a person."""

from collections.abc import Iterator
from decimal import Decimal

import numpy as np
from numpy.typing import NDArray
from rich.console import Console
from rich.table import Table
from rich.text import Text

from propbots.data.record import RunRecord
from propbots.domain.outcome import PlanOutcome
from propbots.domain.trade import Trade
from propbots.report.day import DayColumns, to_day_columns
from propbots.report.display import (
    get_tone,
    show_duration,
    show_moment,
    show_money,
    show_percent,
    show_period,
    show_ratio,
    to_words,
)
from propbots.report.document import get_run_id
from propbots.report.letters import BLOCKS, heeding_letters
from propbots.report.summary import Summary, compute_summary
from propbots.report.verdict import tell_verdict

__all__ = ["make_sparkline", "print_summary"]

_STYLES = {"gain": "green", "loss": "red", None: ""}
_SPARKLINE_MAX = 72
_WIDER_THAN_ANY_TABLE = 1_000

_Figure = tuple[str, str, str | None]


def print_summary(record: RunRecord, console: Console) -> None:
    """Print what was run, the plan's verdict, the key figures, the curve of equity and what to mind.

    Args:
        record: The run.
        console: Where to; its settings decide on width, colours (with `NO_COLOR`) and the letters that it can write.
    """
    with heeding_letters(console):
        _print_parts(record, console)


def make_sparkline(values: NDArray[np.int64], width: int) -> str:
    """Draw a column as a line of blocks, from the least value to the greatest.

    Args:
        values: At least one.
        width: Of the line in letters; fewer values make a shorter line.
    """
    last = np.linspace(0, len(values) - 1, min(width, len(values))).round().astype(np.int64)
    chosen = values[last]
    height = int(chosen.max() - chosen.min())
    levels = (chosen - chosen.min()) * (len(BLOCKS) - 1) // height if height else np.zeros(len(chosen), dtype=np.int64)
    return "".join(BLOCKS[level] for level in levels)


def _print_parts(record: RunRecord, console: Console) -> None:
    summary, days = compute_summary(record), to_day_columns(record)
    currency = record.scale.instrument.currency
    blocks: list[Iterator[Text | Table]] = [
        _header(record, days),
        _verdict(record.plan, summary, currency),
        iter([_figures(summary, currency, console)]),
        _account(record, console.width),
        _closing(record, summary),
    ]
    for number, block in enumerate(blocks):
        for line, part in enumerate(block):
            if number and not line:
                console.print()
            console.print(part, highlight=False)


def _header(record: RunRecord, days: DayColumns) -> Iterator[Text | Table]:
    parameters = " ".join(f"{name}={value}" for name, value in record.inputs.parameters.items())
    yield Text.assemble((record.inputs.strategy, "bold"), "  ", (parameters, "dim"))
    names = [record.bars.feed.name, *(scale.instrument.id for scale in record.trades.columns.scales[1:])]
    yield Text(f"{', '.join(names)} · {show_period(days.number)} · {len(record.bars):,} bars", "dim")


def _verdict(plan: PlanOutcome | None, summary: Summary, currency: str) -> Iterator[Text | Table]:
    if plan is None:
        return
    yield from tell_verdict(plan)
    floor = next((day.floor for day in reversed(plan.days) if day.floor is not None), None)
    facts = [] if floor is None else [f"floor {show_money(floor, currency)}"]
    if summary.account.least_headroom is not None:
        facts.append(f"least headroom {show_money(summary.account.least_headroom, currency)}")
    if plan.at_ns is not None:
        facts.append(show_moment(plan.at_ns))
    if facts:
        yield Text(" · ".join(facts), "dim")


def _figures(summary: Summary, currency: str, console: Console) -> Table:
    """Put the figures side by side in as many columns as the console is wide enough for; no amount is ever cut."""
    figures = [
        *_profit_column(summary, currency),
        *_trade_column(summary, currency),
        *_risk_column(summary, currency),
    ]
    wide = console.options.update(max_width=_WIDER_THAN_ANY_TABLE)
    for columns in (3, 2):
        table = _in_columns(figures, columns)
        if console.measure(table, options=wide).maximum <= console.width:
            return table
    return _in_columns(figures, 1)


def _in_columns(figures: list[_Figure], columns: int) -> Table:
    table = Table.grid(padding=(0, 1))
    for column in range(columns):
        table.add_column(style="dim", no_wrap=True)
        table.add_column(justify="right", no_wrap=True)
        if column < columns - 1:
            table.add_column(width=1)
    height = len(figures) // columns
    for row in range(height):
        cells = [(name, Text(value, _STYLES[tone]), "") for name, value, tone in figures[row::height]]
        table.add_row(*[part for cell in cells for part in cell][:-1])
    return table


def _profit_column(summary: Summary, currency: str) -> list[_Figure]:
    trades, days, account = summary.trades, summary.days, summary.account
    return [
        ("Net profit", show_money(trades.net_profit, currency, signed=True), get_tone(trades.net_profit)),
        ("Return", show_percent(account.total_return, signed=True), get_tone(account.total_return)),
        ("Profit factor", show_ratio(trades.profit_factor), None),
        ("Commissions", show_money(trades.commissions, currency), None),
        ("Best day", show_money(days.best_day, currency, signed=True), get_tone(days.best_day)),
        ("Worst day", show_money(days.worst_day, currency, signed=True), get_tone(days.worst_day)),
    ]


def _trade_column(summary: Summary, currency: str) -> list[_Figure]:
    trades = summary.trades
    return [
        ("Trades", f"{trades.total_trades:,}", None),
        ("Win rate", show_percent(trades.win_rate), None),
        ("Expectancy", show_money(trades.expectancy, currency, signed=True), get_tone(trades.expectancy)),
        ("Average win", show_money(trades.average_win, currency), None),
        ("Average loss", show_money(trades.average_loss, currency), None),
        ("Average time", show_duration(trades.average_holding_seconds), None),
    ]


def _risk_column(summary: Summary, currency: str) -> list[_Figure]:
    days, account = summary.days, summary.account
    return [
        ("Max drawdown", show_money(account.max_drawdown, currency), None),
        ("… of its peak", show_percent(account.max_drawdown_percent), None),
        ("… longest", f"{account.max_drawdown_days:,} d", None),
        ("Sharpe", show_ratio(days.sharpe), None),
        ("Sortino", show_ratio(days.sortino), None),
        ("In the market", show_percent(account.exposure), None),
    ]


def _account(record: RunRecord, width: int) -> Iterator[Text | Table]:
    """Draw equity, and tell the best and the worst trade."""
    currency, equity = record.scale.instrument.currency, record.account.equity
    if len(equity):
        start, end = (show_money(amount, currency) for amount in (record.inputs.balance, _money(record, equity[-1])))
        room = max(10, min(_SPARKLINE_MAX, width - len(start) - len(end) - len("Equity    ")))
        yield Text.assemble(("Equity ", "dim"), start, " ", (make_sparkline(equity, room), "cyan"), " ", end)
    if record.trades:
        best = max(record.trades, key=lambda trade: trade.net_pnl)
        worst = min(record.trades, key=lambda trade: trade.net_pnl)
        yield _trade("Best  ", best, currency)
        yield _trade("Worst ", worst, currency)


def _trade(name: str, trade: Trade, currency: str) -> Text:
    result = show_money(trade.net_pnl, currency, signed=True)
    return Text.assemble(
        (f"{name} ", "dim"),
        (result, _STYLES[get_tone(trade.net_pnl)]),
        f"  trade {trade.number}, {trade.side.value}, left by {to_words(trade.exit_reason)} ",
        (show_moment(trade.exit_time_ns), "dim"),
    )


def _closing(record: RunRecord, summary: Summary) -> Iterator[Text | Table]:
    """Say what to mind, and how to tell this run from another."""
    for warning in _warnings(record, summary):
        yield Text.assemble(("! ", "yellow"), warning)
    costs, currency = record.inputs.costs, record.scale.instrument.currency
    commission = f"{show_money(costs.commission, currency)} a side ({costs.source})"
    ticks = "tick" if costs.slippage_ticks == 1 else "ticks"
    yield Text(f"path {record.inputs.path} · commission {commission} · slippage {costs.slippage_ticks} {ticks}", "dim")
    count, what = (record.ticks, "ticks") if record.ticks else (len(record.bars), "bars")
    speed = f" ({round(count / record.seconds):,} a second)" if record.seconds > 0 else ""
    yield Text(f"{count:,} {what} in {record.seconds:.2f} s{speed} · run {get_run_id(record)}", "dim")


def _warnings(record: RunRecord, summary: Summary) -> Iterator[str]:
    bars = record.bars
    if summary.trades.total_trades == 0:
        yield "no trades were made"
    if record.ambiguous_bars:
        trades = summary.trades.ambiguous_trades
        path = record.inputs.path
        yield f"ambiguous bars {record.ambiguous_bars:,}: the path {path} decided the exits of {trades:,} trades there"
    if record.denied_orders:
        yield f"orders refused by the risk gate {record.denied_orders:,}"
    counts = {"gaps": bars.gaps, "identical rows dropped": bars.duplicates, "prices rounded": bars.rounded}
    found = [f"{name} {count:,}" for name, count in counts.items() if count]
    if found:
        yield f"in the data: {', '.join(found)}"
    yield from record.assumptions[len(bars.source.assumptions) :]


def _money(record: RunRecord, units: np.int64) -> Decimal:
    return record.scale.to_money(int(units))
