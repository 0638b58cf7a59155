"""Readings show the value of the current bar and of the one before, from columns and from the stream alike."""

import numpy as np
import pytest

from propbots.series.expression import Expression, close
from propbots.series.program import FIELDS, ColumnProgram
from propbots.strategy.declarations import Declarations
from propbots.strategy.reading import ColumnFeed, Reading, StreamFeed
from series_samples import Momentum

CLOSES = [1.0, 2.0, 4.0, 3.0]


def declared(*expressions: Expression) -> tuple[list[Reading], list[Reading]]:
    declarations = Declarations()
    readings = [declarations.declare(expression) for expression in expressions]
    return declarations.readings, readings


def a_program() -> ColumnProgram:
    return ColumnProgram({"close": np.array(CLOSES)})


def fields_of(price: float) -> tuple[float, ...]:
    return tuple(price if name == "close" else 0.0 for name in FIELDS)


def test_a_column_feed_moves_every_reading_to_the_next_bar() -> None:
    readings, (change, above) = declared(Momentum(close, 1), close > 2.0)
    feed = ColumnFeed(readings, a_program())
    seen = []
    for _ in CLOSES:
        feed.advance()
        seen.append((change.value, change.previous, above.value))

    assert seen == [(None, None, False), (1.0, None, False), (2.0, 1.0, True), (-1.0, 2.0, True)]


def test_a_stream_feed_shows_the_same() -> None:
    readings, (change, above) = declared(Momentum(close, 1), close > 2.0)
    feed = StreamFeed(readings)
    seen = []
    for price in CLOSES:
        feed.advance(fields_of(price))
        seen.append((change.value, change.previous, above.value))

    assert seen == [(None, None, False), (1.0, None, False), (2.0, 1.0, True), (-1.0, 2.0, True)]


def test_a_column_feed_that_starts_later_stands_on_the_bar_before() -> None:
    readings, (change,) = declared(Momentum(close, 1))
    feed = ColumnFeed(readings, a_program(), first=2)

    before = change.value
    feed.advance()

    assert before == 1.0
    assert (change.value, change.previous) == (2.0, 1.0)


@pytest.mark.parametrize("first", [0, 3])
def test_a_feed_without_readings_advances_all_the_same(first: int) -> None:
    readings, _ = declared()
    feed = ColumnFeed(readings, a_program(), first=first)

    feed.advance()

    assert readings == []


def test_a_condition_without_a_value_is_none_and_not_false() -> None:
    readings, (rises,) = declared(Momentum(close, 1) > 0.0)
    feed = ColumnFeed(readings, a_program())

    feed.advance()
    first = rises.value
    feed.advance()

    assert first is None
    assert rises.value is True
