"""Figures of the account's path: exposure, headroom, returns, and what they say of accounts that are gone."""

import numpy as np
import pytest

from propbots.data.record import RunRecord
from propbots.domain.trade import Trade
from propbots.report.account_figures import AccountFigures
from propbots.report.summary import compute_summary
from report_builders import START, a_daily_record, a_record, a_trade, an_account, bars_of

MINUTE = 60_000_000_000


def figures_of(record: RunRecord) -> AccountFigures:
    return compute_summary(record).account


def exposed(position: list[int], *trades: Trade) -> float | None:
    bars = bars_of([400] * len(position))
    account = an_account(bars, [5_000_000] * len(position), position=position)
    return figures_of(a_record(bars=bars, account=account, trades=trades)).exposure


def test_exposure_counts_bars_that_closed_with_a_position() -> None:
    assert exposed([0, 1, -1, 0], a_trade(entry_bar=1, exit_bar=3)) == 0.5


def test_a_bar_in_which_a_position_was_left_after_its_open_counts() -> None:
    inside = a_trade(entry_bar=1, exit_bar=2, exit_time_ns=START + 3 * MINUTE)

    assert exposed([0, 1, 0, 0], inside) == 0.5


def test_a_trade_within_one_bar_counts() -> None:
    within = a_trade(entry_bar=2, exit_bar=2, entry_time_ns=START + 2 * MINUTE, exit_time_ns=START + 3 * MINUTE)

    assert exposed([0, 0, 0, 0], within) == 0.25


def test_a_trade_that_took_no_time_does_not_count() -> None:
    at_the_open = a_trade(entry_bar=2, exit_bar=2)
    inside = a_trade(entry_bar=2, exit_bar=2, entry_time_ns=START + 3 * MINUTE, exit_time_ns=START + 3 * MINUTE)

    assert exposed([0, 0, 0, 0], at_the_open, inside) == 0


def test_a_run_without_bars_has_no_exposure() -> None:
    assert exposed([]) is None


def test_headroom_is_measured_from_the_least_equity_within_bars() -> None:
    bars = bars_of([400] * 3)
    account = an_account(bars, [100, 100, 100], low=[98, 91, 99], floor=[80, 90, 90])

    figures = figures_of(a_record(bars=bars, account=account))

    assert str(figures.least_headroom) == "0.01"


def test_no_floor_leaves_no_headroom() -> None:
    assert figures_of(a_record()).least_headroom is None


def test_a_year_of_days_returns_what_its_equity_says() -> None:
    equity = np.linspace(5_010_000, 5_500_000, 252).astype(np.int64)

    figures = figures_of(a_daily_record(equity))

    assert figures.total_return == pytest.approx(0.10)
    assert figures.annual_return == pytest.approx(0.10)
    assert str(figures.final_equity) == "55000.00"
    assert figures.calmar is None
    assert figures.recovery_factor is None


def test_recovery_is_profit_over_the_deepest_fall() -> None:
    figures = figures_of(a_daily_record([5_000_000 - 20_000, 5_000_000 + 50_000]))

    assert figures.recovery_factor == pytest.approx(2.5)
    assert str(figures.max_drawdown) == "200.00"
    assert figures.max_drawdown_percent == pytest.approx(0.004)


@pytest.mark.parametrize("equity", [[0, 0], [-100, 50], [10, -20]])
def test_an_account_that_is_gone_has_no_ratios_and_no_crash(equity: list[int]) -> None:
    figures = figures_of(a_daily_record(equity, balance="0"))

    assert figures.total_return is None
    assert figures.annual_return is None
    assert figures.calmar is None
    assert figures.max_drawdown_percent is None
    assert figures.ulcer_index is None
