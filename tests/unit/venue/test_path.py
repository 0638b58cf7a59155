"""The known paths of a bar."""

import pytest

from propbots.domain.bar import Bar
from propbots.venue.path import PathPolicy, known_path
from stage import a_feed


def a_bar(open_: int, high: int, low: int, close: int) -> Bar:
    return Bar(0, 1, open_, high, low, close, 1.0, a_feed())


@pytest.mark.parametrize(
    ("policy", "path"),
    [
        (PathPolicy.OHLC, (110, 95, 101)),
        (PathPolicy.OLHC, (95, 110, 101)),
        (PathPolicy.NEAREST_EXTREME, (95, 110, 101)),
    ],
)
def test_a_policy_visits_both_extremes_and_ends_at_the_close(policy: PathPolicy, path: tuple[int, int, int]) -> None:
    assert known_path(policy, a_bar(100, 110, 95, 101)) == path


@pytest.mark.parametrize(("high", "low", "first"), [(104, 95, 104), (106, 95, 95), (105, 95, 105), (100, 100, 100)])
def test_the_nearest_extreme_comes_first_and_of_two_as_near_the_high(high: int, low: int, first: int) -> None:
    assert known_path(PathPolicy.NEAREST_EXTREME, a_bar(100, high, low, 100))[0] == first
