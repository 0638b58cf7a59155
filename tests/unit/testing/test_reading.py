"""Zeros in columns of prices: those that stand for nothing, and those that were traded."""

from math import nan

import numpy as np
import pytest

from propbots.testing.reading import stands_for_nothing


@pytest.mark.parametrize(
    ("prices", "expected"),
    [
        ([], False),
        ([nan, nan], False),
        ([5_000.0, nan, 5_001.0], False),
        ([0.0, 0.0], True),
        ([0.0, nan], True),
        ([5_000.0, 0.0, 5_001.0], True),
        ([-37.0, 0.0, -36.5], True),
        ([2.0, 1.0, 0.5, 0.0, -0.5], False),
    ],
)
def test_zero_is_a_price_only_where_others_come_near_it(prices: list[float], expected: bool) -> None:
    assert stands_for_nothing(np.array(prices)) is expected
