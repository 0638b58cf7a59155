"""The rows of a page: what is put together and what is unpacked again."""

import base64
import zlib
from itertools import pairwise
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from propbots.report.day import to_day_columns
from propbots.report.drawdown import compute_drawdowns
from propbots.report.page.rows import encode_distances, encode_levels, encode_steady, to_rows
from report_builders import a_record, a_walked_record, an_account, bars_of


def decode(column: dict[str, Any]) -> NDArray[np.float64]:
    """Unpack a column as the page's scripts do."""
    raw = np.frombuffer(zlib.decompress(base64.b64decode(column["data"])), dtype="<" + np.dtype(column["type"]).str[1:])
    return raw.astype(np.float64)


integers = st.lists(st.integers(-(2**52), 2**52), max_size=40).map(lambda values: np.array(values, dtype=np.int64))


@given(integers)
def test_distances_are_unpacked_as_they_were(values: NDArray[np.int64]) -> None:
    assert decode(encode_distances(values)).tolist() == values.tolist()


@given(integers)
def test_levels_are_unpacked_as_they_were(values: NDArray[np.int64]) -> None:
    column: dict[str, Any] = encode_levels(values)

    assert (np.cumsum(decode(column)) + column["first"]).tolist() == values.tolist()


@given(st.lists(st.sampled_from([1.0, 2.5, np.nan]), max_size=30))
def test_steady_columns_are_told_by_their_changes(values: list[float]) -> None:
    column: dict[str, Any] = encode_steady(np.array(values, dtype=np.float64))

    unpacked: list[float] = []
    for row, value in zip(column["row"], column["value"], strict=True):
        unpacked += unpacked[-1:] * (row - len(unpacked)) + [np.nan if value is None else value]
    unpacked += unpacked[-1:] * (len(values) - len(unpacked))
    np.testing.assert_array_equal(unpacked, values)
    assert all(one != other for one, other in pairwise(column["value"]))


@pytest.mark.parametrize(
    ("value", "width"),
    [(127, "int8"), (-128, "int8"), (128, "int16"), (-32_769, "int32"), (2**31 - 1, "int32"), (2**31, "float64")],
)
def test_a_column_is_as_narrow_as_its_values_allow(value: int, width: str) -> None:
    assert encode_distances(np.array([0, value]))["type"] == width


def test_a_short_run_has_a_row_for_each_bar() -> None:
    record = a_walked_record(days=3, trades=5, bars_per_day=40)

    rows = to_rows(record, to_day_columns(record))

    assert rows.bars_per_row == 1
    assert rows.first_bar.tolist() == list(range(120))
    assert rows.close.tolist() == record.bars.close.tolist()
    assert rows.equity_low.tolist() == record.account.equity_low.tolist()


def test_a_long_run_is_put_together_day_by_day() -> None:
    record = a_walked_record(days=3, trades=5, bars_per_day=40)

    rows = to_rows(record, to_day_columns(record), rows_max=10)

    assert rows.bars_per_row == 12
    assert rows.first_bar.tolist() == [0, 12, 24, 36, 40, 52, 64, 76, 80, 92, 104, 116]


@pytest.mark.parametrize("rows_max", [1, 7, 50, 119])
def test_a_row_says_what_its_bars_say_together(rows_max: int) -> None:
    record = a_walked_record(days=3, trades=5, bars_per_day=40)
    bars, account = record.bars, record.account
    falls = compute_drawdowns(account.equity, 5_000_000)
    assert account.floor is not None

    rows = to_rows(record, to_day_columns(record), rows_max=rows_max)

    assert rows.floor is not None
    edges = [*rows.first_bar.tolist(), len(bars)]
    for row, (first, stop) in enumerate(pairwise(edges)):
        assert rows.open[row] == bars.open[first]
        assert rows.close[row] == bars.close[stop - 1]
        assert rows.high[row] == bars.high[first:stop].max()
        assert rows.low[row] == bars.low[first:stop].min()
        assert rows.equity[row] == account.equity[stop - 1]
        assert rows.equity_low[row] == account.equity_low[first:stop].min()
        assert rows.equity_high[row] == account.equity_high[first:stop].max()
        assert rows.drawdown[row] == falls[first:stop].max()
        assert rows.floor[row] == account.floor[first:stop].max()
        assert len(set(account.day[first:stop])) == 1


def test_each_bar_is_found_in_its_row() -> None:
    record = a_walked_record(days=3, trades=5, bars_per_day=40)

    rows = to_rows(record, to_day_columns(record), rows_max=10)

    assert rows.find(np.array([0, 11, 12, 39, 40, 119])).tolist() == [0, 0, 1, 3, 4, 11]


def test_no_bars_make_no_rows() -> None:
    bars = bars_of([])
    record = a_record(bars=bars, account=an_account(bars, [], floor=[]))

    rows = to_rows(record, to_day_columns(record))

    assert len(rows.time) == 0
