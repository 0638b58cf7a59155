"""Joining the rows of a file's parts."""

import gzip
from collections.abc import Callable

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from propbots.api.data import BarTable
from propbots_files.rows import Rows, join_rows


def a_part(start: int, count: int) -> Rows:
    row = np.arange(start, start + count)
    return Rows(row, row * 60, tuple(row.astype(np.float64) + place / 8 for place in range(5)))


@given(st.lists(st.integers(0, 5), min_size=1), st.integers(0, 30))
def test_rows_stay_in_order_however_many_were_expected(counts: list[int], expected: int) -> None:
    starts = np.concatenate(([0], np.cumsum(counts))).tolist()
    rows = join_rows((a_part(*drawn) for drawn in zip(starts, counts, strict=False)), expected)
    whole = a_part(0, sum(counts))

    assert rows.row.tolist() == whole.row.tolist()
    assert rows.time.tolist() == whole.time.tolist()
    assert [values.tolist() for values in rows.numbers] == [values.tolist() for values in whole.numbers]


def test_a_packed_file_is_read_whole_though_its_size_says_little(read: Callable[..., BarTable]) -> None:
    lines = [f"{1_700_000_000 + 60 * row},1,2,1,2,5\n" for row in range(200_000)]
    table = read(gzip.compress(("time,open,high,low,close,volume\n" + "".join(lines)).encode(), 1))

    assert (table.row == np.arange(2, 200_002)).all()
    assert (table.close == 2).all()
