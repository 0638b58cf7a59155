"""Steps made one closure with their state: the same values, for fewer nanoseconds."""

import traceback
from collections.abc import Callable
from math import nan
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from propbots.series.fusing import fuse_step
from series_samples import Momentum, Reach

State = tuple[Any, ...]


def branching(state: State, value: float) -> tuple[State, float]:
    """Return early, late, from a loop, and with parts exchanged."""
    total, count, last = state
    if value < 0:
        return (last, count, total), nan
    count += 1
    for bar in range(count):
        if bar > 3:
            return (total, count, last), float(bar)
    total += value
    return (total, count, value), total / count + last


def unchanged(state: State, value: float) -> tuple[State, float]:
    (scale,) = state
    return (scale,), scale * value


def two_inputs(state: State, value: float, other: float) -> tuple[State, float]:
    total, largest = state
    total += value * other
    if other > largest:
        largest = other
    return (total, largest), total - largest


def step_by_step(step: Callable[..., Any], state: State, rows: list[tuple[float, ...]]) -> list[float]:
    results = []
    for row in rows:
        state, result = step(state, *row)
        results.append(result)
    return results


values = st.floats(-100, 100)


@given(st.lists(values))
@pytest.mark.parametrize(("step", "state"), [(branching, (0.0, 0, 1.0)), (unchanged, (2.5,))])
def test_a_fused_step_gives_what_the_step_gives(step: Callable[..., Any], state: State, series: list[float]) -> None:
    make = fuse_step(step)
    assert make is not None
    advance = make(state, nan)

    fused = [advance(value) for value in series]

    expected = step_by_step(step, state, [(value,) for value in series])
    assert [repr(value) for value in fused] == [repr(value) for value in expected]


@given(st.lists(st.tuples(values, values)))
def test_a_fused_step_takes_several_inputs(rows: list[tuple[float, float]]) -> None:
    make = fuse_step(two_inputs)
    assert make is not None
    advance = make((0.0, -1e9), nan)

    assert [advance(*row) for row in rows] == step_by_step(two_inputs, (0.0, -1e9), list(rows))


def test_a_missing_input_leaves_the_state_alone() -> None:
    make = fuse_step(two_inputs)
    assert make is not None
    advance = make((0.0, 0.0), "missing")

    results = [advance(*row) for row in [(1.0, 2.0), (nan, 9.0), (9.0, float("inf")), (float("-inf"), nan), (1.0, 1.0)]]

    assert results == [0.0, "missing", "missing", "missing", 1.0]


def test_states_are_kept_apart() -> None:
    make = fuse_step(two_inputs)
    assert make is not None
    first, second = make((0.0, 0.0), nan), make((0.0, 0.0), nan)
    first(3.0, 3.0)

    assert second(1.0, 1.0) == 0.0


def test_the_samples_are_fused() -> None:
    assert fuse_step(Momentum.step) is not None
    assert fuse_step(Reach.step) is not None


def test_an_error_shows_the_line_of_the_step() -> None:
    def failing(state: State, value: float) -> tuple[State, float]:
        (count,) = state
        count += 1
        return (count,), value / (count - 1)

    make = fuse_step(failing)
    assert make is not None

    with pytest.raises(ZeroDivisionError) as caught:
        make((0,), nan)(1.0)

    frame = traceback.extract_tb(caught.value.__traceback__)[-1]
    assert frame.line == "return (count,), value / (count - 1)"
    assert frame.filename == __file__


def no_unpacking(state: State, value: float) -> tuple[State, float]:
    return (state[0] + value,), value


def state_used_later(state: State, value: float) -> tuple[State, float]:
    (total,) = state
    return (total + len(state),), value


def state_given_back(state: State, value: float) -> tuple[State, float]:
    (total,) = state
    total.append(value)
    return state, value


def nested_unpacking(state: State, value: float) -> tuple[State, float]:
    (low, high), count = state
    return ((low, high), count), value


def any_number_of_inputs(state: State, *values: float) -> tuple[State, float]:
    (total,) = state
    return (total,), values[0]


def a_default(state: State, value: float = 0.0) -> tuple[State, float]:
    (total,) = state
    return (total,), value


def state_named_like_an_input(state: State, value: float) -> tuple[State, float]:
    (value,) = state
    return (value,), value


def no_inputs(state: State) -> tuple[State, float]:
    (total,) = state
    return (total,), total


def annotated(state: State, value: float) -> tuple[State, float]:
    (total,) = state
    total: float = total + value  # type: ignore[no-redef]
    return (total,), total


def closing_over() -> Callable[..., Any]:
    scale = 2.0

    def step(state: State, value: float) -> tuple[State, float]:
        (total,) = state
        return (total,), value * scale

    return step


@pytest.mark.parametrize(
    "step",
    [
        no_unpacking,
        state_used_later,
        state_given_back,
        nested_unpacking,
        any_number_of_inputs,
        a_default,
        state_named_like_an_input,
        no_inputs,
        annotated,
        closing_over(),
        lambda state, value: (state, value),
        max,
        eval("lambda state, value: (state, value)"),  # noqa: S307 -- its text cannot be read
    ],
)
def test_a_step_of_another_form_is_left_alone(step: Callable[..., Any]) -> None:
    assert fuse_step(step) is None
