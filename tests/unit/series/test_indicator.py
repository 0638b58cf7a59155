"""The contract of indicators: how they are declared, built, and refused."""

import pickle
from collections.abc import Callable
from copy import copy, deepcopy
from typing import Any

import numpy as np
import pytest
from typing_extensions import override

from propbots.errors import ConfigurationError, PluginContractBroken
from propbots.series.arithmetic import Column
from propbots.series.expression import Constant, Expression, close, high, low
from propbots.series.indicator import Indicator, Pane, State, run_steps
from propbots.series.parameter import parameter
from series_samples import Momentum, Reach


def test_the_source_is_the_close_unless_another_is_given() -> None:
    assert Momentum().source == close
    assert Momentum(period=5) == Momentum(close, 5) == Momentum(source=close, period=5)
    assert Momentum(high, 5).source == high
    assert Momentum(Momentum(high)).source == Momentum(high)


def test_a_leading_number_stands_for_the_first_parameter() -> None:
    by_number: Any = Momentum

    assert by_number(5) == Momentum(close, 5)
    assert by_number(5, source=high) == Momentum(high, 5)


def test_a_source_may_be_a_number() -> None:
    assert Momentum(source=3).source == Constant(3.0)  # type: ignore[arg-type]  # -- useful in tests of strategies


def test_an_indicator_keeps_the_source_that_its_class_declares() -> None:
    class OfHighs(Momentum):
        source: Expression = high

    by_number: Any = OfHighs

    assert OfHighs().source == high
    assert by_number(5).source == high


def test_a_subclass_inherits_the_step_and_may_add_parameters() -> None:
    class Scaled(Momentum):
        scale: float = parameter(2.0, minimum=0.0)

    assert Scaled(close, 3, 4.0).scale == 4.0
    assert [Scaled(period=1).compute_column(np.array([1.0, 3.0]))[1]] == [2.0]


def test_inputs_are_the_source_or_what_is_read() -> None:
    assert Momentum(high).inputs == (high,)
    assert Reach().inputs == (high, low)


def test_several_outputs_are_read_as_attributes() -> None:
    assert Reach().top.inputs == (Reach(),)
    assert Reach().top != Reach().bottom


def test_an_attribute_that_is_no_output_is_missing() -> None:
    with pytest.raises(AttributeError, match="Reach has no attribute 'tpo'"):
        Reach().tpo  # noqa: B018 -- the reading is the test
    with pytest.raises(AttributeError, match="Momentum has no attribute 'value'"):
        Momentum().value  # noqa: B018 -- the reading is the test


def test_an_indicator_that_neither_has_a_source_nor_reads_is_refused() -> None:
    with pytest.raises(PluginContractBroken, match="Blind must either have a field source or say what it reads"):

        class Blind(Indicator):
            period: int = parameter(2)


def test_an_indicator_with_a_source_that_reads_as_well_is_refused() -> None:
    with pytest.raises(PluginContractBroken, match="Torn must either have a field source or say what it reads"):

        class Torn(Indicator):
            reads = (low,)
            source: Expression = close


@pytest.mark.parametrize("name", ["next", "lookback", "lag", "period"])
def test_an_output_named_like_something_else_is_refused(name: str) -> None:
    with pytest.raises(PluginContractBroken, match=f"Clash must call its output {name} something else"):

        class Clash(Indicator):
            outputs = ("top", name)
            source: Expression = close
            period: int = parameter(2)


def test_what_an_author_left_out_is_named() -> None:
    class Bare(Indicator):
        source: Expression = close

    with pytest.raises(NotImplementedError, match="Bare must declare its lookback"):
        Bare().lookback  # noqa: B018 -- the reading is the test
    with pytest.raises(NotImplementedError, match="Bare must build its first state"):
        Bare().next(1.0)


def test_settled_is_the_lookback_unless_said_otherwise() -> None:
    assert Momentum(period=7).settled == Momentum(period=7).lookback == 7


def test_charts_draw_an_indicator_on_its_own_unless_said_otherwise() -> None:
    assert Momentum.pane is Pane.OWN


def test_bad_parameters_are_refused_when_an_indicator_is_built() -> None:
    with pytest.raises(ConfigurationError, match=r"Momentum: period must be at least 1 \(was 0\)"):
        Momentum(period=0)


def test_columns_of_several_outputs_come_in_their_order() -> None:
    top, bottom = run_steps(Reach(), (np.array([1.0, 3.0]), np.array([0.0, -1.0])))

    assert top.tolist() == [1.0, 3.0]
    assert bottom.tolist() == [0.0, -1.0]


def test_no_bars_give_no_values() -> None:
    empty = np.array([])

    assert Momentum().compute_column(empty).tolist() == []
    assert [column.tolist() for column in Reach().compute_column(empty, empty)] == [[], []]


def test_long_columns_are_run_in_chunks_of_one_run() -> None:
    column = np.arange(150_000, dtype=np.float64)

    changes = run_steps(Momentum(period=3), (column,))

    np.testing.assert_array_equal(changes, [np.nan] * 3 + [3.0] * 149_997)


def test_a_form_in_numpy_is_given_the_bars_whose_inputs_exist() -> None:
    class Doubled(Momentum):
        @override
        def compute_present(self, *inputs: Column) -> Column:
            assert np.isfinite(inputs[0]).all()
            return inputs[0] * 2

    values = Doubled().compute_column(np.array([1.0, np.nan, 3.0, np.inf]))

    np.testing.assert_array_equal(values, [2, np.nan, 6, np.nan])


def test_a_step_in_a_form_that_cannot_be_fused_runs_as_it_stands() -> None:
    class Plain(Momentum):
        @staticmethod
        @override
        def step(state: State, *values: float) -> tuple[State, Any]:
            return Momentum.step(state, *values)

    advance = Plain(period=1).build_streamer()

    np.testing.assert_array_equal(
        [advance(value) for value in (1.0, np.nan, 4.0, np.inf, 9.0)], [np.nan, np.nan, 3, np.nan, 5]
    )


def sent(one: Expression) -> Expression:
    received: Expression = pickle.loads(pickle.dumps(one))  # noqa: S301 -- our own bytes
    return received


@pytest.mark.parametrize("copied", [copy, deepcopy, sent])
def test_a_copy_is_equal_in_every_way(copied: Callable[[Expression], Expression]) -> None:
    original = Momentum(close, 3) > Reach().top
    hash(original)

    other = copied(original)

    assert (other, hash(other)) == (original, hash(original))
    assert hash(copied(Momentum(close, 3))) == hash(Momentum(close, 3))
