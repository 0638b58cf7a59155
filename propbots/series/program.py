"""Working out expressions: over whole columns, or bar by bar; equal parts are computed once."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from math import nan
from typing import Any

import attrs
import numpy as np
from numpy.typing import NDArray

from propbots.series.expression import (
    FIELDS,
    BarField,
    Column,
    Constant,
    Expression,
    OnFeed,
    Streamer,
    as_expression,
)

__all__ = ["FIELDS", "ColumnProgram", "FeedColumns", "StreamProgram"]


@attrs.frozen(eq=False)
class FeedColumns:
    """Another feed, as the bars of the main one see it.

    Attributes:
        fields: Of its bars, as columns of equal length, by name.
        last: For each bar of the main feed, the index of the other's last bar that had closed by then; -1 before the
            first, int64.
    """

    fields: Mapping[str, Column]
    last: NDArray[np.int64]

    def spread(self, column: Column) -> Column:
        """Return values of the feed's bars at the bars of the main one, NaN before the first."""
        return np.append(column, nan)[self.last]


def _know_none(feed: str) -> FeedColumns:
    raise KeyError(f"there is no feed {feed!r} here")


class ColumnProgram:
    """Works expressions out over whole columns, equal parts once, and keeps a part no longer than it is needed.

    Args:
        fields: The bar's fields as columns of equal length, by name.
        find: Returns another feed by its name.
    """

    def __init__(self, fields: Mapping[str, Column], find: Callable[[str], FeedColumns] = _know_none) -> None:
        """Start with nothing worked out."""
        self._fields = fields
        self._find = find
        self._known: dict[Expression, Any] = {}
        self._uses: Counter[Expression] = Counter()

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
        return next(self.compute_each([wanted]))

    def compute_each(self, wanted: Iterable[Expression]) -> Iterator[Column]:
        """Give the values of expressions one after the other; parts that they share are worked out once.

        Raises:
            KeyError: If one reads a field that was not given.
            TypeError: If one is an indicator of several values and none is named.
        """
        expressions = [as_expression(one) for one in wanted]
        self._known, self._uses = {}, Counter()
        for one in expressions:
            self._count(one)
        for one in expressions:
            yield self._take(one)

    def _count(self, wanted: Expression) -> None:
        """Count how often each part will be taken."""
        self._uses[wanted] += 1
        if self._uses[wanted] == 1:
            for part in wanted.inputs:
                self._count(part)

    def _take(self, wanted: Expression) -> Any:
        """Return a part, worked out when it is first taken and let go when it is taken for the last time."""
        if isinstance(wanted, BarField):
            return self._fields[wanted.name]
        if wanted not in self._known:
            self._known[wanted] = self._work_out(wanted)
        self._uses[wanted] -= 1
        return self._known[wanted] if self._uses[wanted] else self._known.pop(wanted)

    def _work_out(self, wanted: Expression) -> Any:
        if isinstance(wanted, Constant):
            return np.full(self.size, wanted.value)
        if isinstance(wanted, OnFeed):
            feed = self._find(wanted.feed)
            return feed.spread(ColumnProgram(feed.fields).compute(wanted.source))
        with np.errstate(all="ignore"):
            return wanted.compute_column(*(self._take(part) for part in wanted.inputs))


class StreamProgram:
    """Works expressions out one bar at a time, each part once a bar.

    Attributes:
        feeds: The names of the other feeds that it must be given the bars of.

    Args:
        wanted: The expressions whose values are asked for.
        is_own: Whether a feed's name is another one of the feed that it is given the bars of.
    """

    def __init__(self, wanted: Iterable[Expression], is_own: Callable[[str], bool] = lambda _: False) -> None:
        """Order the parts so that each comes after those that it is made from.

        Raises:
            TypeError: If one is an indicator of several values and none is named.
        """
        self._is_own = is_own
        self._slots: dict[Expression, int] = {BarField(name): slot for slot, name in enumerate(FIELDS)}
        self._constants: list[tuple[int, float]] = []
        self._elsewhere: dict[str, list[tuple[int, Expression]]] = {}
        self._steps: list[tuple[int, Streamer, tuple[int, ...]]] = []
        self._results = [self._place(as_expression(expression)) for expression in wanted]
        self._programs = {
            feed: StreamProgram(source for _, source in places) for feed, places in self._elsewhere.items()
        }
        self._latest = {slot: nan for places in self._elsewhere.values() for slot, _ in places}

    @property
    def feeds(self) -> list[str]:
        """The names of the other feeds that it must be given the bars of."""
        return list(self._programs)

    def _place(self, wanted: Expression) -> int:
        if wanted in self._slots:
            return self._slots[wanted]
        if isinstance(wanted, OnFeed) and self._is_own(wanted.feed):
            return self._place(wanted.source)
        parts = tuple(self._place(part) for part in wanted.inputs)
        slot = len(self._slots)
        self._slots[wanted] = slot
        if isinstance(wanted, Constant):
            self._constants.append((slot, wanted.value))
        elif isinstance(wanted, OnFeed):
            self._elsewhere.setdefault(wanted.feed, []).append((slot, wanted.source))
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
        for slot, value in self._latest.items():
            values[slot] = value
        for slot, streamer, parts in self._steps:
            values[slot] = streamer(*[values[part] for part in parts])
        return [values[slot] for slot in self._results]

    def advance_feed(self, feed: str, fields: "tuple[float, ...]") -> None:
        """Take one finished bar of another feed, before the bar of the main one that sees it.

        Args:
            feed: Its name, as the expressions have it.
            fields: The bar's fields as floats, in the order of `FIELDS`.
        """
        values = self._programs[feed].advance(fields)
        self._latest.update(zip((slot for slot, _ in self._elsewhere[feed]), values, strict=True))
