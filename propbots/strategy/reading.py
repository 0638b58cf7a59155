"""Where an event strategy reads the values of the expressions that it declared."""

from collections.abc import Callable, Iterator
from itertools import chain, repeat
from typing import Any

import numpy as np

from propbots.domain.bar import Bar
from propbots.series.expression import Column, Expression, OnFeed, is_condition
from propbots.series.program import ColumnProgram, StreamProgram

__all__ = ["ColumnFeed", "Reading", "StreamFeed"]

_CHUNK = 4_096


class Reading:
    """The value of an expression on the current bar.

    An expression that as a whole is on another feed moves with that feed's bars.

    Attributes:
        expression: As it was declared.
        feed: The other feed with whose bars it moves; empty for the main one.
        source: What is worked out on that feed's bars.
        value: None until the expression has one; a float, or a bool for a condition.
        previous: The value on the feed's bar before.
    """

    __slots__ = ("expression", "feed", "previous", "source", "value")

    def __init__(self, expression: Expression, *, is_on_main: bool = False) -> None:
        """Start without a value; the feed that it is on may be the main one by its name."""
        self.expression = expression
        self.feed, self.source = "", expression
        if isinstance(expression, OnFeed):
            self.feed, self.source = "" if is_on_main else expression.feed, expression.source
        self.value: Any = None
        self.previous: Any = None


class ColumnFeed:
    """Feeds readings from columns that were worked out before, a chunk of Python numbers at a time."""

    def __init__(self, readings: list[Reading], program: ColumnProgram, first: int = 0) -> None:
        """Work the columns out, and stand before the bar of an index."""
        before = max(first - 2, 0)  # another feed's value and the one before it are read before its next bar comes
        self._readings = readings
        expressions = [reading.source for reading in self._readings]
        columns = zip(program.compute_each(expressions), expressions, strict=True)
        values = [_with_none(column[before:], expression) for column, expression in columns]
        self._take = (zip(*values, strict=True) if values else repeat(())).__next__
        for _ in range(before, first):
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
    """Feeds readings bar by bar, with no history.

    Attributes:
        program: What works them out.
    """

    def __init__(self, readings: list[Reading], is_own: Callable[[str], bool] = lambda _: False) -> None:
        """Build the program; a feed's name may be another one of the feed that it is given the bars of."""
        self._readings = readings
        self._conditions = [is_condition(reading.source) for reading in self._readings]
        self.program = StreamProgram((reading.source for reading in self._readings), is_own)

    def advance(self, fields: tuple[float, ...]) -> None:
        """Take one bar's fields and move every reading to it."""
        values = self.program.advance(fields)
        for reading, value, condition in zip(self._readings, values, self._conditions, strict=True):
            reading.previous = reading.value
            if value != value:  # noqa: PLR0124 -- NaN is what differs from itself
                reading.value = None
            else:
                reading.value = value == 1.0 if condition else value
