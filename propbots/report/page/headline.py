"""The top of a page: what was run, what the plan says, and the figures that matter first."""

from decimal import Decimal

from propbots.data.record import RunRecord
from propbots.domain.outcome import PlanOutcome, PlanStatus
from propbots.domain.time import to_text
from propbots.report.day import DayColumns
from propbots.report.display import get_tone, show_moment, show_money, show_percent, show_period, show_ratio
from propbots.report.page.markup import Content, Markup, element
from propbots.report.summary import Summary

__all__ = ["make_header", "make_tiles", "make_verdict"]

_MARKS = {
    PlanStatus.PASSED: "✓",
    PlanStatus.FAILED: "✕",
    PlanStatus.ACTIVE: "●",
    PlanStatus.UNKNOWN: "?",
}
_ACTIVE = "No limit was broken and the target is not reached yet."


def make_header(record: RunRecord, days: DayColumns) -> Markup:
    """Say what was run, over which market and which time."""
    inputs, feed = record.inputs, record.bars.feed
    names = [feed.name, *(scale.instrument.id for scale in record.trades.columns.scales[1:])]
    facts = f"{', '.join(names)} · {show_period(days.number)} · {len(record.bars):,} bars"
    parameters = (element("span", f"{name} ", element("b", str(value))) for name, value in inputs.parameters.items())
    return element(
        "header",
        element("h1", inputs.strategy),
        element("p", facts, class_="facts"),
        element("p", *parameters, class_="parameters") if inputs.parameters else None,
    )


def make_verdict(plan: PlanOutcome | None) -> Markup | None:
    """Say how the account fared under its plan, before anything else is read."""
    if plan is None:
        return None
    at = None if plan.at_ns is None else element("time", show_moment(plan.at_ns), datetime=to_text(plan.at_ns))
    return element(
        "section",
        element("p", element("span", _MARKS[plan.status], aria_hidden="true"), plan.status.value, class_="status"),
        element("div", element("h2", plan.name), element("p", plan.reason or _ACTIVE)),
        at,
        class_=f"verdict {plan.status.value}",
        id="verdict",
    )


def make_tiles(record: RunRecord, summary: Summary) -> Markup:
    """Show the figures that a trader looks for first."""
    currency = record.scale.instrument.currency
    trades, days, account = summary.trades, summary.days, summary.account
    tiles = [
        _tile(
            "Net profit",
            show_money(trades.net_profit, currency, signed=True),
            f"{show_percent(account.total_return, signed=True)} of {show_money(record.inputs.balance, currency)}",
            get_tone(trades.net_profit),
        ),
        _tile(
            "Profit factor",
            show_ratio(trades.profit_factor),
            f"{show_money(trades.expectancy, currency, signed=True)} a trade" if trades.total_trades else "no trades",
        ),
        _tile(
            "Win rate", show_percent(trades.win_rate), f"{trades.winning_trades:,} of {trades.total_trades:,} trades"
        ),
        _tile(
            "Max drawdown",
            show_money(-account.max_drawdown, currency),
            f"{show_percent(account.max_drawdown_percent)}, longest {account.max_drawdown_days:,} days",
        ),
        _tile("Sharpe", show_ratio(days.sharpe), f"Sortino {show_ratio(days.sortino)}"),
    ]
    if account.least_headroom is not None:
        tiles.append(_headroom_tile(account.least_headroom, currency))
    else:
        tiles.append(
            _tile("Best / worst day", show_money(days.best_day, currency), show_money(days.worst_day, currency))
        )
    return element("section", *tiles, class_="tiles", aria_label="Key figures")


def _headroom_tile(headroom: Decimal, currency: str) -> Markup:
    note = "broken through" if headroom < 0 else "touched" if headroom == 0 else "never closer to the floor"
    return _tile("Least headroom", show_money(headroom, currency), note, "loss" if headroom <= 0 else None)


def _tile(name: Content, value: str, note: Content, class_: str | None = None) -> Markup:
    return element(
        "div",
        element("span", name, class_="name"),
        element("strong", value, class_=class_),
        element("span", note, class_="note"),
    )
