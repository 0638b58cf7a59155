"""An indicator's values over data, as a document."""

from collections.abc import Iterator
from typing import Any

import numpy as np

from propbots.data.quality import require_sound
from propbots.data.table import BarTable
from propbots.domain.time import to_text
from propbots.domain.timeframe import DAY, SECOND
from propbots.series.indicator import Indicator, Output
from propbots.series.parameter import read_parameters
from propbots.series.program import ColumnProgram

__all__ = ["compute_values", "to_rows"]


def compute_values(indicator: Indicator, name: str, table: BarTable) -> dict[str, Any]:
    """Return the document `propbots.indicator/1`: one row a bar, null before the first value.

    Args:
        indicator: What is worked out.
        name: By which it was asked for.
        table: The bars.

    Raises:
        DataCorrupt: If there are no bars, or they cannot be believed.
    """
    table = require_sound(table, negative_prices=True)
    program = ColumnProgram(_fields(table))
    outputs = indicator.outputs
    wanted = [indicator] if len(outputs) == 1 else [Output(indicator, name) for name in outputs]
    columns = program.compute_each(wanted)
    times = map(to_text, table.open_time.tolist())
    rows = [[time, *values] for time, *values in zip(times, *map(_with_null, columns), strict=True)]
    return {
        "schema": "propbots.indicator/1",
        "name": name,
        "parameters": {key: _plain(value) for key, value in read_parameters(indicator).items()},
        "outputs": list(outputs),
        "lookback": indicator.lookback,
        "rows": rows,
    }


def to_rows(values: dict[str, Any]) -> Iterator[list[str]]:
    """Give the rows as people read them."""
    for time, *numbers in values["rows"]:
        yield [time, *("" if number is None else f"{number:.10g}" for number in numbers)]


def _fields(table: BarTable) -> dict[str, Any]:
    ends = table.open_time + int(table.timeframe) - 1
    return {
        "open": table.open,
        "high": table.high,
        "low": table.low,
        "close": table.close,
        "volume": table.volume,
        "close_time": (ends // SECOND).astype(np.float64),
        "trading_day": (table.open_time // DAY).astype(np.float64),
    }


def _with_null(column: Any) -> list[float | None]:
    return [None if value != value else value for value in column.tolist()]  # noqa: PLR0124 -- NaN differs from itself


def _plain(value: object) -> object:
    return value if isinstance(value, int | float | str | None) else str(value)
