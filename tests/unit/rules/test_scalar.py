"""The rules' decisions over whole numbers."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from propbots.rules.scalar import (
    NO_FLOOR,
    NO_LOCK,
    daily_floor,
    is_breached,
    is_consistent,
    price_above_floor,
    price_below_floor,
    required_profit,
    trail_floor,
)

MONEY = st.integers(-(10**9), 10**9)
SHARES = st.fractions(Fraction(1, 100), 1, max_denominator=100)


def test_touching_a_floor_breaks_it() -> None:
    assert [is_breached(equity, 100) for equity in (101, 100, 99)] == [False, True, True]


@given(MONEY)
def test_no_equity_breaks_no_floor(equity: int) -> None:
    assert not is_breached(equity, NO_FLOOR)


@given(st.lists(MONEY, min_size=1), MONEY, st.integers(1, 10**6), st.one_of(st.just(NO_LOCK), MONEY))
def test_a_trailing_floor_is_the_best_close_less_its_distance_up_to_its_lock(
    balances: list[int], start: int, distance: int, lock: int
) -> None:
    floor = first = start - distance
    for balance in balances:
        moved = trail_floor(floor, balance, distance, lock)
        assert moved >= floor
        floor = moved

    assert floor == max(first, min(max(balances) - distance, lock))


@given(MONEY, st.integers(0, 10**6))
def test_a_daily_floor_is_the_limit_under_its_reference(reference: int, amount: int) -> None:
    assert reference - daily_floor(reference, amount) == amount


@given(st.integers(0, 10**6), st.integers(1, 10**6), SHARES)
def test_the_best_day_is_consistent_when_it_made_no_more_than_its_share(best: int, total: int, share: Fraction) -> None:
    terms = best, total, share.numerator, share.denominator

    assert is_consistent(*terms, 0) == (Fraction(best, total) <= share)
    assert is_consistent(*terms, 1) == (Fraction(best, total) < share)


@given(st.integers(0, 10**6), st.integers(0, 10**6), SHARES, st.integers(0, 1))
def test_the_required_profit_is_the_least_that_is_both_target_and_consistent(
    target: int, best: int, share: Fraction, strict: int
) -> None:
    terms = share.numerator, share.denominator, strict
    required = required_profit(target, best, *terms)

    assert required >= target
    assert is_consistent(best, required, *terms)
    assert required == target or not is_consistent(best, required - 1, *terms)


@given(MONEY, MONEY, st.integers(1, 50), MONEY, st.integers(1, 10_000))
def test_the_price_of_a_breach_is_the_very_tick(
    floor: int, balance: int, size: int, cost: int, step_value: int
) -> None:
    def equity(position: int, price: int) -> int:
        return balance + (position * price - cost) * step_value

    below = price_below_floor(floor, balance, size, cost, step_value)
    above = price_above_floor(floor, balance, -size, cost, step_value)

    assert equity(size, below) <= floor < equity(size, below + 1)
    assert equity(-size, above) <= floor < equity(-size, above - 1)


@pytest.mark.parametrize(
    ("best", "share", "required"), [(2_000, (1, 2), 4_000), (1_400, (1, 2), 3_000), (1_000, (1, 3), 3_000)]
)
def test_a_target_grows_with_a_day_that_was_too_good(best: int, share: tuple[int, int], required: int) -> None:
    assert required_profit(3_000, best, *share, 0) == required
