"""How long the bars of a file last."""

from collections import Counter
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from propbots_files.timeframe import commonest_spacing


@pytest.mark.parametrize(
    ("times", "expected"),
    [
        ([], None),
        ([5], None),
        ([5, 5, 5], None),
        ([0, 60], 60),
        ([0, 60, 120, 500, 560], 60),
        ([0, 60, 60, 0, 120], 60),
        ([0, 1, 61, 121, 181], 60),
        ([0, 60, 180], 60),
    ],
)
def test_the_commonest_spacing_is_found(times: list[int], expected: int | None) -> None:
    assert commonest_spacing(np.array(times, dtype=np.int64)) == expected


@given(st.lists(st.integers(0, 50), min_size=1))
def test_it_is_the_smallest_of_the_commonest(times: list[int]) -> None:
    counts = Counter(later - earlier for earlier, later in pairwise(sorted(set(times))))
    expected = min((spacing for spacing in counts if counts[spacing] == max(counts.values())), default=None)

    assert commonest_spacing(np.array(times, dtype=np.int64)) == expected
