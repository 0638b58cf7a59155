"""Where an event strategy reads the values of the expressions that it declared."""

from collections.abc import Callable, Iterator
from itertools import chain, repeat
from typing import Any

import numpy as np

from propbots.domain.bar import Bar
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
    """Feeds readings from columns that were worked out before, a chunk of Python numbers at a time."""

    def __init__(self, readings: ReadingSet, program: ColumnProgram, first: int = 0) -> None:
        """Work the columns out, and stand before the bar of an index."""
        before = max(first - 1, 0)
        self._readings = readings.readings
        expressions = [reading.expression for reading in self._readings]
        columns = zip(program.compute_each(expressions), expressions, strict=True)
        values = [_with_none(column[before:], expression) for column, expression in columns]
        self._take = (zip(*values, strict=True) if values else repeat(())).__next__
        if first:
            self.advance()

    def advance(self) -> None:
        """Move every reading to the next bar."""
        for reading, value in zip(self._readings, self._take(), strict=True):
            reading.previous = reading.value
            reading.value = value

    def before(self, handle: Callable[[Bar], None]) -> Callable[[Bar], None]:
        """Return a handler of bars that moves the readings on and then calls another.

        Most strategies read one value or two. For them the loop over the readings is written out, since it runs at
        every bar and would cost more than what the strategy does there.
        """
        take = self._take
        match self._readings:
            case []:
                return handle
            case [only]:

                def on_bar(bar: Bar) -> None:
                    only.previous = only.value
                    (only.value,) = take()
                    handle(bar)

            case [one, other]:

                def on_bar(bar: Bar) -> None:
                    one.previous, other.previous = one.value, other.value
                    one.value, other.value = take()
                    handle(bar)

            case _:

                def on_bar(bar: Bar) -> None:
                    self.advance()
                    handle(bar)

        return on_bar


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
