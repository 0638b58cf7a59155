"""The values of an indicator, worked out in each of the ways in which it runs, and how they are compared."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from propbots.domain.time import to_text
from propbots.domain.timeframe import SECOND
from propbots.series.expression import Column
from propbots.series.indicator import Indicator
from propbots.testing.series import Series

__all__ = ["bar_by_bar", "differ", "over_columns", "rows_of", "step_by_step", "tabulate", "tell_difference"]


def over_columns(indicator: Indicator, series: Series) -> Column:
    """Return the values as a backtest sees them. Shape (outputs, bars)."""
    found: Any = indicator.compute_column(*(column.copy() for column in series.inputs_of(indicator)))
    return np.array(found if isinstance(found, tuple) else [found], dtype=np.float64)


def bar_by_bar(indicator: Indicator, series: Series) -> Column:
    """Return the values as a live bot sees them. Shape (outputs, bars)."""
    advance = indicator.build_streamer()
    return tabulate(indicator, [advance(*row) for row in rows_of(indicator, series)])


def step_by_step(indicator: Indicator, series: Series) -> Column:
    """Return the values of the step as it is written, and as it is compiled. Shape (outputs, bars)."""
    state, values = indicator.start(), []
    for row in rows_of(indicator, series):
        value: Any = (np.nan,) * len(indicator.outputs)
        if np.isfinite(row).all():
            state, value = type(indicator).step(state, *row)
        values.append(value)
    return tabulate(indicator, values)


def rows_of(indicator: Indicator, series: Series) -> list[tuple[float, ...]]:
    """Return what an indicator is fed with, bar by bar."""
    return list(zip(*(column.tolist() for column in series.inputs_of(indicator)), strict=True))


def tabulate(indicator: Indicator, values: Sequence[Any]) -> Column:
    """Return the values of bars as a table. Shape (outputs, bars).

    Raises:
        TypeError: If one of them is no number.
    """
    for value in values:
        for one in value if isinstance(value, tuple) else (value,):
            if not isinstance(one, int | float):
                raise TypeError(f"{one!r} is no number; a value that does not exist is NaN")
    return np.array(values, dtype=np.float64).reshape(-1, len(indicator.outputs)).T


def differ(one: Column, other: Column, tolerance: float = 0.0) -> bool:
    """Whether two tables of values differ; no value is equal to no value."""
    return one.shape != other.shape or not bool(_alike(one, other, tolerance).all())


def _alike(one: Column, other: Column, tolerance: float) -> Any:
    with np.errstate(invalid="ignore"):
        return (one == other) | (np.isnan(one) & np.isnan(other)) | (np.abs(one - other) <= tolerance)


def tell_difference(
    indicator: Indicator, one: Column, other: Column, *, names: tuple[str, str], series: Series, tolerance: float = 0.0
) -> str:
    """Say where two tables of values part first."""
    if one.shape != other.shape:
        return f"{one.shape[1]} values {names[0]} and {other.shape[1]} {names[1]}, over {series.name}"
    bar, output = (int(place) for place in np.argwhere(~_alike(one, other, tolerance).T)[0])
    time = to_text(int(series.fields["close_time"][bar] + 1) * SECOND)
    return (
        f"{indicator.outputs[output]} at bar {bar} ({time}) is {_tell(one[output, bar])} {names[0]} and "
        f"{_tell(other[output, bar])} {names[1]}, over {series.name}"
    )


def _tell(value: float) -> str:
    return "no value" if np.isnan(value) else repr(float(value))
