"""Drawdowns against a plain loop, an oracle, and cases worked out by hand."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from propbots.data.record import AccountColumns
from propbots.report.day import compute_returns
from propbots.report.drawdown import Drawdown, compute_drawdown, compute_drawdown_fractions, compute_drawdowns
from ratio_oracles import empyrical
from report_builders import an_account, bars_of


def account_of(equity: list[int], *, day: list[int] | None = None, low: list[int] | None = None) -> AccountColumns:
    return an_account(bars_of([400] * len(equity)), equity, day=day, low=low)


def measure_slowly(equity: list[int], day: list[int], start: int) -> Drawdown:
    """The same figures bar by bar, as one would on paper."""
    peak, since, amount, fraction, longest = start, day[0], 0, 0.0, 0
    is_below = False
    for value, today in zip(equity, day, strict=True):
        if value < peak:
            is_below = True
            amount, fraction = max(amount, peak - value), max(fraction, (peak - value) / peak)
            continue
        if is_below:
            longest = max(longest, today - since)
        peak, since, is_below = value, today, False
    if is_below:
        longest = max(longest, day[-1] - since)
    return Drawdown(amount=amount, amount_low=amount, fraction=fraction, days=longest)


def test_a_fall_is_measured_from_the_starting_balance_when_nothing_was_ever_higher() -> None:
    drawdown = compute_drawdown(account_of([95, 90, 97]), 100)

    assert drawdown.amount == 10
    assert drawdown.fraction == pytest.approx(0.10)


def test_the_greatest_share_may_lie_elsewhere_than_the_greatest_amount() -> None:
    # 20 of 100 is 20 %; 25 of 200 is more money and a smaller share.
    drawdown = compute_drawdown(account_of([80, 200, 175]), 100)

    assert drawdown.amount == 25
    assert drawdown.fraction == pytest.approx(0.20)


def test_days_are_counted_from_the_peaks_day_to_the_day_that_reached_it_again() -> None:
    drawdown = compute_drawdown(account_of([110, 105, 100, 110, 108], day=[1, 2, 5, 9, 11]), 100)

    assert drawdown.days == 8


def test_days_of_a_fall_that_never_recovered_are_counted_to_the_last_day() -> None:
    drawdown = compute_drawdown(account_of([110, 105, 104, 103], day=[1, 2, 5, 9]), 100)

    assert drawdown.days == 8


def test_a_fall_that_begins_with_the_first_bar_is_counted_from_its_day() -> None:
    drawdown = compute_drawdown(account_of([90, 100, 105], day=[3, 7, 8]), 100)

    assert drawdown.days == 4


def test_nights_between_two_peaks_are_no_drawdown() -> None:
    drawdown = compute_drawdown(account_of([100, 105, 110], day=[1, 4, 9]), 100)

    assert drawdown == Drawdown(amount=0, amount_low=0, fraction=0.0, days=0)


def test_the_least_equity_within_a_bar_counts_against_the_closes_before_it() -> None:
    # The third bar fell to 96 before it closed at a new peak: 4 + 10 below the peak of 110 before it, not 24 below 120.
    drawdown = compute_drawdown(account_of([100, 110, 120], low=[99, 101, 96]), 100)

    assert drawdown.amount == 0
    assert drawdown.amount_low == 14


def test_an_account_that_began_with_nothing_has_no_shares() -> None:
    drawdown = compute_drawdown(account_of([-5, 10, 2]), 0)

    assert drawdown.fraction is None
    assert drawdown.amount == 8


def test_an_account_may_lose_more_than_all() -> None:
    drawdown = compute_drawdown(account_of([50, -50]), 100)

    assert drawdown.fraction == pytest.approx(1.5)


def test_no_bars_have_no_drawdown() -> None:
    assert compute_drawdown(account_of([]), 100) == Drawdown(amount=0, amount_low=0, fraction=0.0, days=0)


@pytest.mark.parametrize("seed", range(12))
def test_the_greatest_share_equals_the_oracle(seed: int) -> None:
    steps = np.random.default_rng(seed).normal(0, 9_000, 300)
    equity = 5_000_000 + np.rint(np.cumsum(steps)).astype(np.int64)

    greatest = compute_drawdown_fractions(equity, 5_000_000).max()

    assert greatest == pytest.approx(-empyrical.max_drawdown(compute_returns(equity, 5_000_000)), rel=1e-9)


@given(st.lists(st.tuples(st.integers(0, 3), st.integers(50, 150)), min_size=1, max_size=40))
def test_drawdowns_equal_those_of_a_plain_loop(steps: list[tuple[int, int]]) -> None:
    equity = [value for _, value in steps]
    day = np.cumsum([gap + 1 for gap, _ in steps]).tolist()

    assert compute_drawdown(account_of(equity, day=day), 100) == measure_slowly(equity, day, 100)


@given(st.lists(st.integers(1, 10**9), min_size=1, max_size=60), st.integers(1, 10**9))
def test_a_drawdown_is_never_below_zero_and_zero_at_every_new_peak(equity: list[int], start: int) -> None:
    falls = compute_drawdowns(np.array(equity), start)

    assert (falls >= 0).all()
    assert all(fall == 0 for fall, value in zip(falls, equity, strict=True) if value >= max(start, *equity))
