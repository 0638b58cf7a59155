"""Where an event strategy reads the values of the expressions that it declared."""

from collections.abc import Callable, Iterator
from itertools import chain
from typing import Any

import numpy as np

from propbots.series.expression import Column, Expression, is_condition
from propbots.series.indicator import Indicator
from propbots.series.program import ColumnProgram, StreamProgram

__all__ = ["ColumnFeed", "Reading", "ReadingSet", "StreamFeed"]

_CHUNK = 4_096


class Reading:
    """The value of an expression on the current bar.

    Attributes:
        value: None until the expression has one; a float, or a bool for a condition.
        previous: The value on the bar before.
    """

    __slots__ = ("expression", "previous", "value")

    def __init__(self, source: Expression) -> None:
        """Start without a value."""
        self.expression = source
        self.value: Any = None
        self.previous: Any = None


class ReadingSet:
    """The readings that one strategy declared."""

    def __init__(self) -> None:
        """Start with none."""
        self.readings: list[Reading] = []

    def declare(self, source: Expression) -> Reading:
        """Return where an expression's value is read.

        Raises:
            TypeError: If the indicator has several outputs and none is named.
        """
        if isinstance(source, Indicator) and len(source.outputs) > 1:
            names = ", ".join(source.outputs)
            raise TypeError(f"{type(source).__name__} has several outputs; name one of {names}")
        reading = Reading(source)
        self.readings.append(reading)
        return reading


class ColumnFeed:
    """Feeds readings from columns that were worked out before, a chunk of Python numbers at a time.

    Attributes:
        pairs: Each reading with the function that returns its value on the next bar.
    """

    def __init__(self, readings: ReadingSet, program: ColumnProgram, first: int = 0) -> None:
        """Work the columns out, and stand before the bar of an index."""
        before = max(first - 1, 0)
        self.pairs: list[tuple[Reading, Callable[[], Any]]] = []
        for reading in readings.readings:
            column = program.compute(reading.expression)[before:]
            self.pairs.append((reading, _with_none(column, reading.expression).__next__))
        if first:
            self.advance()

    def advance(self) -> None:
        """Move every reading to the next bar."""
        for reading, take in self.pairs:
            reading.previous = reading.value
            reading.value = take()


def _with_none(column: Column, source: Expression) -> Iterator[Any]:
    """Give a column's values one by one, None where there is none, and conditions as booleans."""
    condition = is_condition(source)
    parts = (column[first : first + _CHUNK] for first in range(0, len(column), _CHUNK))
    return chain.from_iterable(_present(part, condition=condition) for part in parts)


def _present(part: Column, *, condition: bool) -> list[Any]:
    values: list[Any] = (part == 1.0).tolist() if condition else part.tolist()
    for index in np.flatnonzero(np.isnan(part)).tolist():
        values[index] = None
    return values


class StreamFeed:
    """Feeds readings bar by bar, with no history."""

    def __init__(self, readings: ReadingSet) -> None:
        """Build the program."""
        self._readings = readings.readings
        self._conditions = [is_condition(reading.expression) for reading in self._readings]
        self._program = StreamProgram(reading.expression for reading in self._readings)

    def advance(self, fields: tuple[float, ...]) -> None:
        """Take one bar's fields and move every reading to it."""
        values = self._program.advance(fields)
        for reading, value, condition in zip(self._readings, values, self._conditions, strict=True):
            reading.previous = reading.value
            if value != value:  # noqa: PLR0124 -- NaN is what differs from itself
                reading.value = None
            else:
                reading.value = value == 1.0 if condition else value
