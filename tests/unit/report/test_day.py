"""How bars become trading days, and what a day returns."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from propbots.report.day import compute_returns, to_day_columns
from propbots.report.day_figures import compute_day_figures
from report_builders import START, a_daily_record, a_record, a_scale, an_account, bars_of


def test_a_day_ends_with_its_last_bar_and_the_first_counts_from_the_starting_balance() -> None:
    bars = bars_of([400] * 6)
    record = a_record(
        bars=bars, account=an_account(bars, [100, 90, 120, 110, 130, 125], day=[5, 5, 6, 6, 6, 9]), balance="1"
    )

    days = to_day_columns(record)

    assert days.number.tolist() == [5, 6, 9]
    assert days.first_bar.tolist() == [0, 2, 5]
    assert days.equity.tolist() == [90, 130, 125]
    assert days.pnl.tolist() == [-10, 40, -5]
    assert days.returns.tolist() == [-10 / 100, 40 / 90, -5 / 130]


def test_days_without_bars_are_left_out() -> None:
    bars = bars_of([400] * 2)

    days = to_day_columns(a_record(bars=bars, account=an_account(bars, [100, 100], day=[5, 12])))

    assert len(days) == 2


def test_a_run_without_bars_has_no_days() -> None:
    bars = bars_of([])

    days = to_day_columns(a_record(bars=bars, account=an_account(bars, [])))

    assert len(days) == 0
    assert compute_day_figures(days, a_scale()).best_day is None


def test_returns_against_a_balance_that_is_gone_are_undefined() -> None:
    returns = compute_returns(np.array([50, 0, 10, -5, 20]), 100)

    assert returns[:2].tolist() == [-0.5, -1.0]
    assert np.isnan(returns[2])
    assert returns[3] == -1.5
    assert np.isnan(returns[4])


def test_an_account_that_goes_below_zero_has_no_ratios_and_no_crash() -> None:
    figures = compute_day_figures(to_day_columns(a_daily_record([100, -50, 20], balance="1.50")), a_scale())

    assert figures.sharpe is None
    assert figures.sortino is None
    assert figures.volatility is None
    assert str(figures.worst_day) == "-1.50"


def test_day_figures_of_a_week_worked_out_by_hand() -> None:
    # 1,000.00 to start with; +50, -20, 0, +30, +5 by day: 65 in all, 50 of it on the best day.
    record = a_daily_record([105_000, 103_000, 103_000, 106_000, 106_500], balance="1000")

    figures = compute_day_figures(to_day_columns(record), record.scale)

    assert (figures.trading_days, figures.winning_days, figures.losing_days) == (5, 3, 1)
    assert [str(money) for money in (figures.best_day, figures.worst_day, figures.average_day)] == [
        "50.00", "-20.00", "13.00",
    ]  # fmt: skip
    assert figures.best_day_share == pytest.approx(50 / 65)


def test_best_day_has_no_share_in_a_loss() -> None:
    record = a_daily_record([105_000, 95_000], balance="1000")

    assert compute_day_figures(to_day_columns(record), record.scale).best_day_share is None


@given(st.lists(st.tuples(st.integers(0, 2), st.integers(-5_000, 5_000)), min_size=1, max_size=50))
def test_the_days_profits_add_up_to_the_change_of_equity(steps: list[tuple[int, int]]) -> None:
    equity = 100_000 + np.cumsum([change for _, change in steps])
    day = START // 86_400_000_000_000 + np.cumsum([gap for gap, _ in steps])
    bars = bars_of([400] * len(steps))

    days = to_day_columns(a_record(bars=bars, account=an_account(bars, equity, day=day), balance="1000"))

    assert days.pnl.sum() == equity[-1] - 100_000
    assert len(days) == len(set(day.tolist()))
