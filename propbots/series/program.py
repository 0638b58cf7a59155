"""Working out expressions: over whole columns, or bar by bar; equal parts are computed once."""

from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np

from propbots.series.expression import FIELDS, BarField, Column, Constant, Expression, Streamer, as_expression

__all__ = ["FIELDS", "ColumnProgram", "StreamProgram"]


class ColumnProgram:
    """Works expressions out over whole columns and remembers each part that it worked out.

    Args:
        fields: The bar's fields as columns of equal length, by name.
    """

    def __init__(self, fields: Mapping[str, Column]) -> None:
        """Start with nothing worked out."""
        self._fields = fields
        self._known: dict[Expression, Any] = {}

    @property
    def size(self) -> int:
        """How many bars there are."""
        return len(self._fields["close"])

    def compute(self, wanted: Expression) -> Column:
        """Return an expression's values on all bars, NaN where it has none.

        Raises:
            KeyError: If it reads a field that was not given.
            TypeError: If it is an indicator of several values and none is named.
        """
        column: Column = self._compute(as_expression(wanted))
        return column

    def forget(self) -> None:
        """Give back the memory of the parts."""
        self._known.clear()

    def _compute(self, wanted: Expression) -> Any:
        if isinstance(wanted, BarField):
            return self._fields[wanted.name]
        known = self._known.get(wanted)
        if known is None:
            known = self._work_out(wanted)
            self._known[wanted] = known
        return known

    def _work_out(self, wanted: Expression) -> Any:
        if isinstance(wanted, Constant):
            return np.full(self.size, wanted.value)
        with np.errstate(all="ignore"):
            return wanted.compute_column(*(self._compute(part) for part in wanted.inputs))


class StreamProgram:
    """Works expressions out one bar at a time, each part once a bar.

    Args:
        wanted: The expressions whose values are asked for.
    """

    def __init__(self, wanted: Iterable[Expression]) -> None:
        """Order the parts so that each comes after those that it is made from.

        Raises:
            TypeError: If one is an indicator of several values and none is named.
        """
        self._slots: dict[Expression, int] = {BarField(name): slot for slot, name in enumerate(FIELDS)}
        self._constants: list[tuple[int, float]] = []
        self._steps: list[tuple[int, Streamer, tuple[int, ...]]] = []
        self._results = [self._place(as_expression(expression)) for expression in wanted]

    def _place(self, wanted: Expression) -> int:
        if wanted in self._slots:
            return self._slots[wanted]
        parts = tuple(self._place(part) for part in wanted.inputs)
        slot = len(self._slots)
        self._slots[wanted] = slot
        if isinstance(wanted, Constant):
            self._constants.append((slot, wanted.value))
        else:
            self._steps.append((slot, wanted.build_streamer(), parts))
        return slot

    def advance(self, fields: "tuple[float, ...]") -> list[Any]:
        """Take one bar.

        Args:
            fields: The bar's fields as floats, in the order of `FIELDS`.

        Returns:
            The value of each wanted expression, in their order.
        """
        values: list[Any] = [0.0] * len(self._slots)
        values[: len(fields)] = fields
        for slot, number in self._constants:
            values[slot] = number
        for slot, streamer, parts in self._steps:
            values[slot] = streamer(*[values[part] for part in parts])
        return [values[slot] for slot in self._results]
