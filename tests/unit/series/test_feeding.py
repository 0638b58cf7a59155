"""Indicators fed by hand, with numbers and with bars of any class."""

import copy
import pickle
from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal
from math import inf, nan
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from propbots.domain.bar import Bar, Feed
from propbots.domain.instrument import AssetClass, Instrument
from propbots.domain.time import to_nanoseconds
from propbots.domain.timeframe import MINUTE, Timeframe
from series_samples import DayCount, Momentum, Reach

MIDNIGHT = datetime(2024, 3, 10, tzinfo=UTC)


def test_floats_give_floats_and_none_before_the_first_value() -> None:
    momentum = Momentum(period=2)

    assert [momentum.next(value) for value in (1.0, 2.0, 4.0, 7.0)] == [None, None, 3.0, 5.0]


def test_whole_numbers_give_floats() -> None:
    momentum = Momentum(period=1)
    momentum.next(1)

    assert repr(momentum.next(3)) == "2.0"
    assert repr(momentum.next(np.int64(4))) == "1.0"
    assert repr(momentum.next(np.float64(4.5))) == "0.5"


def test_decimals_give_the_shortest_decimals_that_read_back_to_the_same_float() -> None:
    momentum = Momentum(period=1)
    momentum.next(Decimal("0.1"))

    change = momentum.next(Decimal("0.4"))

    assert change == Decimal("0.30000000000000004")
    assert float(change) == 0.4 - 0.1


@given(st.lists(st.decimals(-(10**6), 10**6, places=4), min_size=2))
def test_decimals_and_floats_give_the_same_values(prices: list[Decimal]) -> None:
    exact, binary = Momentum(period=1), Momentum(period=1)

    for price in prices:
        shown, number = exact.next(price), binary.next(float(price))
        assert shown == (None if number is None else Decimal(repr(number)))


def test_nothing_is_passed_through_and_leaves_the_state_alone() -> None:
    momentum = Momentum(period=1)

    assert [momentum.next(value) for value in (1.0, None, 3.0)] == [None, None, 2.0]


@pytest.mark.parametrize("missing", [nan, inf, -inf, Decimal("NaN"), Decimal("Infinity")])
def test_what_is_not_finite_is_passed_over(missing: Any) -> None:
    momentum = Momentum(period=1)

    assert [momentum.next(value) for value in (1.0, missing, 3.0)] == [None, None, 2.0]


def test_indicators_chain_by_hand() -> None:
    inner, outer = Momentum(period=1), Momentum(period=1)

    assert [outer.next(inner.next(value)) for value in (1.0, 2.0, 4.0, 8.0)] == [None, None, 1.0, 2.0]


def test_reset_forgets_what_was_fed() -> None:
    momentum = Momentum(period=1)
    momentum.reset()
    feed = momentum.next
    momentum.next(1.0)
    kept = momentum.next

    momentum.reset()

    assert kept(5.0) is None
    assert feed(7.0) == 2.0
    assert momentum.next(8.0) == 1.0


def test_the_bound_method_can_be_kept_before_the_first_value() -> None:
    feed = Momentum(period=1).next

    assert [feed(value) for value in (1.0, 2.0, 4.0)] == [None, 1.0, 2.0]


def test_equal_indicators_are_fed_apart() -> None:
    first, second = Momentum(period=1), Momentum(period=1)
    first.next(1.0)

    assert second.next(2.0) is None
    assert first == second


def test_copies_start_afresh() -> None:
    momentum = Momentum(period=1)
    momentum.next(1.0)

    for other in (copy.copy(momentum), copy.deepcopy(momentum), pickle.loads(pickle.dumps(momentum))):  # noqa: S301 -- ours
        assert other.next(2.0) is None
    assert momentum.next(3.0) == 2.0


@pytest.mark.parametrize("value", ["5", object(), SimpleNamespace(close=5.0)])
def test_what_is_no_number_is_refused(value: object) -> None:
    with pytest.raises(TypeError, match="Momentum takes numbers, such as a bar's close"):
        Momentum().next(value)


def test_bars_of_any_class_are_read() -> None:
    reach = Reach()

    reach.next(SimpleNamespace(high=3.0, low=2.0))
    values = reach.next(SimpleNamespace(high=5.0, low=4))

    assert values == (5.0, 2.0)
    assert (values.top, values.bottom) == (5.0, 2.0)
    assert pickle.loads(pickle.dumps(values)) == values  # noqa: S301 -- our own bytes


def test_bars_with_decimals_give_decimals() -> None:
    values = Reach().next(SimpleNamespace(high=Decimal("1.10"), low=1.0))

    assert [repr(value) for value in values] == ["Decimal('1.1')", "Decimal('1.0')"]


def test_a_bar_without_what_is_read_is_refused() -> None:
    with pytest.raises(TypeError, match=r"this indicator reads bars with high, low \(was 5\.0\)"):
        Reach().next(5.0)


def test_a_bar_that_is_missing_is_passed_through() -> None:
    assert Reach().next(None) is None


def test_a_bar_with_an_unknown_field_has_no_value() -> None:
    assert Reach().next(SimpleNamespace(high=nan, low=1.0)) is None


def ending(time: Any) -> SimpleNamespace:
    return SimpleNamespace(close_time=time)


@pytest.mark.parametrize(
    ("time", "day", "second"),
    [
        (MIDNIGHT, 19_791, 1_710_028_799),
        (MIDNIGHT + timedelta(microseconds=1), 19_792, 1_710_028_800),
        (MIDNIGHT + timedelta(hours=24), 19_792, 1_710_115_199),
        (MIDNIGHT.astimezone(timezone(timedelta(hours=9))), 19_791, 1_710_028_799),
        (datetime(1970, 1, 1, tzinfo=UTC), -1, -1),
    ],
)
def test_a_bar_belongs_to_the_utc_day_in_which_it_ends(time: datetime, day: int, second: int) -> None:
    assert DayCount().next(ending(time)) == (day, second)


def test_days_are_told_apart_in_any_order() -> None:
    count = DayCount()
    times = [MIDNIGHT + timedelta(hours=hours) for hours in (1, 2, 24, 25, -3, 0, 1, 49, 1)]

    days = [count.next(ending(time)).day - 19_792 for time in times]

    assert days == [0, 0, 0, 1, -1, -1, 0, 2, 0]


def test_a_time_without_a_zone_is_refused() -> None:
    count = DayCount()
    count.next(ending(MIDNIGHT))

    with pytest.raises(TypeError, match=r"close_time must know its zone .* give it tzinfo=UTC"):
        count.next(ending(datetime(2024, 3, 10)))


def test_a_bar_without_a_time_is_refused_with_the_attribute_to_add() -> None:
    with pytest.raises(TypeError, match="reads bars with close_time, close_time"):
        DayCount().next(SimpleNamespace())


def test_the_engines_own_bars_are_read_exactly() -> None:
    feed = Feed(Instrument("XYZ", AssetClass.FUTURES, Decimal("0.25"), Decimal(5)), Timeframe(MINUTE))
    close = to_nanoseconds(MIDNIGHT)
    bar = Bar(close - MINUTE, close, 10, 11, 9, 10, 5.0, feed)

    assert Reach().next(bar) == (Decimal("2.75"), Decimal("2.25"))
    assert DayCount().next(bar) == (19_791, 1_710_028_799)
