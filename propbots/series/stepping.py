"""Running an indicator's step: one bar at a time, or over whole columns."""

from collections.abc import Callable
from itertools import chain
from typing import TYPE_CHECKING, Any

import numpy as np

from propbots.errors import PluginContractBroken
from propbots.series.arithmetic import Column
from propbots.series.fusing import fuse_step

if TYPE_CHECKING:
    from propbots.series.indicator import Indicator

__all__ = ["Columns", "build_step_streamer", "run_steps", "skip_missing"]

Columns = Column | tuple[Column, ...]
"""The values of one output, or of several."""
_CHUNK = 65_536


def build_step_streamer(step: Callable[..., Any], state: tuple[Any, ...], missing: object) -> Callable[..., Any]:
    """Return a function that takes the inputs of a bar and returns the value of the step.

    Args:
        step: An indicator's.
        state: Its first state.
        missing: What is returned where an input is NaN or infinite; the state is left alone.
    """
    make = fuse_step(step)
    if make is not None:
        return make(state, missing)

    def advance(*values: float) -> object:
        nonlocal state
        for value in values:
            if value - value != 0.0:
                return missing
        state, result = step(state, *values)
        return result

    return advance


def run_steps(indicator: "Indicator", inputs: tuple[Column, ...]) -> Columns:
    """Run an indicator's step over whole columns, interpreted.

    Args:
        indicator: Whose step.
        inputs: One column an input, of equal length.

    Returns:
        Its values, NaN where it has none; a tuple of columns where it has several outputs.
    """
    size, width = len(inputs[0]), len(indicator.outputs)
    results = np.empty((width, size))
    advance = indicator.build_streamer()
    for first in range(0, size, _CHUNK):
        part = slice(first, first + _CHUNK)
        columns = [column[part].tolist() for column in inputs]
        # A loop in Python, since a call from C (by map) costs twice as much.
        values = (
            [advance(value) for value in columns[0]]
            if len(columns) == 1
            else [advance(*row) for row in zip(*columns, strict=True)]
        )
        results[:, part] = _to_array(values, width, indicator)
    return results[0] if width == 1 else tuple(results)


def _to_array(values: list[Any], width: int, indicator: "Indicator") -> Column:
    """Return the values of some bars, one row an output.

    Raises:
        PluginContractBroken: If one of them is no number, or not as many as there are outputs.
    """
    try:
        numbers = values if width == 1 else chain.from_iterable(values)
        return np.fromiter(numbers, np.float64, width * len(values)).reshape(-1, width).T
    except (TypeError, ValueError) as error:
        odd = next((value for value in values if not _is_fit(value, width)), None)
        wanted = "a number" if width == 1 else f"a tuple of {width} numbers"
        raise PluginContractBroken(
            f"indicator {type(indicator).__name__}: step must give {wanted} a bar (gave {odd!r})"
        ) from error


def _is_fit(value: object, width: int) -> bool:
    values = (value,) if width == 1 else value
    return isinstance(values, tuple) and len(values) == width and all(isinstance(one, int | float) for one in values)


def skip_missing(compute: Callable[..., Columns], inputs: tuple[Column, ...]) -> Columns:
    """Work columns out from the bars on which all inputs exist; the other bars have no value.

    Args:
        compute: Takes the inputs without gaps and returns the values.
        inputs: One column an input, of equal length; NaN or infinite where it does not exist.
    """
    present = np.isfinite(inputs[0])
    for column in inputs[1:]:
        present &= np.isfinite(column)
    if present.all():
        return compute(*inputs)
    values = compute(*(column[present] for column in inputs))
    return (
        tuple(_spread(column, present) for column in values) if isinstance(values, tuple) else _spread(values, present)
    )


def _spread(values: Column, present: np.typing.NDArray[np.bool_]) -> Column:
    column = np.full(len(present), np.nan)
    column[present] = values
    return column
