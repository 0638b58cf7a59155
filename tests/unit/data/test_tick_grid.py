"""Ticks as found become whole steps, or are refused with the row and the column."""

from decimal import Decimal

import attrs
import numpy as np
import pytest

from propbots.data.table import DataSource
from propbots.data.tick_grid import to_ticks
from propbots.data.tick_table import TickTable
from propbots.data.ticks import TickColumns
from propbots.domain.instrument import AssetClass, Instrument
from propbots.domain.tick import QuoteTick, TradeTick
from propbots.errors import DataCorrupt

THING = Instrument("THING", AssetClass.FUTURES, Decimal("0.25"), Decimal(5), quantity_step=Decimal("0.1"))
Row = tuple[int, float | None, float | None, float | None, float | None, float | None, float | None]
"""Time, bid, ask, last, and the sizes of each."""


def a_table(*rows: Row) -> TickTable:
    columns = [np.array([np.nan if value is None else value for value in column]) for column in zip(*rows, strict=True)]
    time, bid, ask, last, bid_size, ask_size, size = columns
    row = np.arange(2, len(rows) + 2)
    source = DataSource("ticks.csv", "csv", "0")
    return TickTable(time.astype(np.int64), bid, ask, last, bid_size, ask_size, size, row, source)


def a_quote(time: int, bid: float | None, ask: float | None, *sizes: float) -> Row:
    bid_size, ask_size = sizes or (None, None)
    return (time, bid, ask, None, bid_size, ask_size, None)


def a_print(time: int, price: float, size: float | None = None) -> Row:
    return (time, None, None, price, None, None, size)


def rows_of(ticks: TickColumns) -> list[tuple[int, ...]]:
    return [
        (one.event_time_ns, one.bid_steps, one.ask_steps, one.bid_quantity_steps, one.ask_quantity_steps)
        if isinstance(one, QuoteTick)
        else (one.event_time_ns, one.price_steps, one.quantity_steps)
        for one in ticks.ticks()
    ]


def test_quotes_and_prints_become_whole_steps() -> None:
    ticks = to_ticks(a_table(a_quote(10, 100.25, 100.5, 1.5, 2), a_print(20, 100.5, 0.3)), THING)

    assert rows_of(ticks) == [(10, 401, 402, 15, 20), (20, 402, 3)]
    assert ticks.has_quotes
    assert ticks.has_trades
    assert ticks.rows == 2
    assert ticks.span == (10, 20)


def test_a_row_with_both_is_a_quote_and_then_a_print() -> None:
    ticks = to_ticks(a_table((10, 100.0, 100.25, 100.25, None, None, 1.0), a_print(11, 100.0, 1)), THING)

    assert rows_of(ticks) == [(10, 400, 401, 0, 0), (11, 401, 10), (12, 400, 10)]


def test_a_side_that_a_row_does_not_tell_stands_as_it_stood() -> None:
    rows = a_quote(1, 100, None), a_quote(2, None, 100.5, 0, 3), a_quote(3, 100.25, None, 4, 0), a_print(4, 100.5)
    ticks = to_ticks(a_table(*rows), THING)

    assert rows_of(ticks) == [(2, 400, 402, 0, 30), (3, 401, 402, 40, 30), (4, 402, 0)]


def test_identical_prints_are_trades_of_their_own_and_keep_their_order() -> None:
    ticks = to_ticks(a_table(a_print(5, 100, 1), a_print(5, 100, 1), a_print(5, 99.75, 2), a_print(6, 100, 1)), THING)

    assert rows_of(ticks) == [(5, 400, 10), (6, 400, 10), (7, 399, 20), (8, 400, 10)]


@pytest.mark.parametrize(
    ("size", "steps"), [(None, 0), (0, 0), (0.3, 3), (0.7, 7), (0.29, 2), (0.01, 1), (0.05, 1), (12.34, 123)]
)
def test_sizes_are_cut_to_whole_steps_but_never_to_nothing(size: float | None, steps: int) -> None:
    assert rows_of(to_ticks(a_table(a_print(1, 100, size)), THING)) == [(1, 400, steps)]


def test_prices_between_two_ticks_are_rounded_and_counted_when_asked() -> None:
    ticks = to_ticks(a_table(a_quote(1, 100.1, 100.3), a_print(2, 100.2)), THING, round_off_grid=True)

    assert rows_of(ticks) == [(1, 400, 401, 0, 0), (2, 401, 0)]
    assert ticks.rounded == 3


def test_prices_of_zero_and_below_are_taken_where_the_instrument_says_so() -> None:
    below = attrs.evolve(THING, negative_prices=True)

    assert rows_of(to_ticks(a_table(a_quote(1, -0.25, 0), a_print(2, 0)), below)) == [(1, -1, 0, 0, 0), (2, 0, 0)]


SOUND = a_print(1, 100)
FAULTS = {
    "backwards": ((a_print(2, 100), SOUND), "row 3, column time: must not be before the row above"),
    "nothing told": (
        (SOUND, a_quote(2, None, None)),
        "row 3, column last: must be a price where bid and ask are empty",
    ),
    "infinite": ((SOUND, a_print(2, np.inf)), "row 3, column last: must be a finite number"),
    "zero": ((SOUND, a_quote(2, 0, 1)), "row 3, column bid: must be above 0"),
    "negative size": (
        (SOUND, a_print(2, 100, -1)),
        r"row 3, column size: must be a finite number, 0 or more \(was -1\)",
    ),
    "crossed": (
        (SOUND, a_quote(2, 100.5, 100.25)),
        r"row 3, column bid: must not be above the ask \(was 100.5 with an ask of 100.25\)",
    ),
    "crossed by one side": (
        (a_quote(1, 100, 100.25), a_quote(2, 100.5, None)),
        r"row 3, column bid: must not be above the ask \(was 100.5 with an ask of 100.25\)",
    ),
    "off the grid": (
        (SOUND, a_quote(2, 100, 100.3)),
        r"row 3, column ask: 100.3 is off the tick grid of THING \(0.25\)",
    ),
    "beyond counting": ((SOUND, a_print(2, 1e18)), "row 3, column last: 1e.18 cannot be counted in ticks"),
    "size beyond counting": ((SOUND, a_print(2, 100, 1e18)), "row 3, column size: 1e.18 cannot be counted in steps"),
}


@pytest.mark.parametrize(("rows", "words"), FAULTS.values(), ids=FAULTS)
def test_what_cannot_be_is_refused_with_row_and_column(rows: tuple[Row, ...], words: str) -> None:
    with pytest.raises(DataCorrupt, match=rf"ticks\.csv: {words}"):
        to_ticks(a_table(*rows), THING)


def test_an_empty_table_is_refused() -> None:
    with pytest.raises(DataCorrupt, match="no ticks"):
        to_ticks(a_table(SOUND).select(slice(0)), THING)


def test_ticks_of_a_part_and_of_both_kinds_are_made_in_turn() -> None:
    ticks = to_ticks(a_table(a_quote(1, 100, 101), a_print(2, 100), a_quote(3, 100, 101), a_print(4, 101)), THING)

    kinds = [type(one) for one in ticks.ticks()]
    assert kinds == [QuoteTick, TradeTick, QuoteTick, TradeTick]
    assert rows_of(ticks.select(ticks.is_trade)) == [(2, 400, 0), (4, 404, 0)]
