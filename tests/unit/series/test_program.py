"""Expressions worked out over columns and bar by bar: the same values to the bit, whatever the expression."""

import weakref
from math import inf, nan

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from typing_extensions import override

from propbots.series.expression import (
    FIELDS,
    BarField,
    Column,
    Expression,
    as_expression,
    close,
    crosses_above,
    crosses_below,
    high,
    low,
    open_,
    volume,
)
from propbots.series.indicator import Columns, run_steps
from propbots.series.program import ColumnProgram, StreamProgram
from series_samples import DayCount, Momentum, Reach


def over_columns(wanted: Expression, **fields: list[float]) -> Column:
    return ColumnProgram({name: np.array(values, dtype=np.float64) for name, values in fields.items()}).compute(wanted)


def bar_by_bar(wanted: Expression, fields: dict[str, list[float]]) -> list[float]:
    program = StreamProgram([wanted])
    rows = zip(*(fields[name] for name in FIELDS), strict=True)
    return [program.advance(row)[0] for row in rows]


numbers = st.one_of(
    st.integers(-3, 3).map(float),
    st.floats(-1e6, 1e6),
    st.sampled_from([nan, 1e308, -1e308, 5e-324]),
)
leaves: st.SearchStrategy[Expression] = st.one_of(
    st.sampled_from([BarField(name) for name in FIELDS]),
    numbers.filter(np.isfinite).map(as_expression),
    st.sampled_from([Reach().top, Reach().bottom, DayCount().day]),
)


def extend_numbers(inner: st.SearchStrategy[Expression]) -> st.SearchStrategy[Expression]:
    return st.one_of(
        st.builds(lambda a, b: a + b, inner, inner),
        st.builds(lambda a, b: a - b, inner, inner),
        st.builds(lambda a, b: a * b, inner, inner),
        st.builds(lambda a, b: a / b, inner, inner),
        st.builds(lambda a: -a, inner),
        st.builds(lambda a, bars: a.lag(bars), inner, st.integers(1, 4)),
        st.builds(Momentum, inner, st.integers(1, 4)),
    )


trees = st.recursive(leaves, extend_numbers, max_leaves=8)
comparisons = st.one_of(
    st.builds(lambda a, b: a > b, trees, trees),
    st.builds(lambda a, b: a >= b, trees, trees),
    st.builds(lambda a, b: a < b, trees, trees),
    st.builds(lambda a, b: a <= b, trees, trees),
    st.builds(crosses_above, trees, trees),
    st.builds(crosses_below, trees, trees),
)
conditions = st.recursive(
    comparisons,
    lambda inner: st.one_of(
        st.builds(lambda a, b: a & b, inner, inner),
        st.builds(lambda a, b: a | b, inner, inner),
        st.builds(lambda a: ~a, inner),
        st.builds(lambda a: a.lag(), inner),
    ),
    max_leaves=4,
)


@settings(max_examples=400, deadline=None)
@given(wanted=st.one_of(trees, conditions), data=st.data())
def test_streams_equal_columns(wanted: Expression, data: st.DataObject) -> None:
    size = data.draw(st.integers(1, 12))
    fields = {name: data.draw(st.lists(numbers, min_size=size, max_size=size)) for name in FIELDS}

    streamed = bar_by_bar(wanted, fields)

    np.testing.assert_array_equal(streamed, over_columns(wanted, **fields))


def test_arithmetic_follows_the_operators() -> None:
    values = over_columns((close - 1) * 2 / low + -high, close=[5.0], low=[4.0], high=[3.0])

    assert values.tolist() == [-1.0]


def test_a_division_by_zero_has_no_value() -> None:
    values = over_columns(high / low, high=[1.0, 0.0, -1.0, 1.0], low=[0.0, 0.0, -0.0, 2.0], close=[0.0] * 4)

    np.testing.assert_array_equal(values, [nan, nan, nan, 0.5])


def test_what_is_built_from_a_missing_value_is_missing() -> None:
    fields = {"close": [nan, 1.0], "low": [0.0, 0.0]}

    for wanted in (close + 1, close > 0, ~(close > 0), (close > 0) | (low < 1), (close > 5) & (low < 1), -close):
        assert np.isnan(over_columns(wanted, **fields)).tolist() == [True, False]


def test_conditions_are_one_or_zero() -> None:
    rises, falls = close > open_, close < open_
    fields = {"close": [1.0, 2.0, 3.0], "open": [2.0, 2.0, 2.0]}

    assert over_columns(rises, **fields).tolist() == [0.0, 0.0, 1.0]
    assert over_columns(~rises, **fields).tolist() == [1.0, 1.0, 0.0]
    assert over_columns(rises | falls, **fields).tolist() == [1.0, 0.0, 1.0]
    assert over_columns(rises & falls, **fields).tolist() == [0.0, 0.0, 0.0]
    assert over_columns(close >= open_, **fields).tolist() == [0.0, 1.0, 1.0]
    assert over_columns(close <= open_, **fields).tolist() == [1.0, 1.0, 0.0]


def test_a_crossing_needs_the_bar_before_at_or_beyond_the_other_side() -> None:
    #          below  touch  above  above  touch  above  below  above
    closes = [1.0, 2.0, 3.0, 4.0, 2.0, 3.0, 1.0, 3.0]

    above = over_columns(crosses_above(close, 2), close=closes)
    below = over_columns(crosses_below(close, 2), close=closes)

    np.testing.assert_array_equal(above, [nan, 0, 1, 0, 0, 1, 0, 1])
    np.testing.assert_array_equal(below, [nan, 0, 0, 0, 0, 0, 1, 0])


