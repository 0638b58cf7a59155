"""The tables of a page: all figures, and the result cut into months, sides and reasons."""

import calendar
from collections.abc import Iterable
from decimal import Decimal

from propbots.report.breakdown import Breakdown, Group, Month
from propbots.report.display import get_tone, show_duration, show_money, show_percent, show_ratio, to_words
from propbots.report.page.markup import Content, Markup, element, table
from propbots.report.summary import Summary

__all__ = ["make_figures", "make_groups", "make_months"]

_Row = tuple[str, str]


def make_figures(summary: Summary, currency: str) -> Markup:
    """Show every figure, in four groups."""
    groups = {
        "Profit": _profit_rows(summary, currency),
        "Trades": _trade_rows(summary, currency),
        "Days": _day_rows(summary, currency),
        "Risk": _risk_rows(summary, currency),
    }
    return element(
        "div",
        *(element("div", element("h3", name), _list(rows)) for name, rows in groups.items()),
        class_="figures",
    )


def make_months(months: Iterable[Month], currency: str) -> Markup:
    """Show net profit by year and month, deeper in colour the larger it is."""
    by_year: dict[int, dict[int, Decimal]] = {}
    for month in months:
        by_year.setdefault(month.year, {})[month.month] = month.net_profit
    largest = max((abs(profit) for year in by_year.values() for profit in year.values()), default=Decimal(0))
    rows: Iterable[tuple[Content, ...]] = (
        (
            str(year),
            *(_heat(profits.get(number), largest, currency) for number in range(1, 13)),
            _amount(sum(profits.values(), Decimal(0)), currency),
        )
        for year, profits in sorted(by_year.items())
    )
    return table(("Year", *calendar.month_abbr[1:], "Total"), rows, class_="months")


def make_groups(breakdown: Breakdown, currency: str) -> Markup:
    """Show the sides and the exit reasons beside each other."""
    return element(
        "div",
        _groups("Side", breakdown.by_side, currency),
        _groups("Exit", breakdown.by_exit_reason, currency),
        class_="groups",
    )


def _groups(name: str, groups: Iterable[Group], currency: str) -> Markup:
    rows = (
        (
            to_words(group.name),
            f"{group.trades:,}",
            show_percent(group.win_rate),
            show_ratio(group.profit_factor),
            _amount(group.average, currency),
            _amount(group.net_profit, currency),
        )
        for group in groups
    )
    return table((name, "Trades", "Win rate", "Profit factor", "Average", "Net profit"), rows)


def _amount(amount: Decimal | None, currency: str) -> Markup:
    return element("td", show_money(amount, currency, signed=True), class_=get_tone(amount))


def _heat(amount: Decimal | None, largest: Decimal, currency: str) -> Markup:
    if amount is None:
        return element("td")
    share = round(float(abs(amount) / largest), 2) if largest else 0.0
    return element("td", show_money(amount, currency, signed=True), class_=get_tone(amount), style=f"--share:{share}")


def _list(rows: Iterable[_Row]) -> Markup:
    terms: list[Content] = []
    for name, value in rows:
        terms += (element("dt", name), element("dd", value))
    return element("dl", *terms)


def _profit_rows(summary: Summary, currency: str) -> list[_Row]:
    trades, account = summary.trades, summary.account
    return [
        ("Net profit", show_money(trades.net_profit, currency, signed=True)),
        ("Gross profit", show_money(trades.gross_profit, currency, signed=True)),
        ("Gross loss", show_money(trades.gross_loss, currency)),
        ("Commissions", show_money(trades.commissions, currency)),
        ("Profit factor", show_ratio(trades.profit_factor)),
        ("Total return", show_percent(account.total_return, signed=True)),
        ("Annual return", show_percent(account.annual_return, signed=True)),
        ("Final equity", show_money(account.final_equity, currency)),
    ]


def _trade_rows(summary: Summary, currency: str) -> list[_Row]:
    trades = summary.trades
    return [
        ("Trades", f"{trades.total_trades:,}"),
        ("Winners / losers", f"{trades.winning_trades:,} / {trades.losing_trades:,}"),
        ("Expectancy", show_money(trades.expectancy, currency, signed=True)),
        ("Average win / loss", _pair(trades.average_win, trades.average_loss, currency)),
        ("Best / worst", _pair(trades.best_trade, trades.worst_trade, currency)),
        ("Longest streaks", f"{trades.longest_winning_streak:,} won / {trades.longest_losing_streak:,} lost"),
        ("Average MAE / MFE", _pair(trades.average_mae, trades.average_mfe, currency)),
        ("Payoff ratio", show_ratio(trades.payoff_ratio)),
        ("System quality", show_ratio(trades.system_quality)),
        ("Average holding", show_duration(trades.average_holding_seconds)),
        ("… of winners", show_duration(trades.average_win_holding_seconds)),
        ("… of losers", show_duration(trades.average_loss_holding_seconds)),
    ]


def _day_rows(summary: Summary, currency: str) -> list[_Row]:
    days, account = summary.days, summary.account
    return [
        ("Trading days", f"{days.trading_days:,}"),
        ("Won / lost", f"{days.winning_days:,} / {days.losing_days:,}"),
        ("Average day", show_money(days.average_day, currency, signed=True)),
        ("Best day", show_money(days.best_day, currency, signed=True)),
        ("Worst day", show_money(days.worst_day, currency, signed=True)),
        ("Best day's share of profit", show_percent(days.best_day_share)),
        ("Time in market", show_percent(account.exposure)),
    ]


def _risk_rows(summary: Summary, currency: str) -> list[_Row]:
    days, account = summary.days, summary.account
    return [
        ("Max drawdown at closes", show_money(account.max_drawdown, currency)),
        ("… of its peak", show_percent(account.max_drawdown_percent)),
        ("… within bars", show_money(account.max_drawdown_low, currency)),
        ("Longest drawdown", f"{account.max_drawdown_days:,} days"),
        ("Recovery factor", show_ratio(account.recovery_factor)),
        ("Sharpe", show_ratio(days.sharpe)),
        ("Sortino", show_ratio(days.sortino)),
        ("Calmar", show_ratio(account.calmar)),
        ("Volatility a year", show_percent(days.volatility)),
        ("Ulcer index", show_percent(account.ulcer_index)),
        ("Least headroom to the floor", show_money(account.least_headroom, currency)),
    ]


def _pair(first: Decimal | None, second: Decimal | None, currency: str) -> str:
    return f"{show_money(first, currency)} / {show_money(second, currency)}"
