"""When an order acts and at what price, against a market that moves one tick at a time."""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from propbots.venue.fill import (
    NO_PRICE,
    limit_at_open,
    limit_fence,
    limit_on_way,
    slipped,
    stop_at_open,
    stop_on_way,
    trail,
)

SIGNS = st.sampled_from((1, -1))
PRICES = st.integers(-30, 30)
THROUGHS = st.integers(0, 4)


def first_met(start: int, target: int, is_met: Callable[[int], bool]) -> int | None:
    """Return the first price on the way, tick by tick, at which something is met."""
    direction = 1 if target >= start else -1
    return next((price for price in range(start, target + direction, direction) if is_met(price)), None)


@given(SIGNS, PRICES, PRICES, PRICES)
def test_a_stop_fills_where_the_market_first_is_at_it_or_beyond(sign: int, stop: int, start: int, target: int) -> None:
    met = first_met(start, target, lambda price: (price - stop) * sign >= 0)

    assert stop_on_way(sign, stop, start, target) == (NO_PRICE if met is None else met)


@given(SIGNS, PRICES, PRICES, PRICES, THROUGHS)
def test_a_limit_fills_at_its_price_once_traded_through_and_better_only_where_the_way_begins(
    sign: int, limit: int, start: int, target: int, through: int
) -> None:
    met = first_met(start, target, lambda price: (limit - price) * sign >= through)

    expected = NO_PRICE if met is None else start if met == start else limit
    assert limit_on_way(sign, limit, start, target, through) == expected


@given(SIGNS, PRICES, PRICES, PRICES, THROUGHS)
def test_no_limit_fills_worse_than_its_price(sign: int, limit: int, start: int, target: int, through: int) -> None:
    for price in (limit_on_way(sign, limit, start, target, through), limit_at_open(sign, limit, start, through)):
        assert price == NO_PRICE or (limit - price) * sign >= 0


@given(SIGNS, PRICES, PRICES)
def test_an_open_fills_a_stop_that_it_reached_at_the_open_itself(sign: int, stop: int, open_: int) -> None:
    assert stop_at_open(sign, stop, open_) == (open_ if open_ * sign >= stop * sign else NO_PRICE)


@given(SIGNS, PRICES, PRICES, THROUGHS)
def test_an_open_fills_a_limit_that_it_passed_by_enough_at_the_open_itself(
    sign: int, limit: int, open_: int, through: int
) -> None:
    passed = (limit - open_) * sign

    assert limit_at_open(sign, limit, open_, through) == (open_ if passed >= through else NO_PRICE)


@given(SIGNS, PRICES, THROUGHS)
def test_the_fence_of_a_limit_is_the_first_price_at_which_it_fills(sign: int, limit: int, through: int) -> None:
    fence = limit_fence(sign, limit, through)

    assert limit_at_open(sign, limit, fence, through) == fence
    assert limit_at_open(sign, limit, fence + sign, through) == NO_PRICE


@pytest.mark.parametrize(("sign", "price"), [(1, 102), (-1, 98)])
def test_slippage_is_against_the_order(sign: int, price: int) -> None:
    assert slipped(100, sign, 2) == price


@given(SIGNS, st.lists(PRICES, min_size=1), st.integers(1, 9))
def test_a_trailing_stop_stands_at_its_distance_from_the_best_price_seen(
    sign: int, prices: list[int], distance: int
) -> None:
    stop = prices[0] + sign * distance
    for price in prices:
        moved = trail(sign, stop, price, distance)
        assert (stop - moved) * sign >= 0
        stop = moved

    best = min(prices) if sign > 0 else max(prices)
    assert stop == best + sign * distance