def test_a_crossing_of_two_series_compares_each_with_its_own_bar_before() -> None:
    fields = {"close": [1.0, 3.0, 3.0, 1.0, 4.0], "open": [2.0, 3.0, 2.0, 2.0, 3.0]}

    np.testing.assert_array_equal(over_columns(crosses_above(close, open_), **fields), [nan, 0, 1, 0, 1])
    np.testing.assert_array_equal(over_columns(crosses_below(open_, close), **fields), [nan, 0, 1, 0, 1])


def test_no_crossing_is_seen_across_a_missing_value() -> None:
    closes = [1.0, nan, 3.0, 1.0, 3.0]

    np.testing.assert_array_equal(over_columns(crosses_above(close, 2), close=closes), [nan, nan, nan, 0, 1])


def test_a_lag_gives_the_value_of_that_many_bars_ago() -> None:
    closes = [1.0, 2.0, 3.0]

    np.testing.assert_array_equal(over_columns(close.lag(), close=closes), [nan, 1, 2])
    np.testing.assert_array_equal(over_columns(close.lag(2), close=closes), [nan, nan, 1])
    np.testing.assert_array_equal(over_columns(close.lag(9), close=closes), [nan, nan, nan])


def test_an_indicator_of_an_indicator_starts_when_the_inner_one_has_values() -> None:
    values = over_columns(Momentum(Momentum(close, 1), 1), close=[1.0, 2.0, 4.0, 8.0])

    np.testing.assert_array_equal(values, [nan, nan, 1, 2])


def test_an_indicator_passes_over_bars_without_an_input() -> None:
    values = over_columns(Momentum(close, 1), close=[1.0, nan, 3.0, inf, 7.0])

    np.testing.assert_array_equal(values, [nan, nan, 2, nan, 4])


def test_outputs_are_picked_by_name() -> None:
    fields = {"high": [3.0, 2.0, 5.0], "low": [2.0, 1.0, 4.0], "close": [0.0] * 3}

    assert over_columns(Reach().top, **fields).tolist() == [3.0, 3.0, 5.0]
    assert over_columns(Reach().bottom, **fields).tolist() == [2.0, 1.0, 1.0]
    assert over_columns(Reach().top - Reach().bottom, **fields).tolist() == [1.0, 2.0, 4.0]


def test_equal_parts_are_worked_out_once(monkeypatch: pytest.MonkeyPatch) -> None:
    worked_out = []

    def compute(self: Momentum, *inputs: Column) -> Columns:
        worked_out.append(self)
        return run_steps(self, inputs)

    monkeypatch.setattr(Momentum, "compute_present", compute)

    over_columns(Momentum(close, 3) > Momentum(close, 3).lag(), close=[1.0] * 9)

    assert worked_out == [Momentum(close, 3)]


def test_equal_parts_are_streamed_once() -> None:
    program = StreamProgram([Momentum(close, 1) + 1, Momentum(close, 1) * 2])

    program.advance((0.0, 0.0, 0.0, 5.0, 0.0, 0.0, 0.0))
    results = program.advance((0.0, 0.0, 0.0, 8.0, 0.0, 0.0, 0.0))

    assert results == [4.0, 6.0]


def test_programs_keep_their_states_apart() -> None:
    first, second = StreamProgram([Momentum(close, 1)]), StreamProgram([Momentum(close, 1)])
    first.advance((0.0, 0.0, 0.0, 5.0, 0.0, 0.0, 0.0))

    assert np.isnan(second.advance((0.0, 0.0, 0.0, 8.0, 0.0, 0.0, 0.0))[0])


def test_programs_refuse_several_values_of_which_none_is_named() -> None:
    with pytest.raises(TypeError, match="Reach has several values; name one of top, bottom"):
        over_columns(Reach(), high=[1.0], low=[1.0], close=[1.0])
    with pytest.raises(TypeError, match="Reach has several values; name one of top, bottom"):
        StreamProgram([Reach()])


def test_a_constant_has_its_value_on_every_bar() -> None:
    assert over_columns(as_expression(2.5), close=[1.0, 2.0]).tolist() == [2.5, 2.5]
    assert StreamProgram([as_expression(2.5), volume]).advance((0.0,) * 4 + (7.0, 0.0, 0.0)) == [2.5, 7.0]


def test_parts_are_worked_out_once_and_kept_no_longer_than_they_are_needed() -> None:
    worked_out: list[int] = []
    alive: list[weakref.ref[Column]] = []

    class Costly(Momentum):
        @override
        def compute_present(self, *inputs: Column) -> Columns:
            worked_out.append(self.period)
            column = inputs[0] + self.period
            alive.append(weakref.ref(column))
            return column

    program = ColumnProgram({"close": np.array([1.0, 2.0])})
    one, other = Costly(close, 1), Costly(close, 2)
    columns = program.compute_each([one > other, one - other, other + 1.0])

    values = [next(columns).tolist() for _ in range(2)]
    assert worked_out == [1, 2]
    assert [part() is None for part in alive] == [True, False]
    values.append(next(columns).tolist())

    assert values == [[0.0, 0.0], [-1.0, -1.0], [4.0, 5.0]]
    assert [part() is None for part in alive] == [True, True]
    assert worked_out == [1, 2]
