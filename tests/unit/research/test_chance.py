"""Shares with their intervals, means, and the drawing of days."""

import numpy as np
import pytest
from scipy.stats import binomtest

from propbots.research.chance import Chance, Mean, draw_days


@pytest.mark.parametrize(("hits", "of"), [(0, 10), (1, 10), (5, 10), (10, 10), (137, 1_000), (9_999, 10_000)])
def test_an_interval_is_wilsons(hits: int, of: int) -> None:
    expected = binomtest(hits, of).proportion_ci(method="wilson")

    assert Chance(hits, of).interval == pytest.approx((expected.low, expected.high))


def test_of_no_attempts_everything_is_possible() -> None:
    assert (Chance(0, 0).share, Chance(0, 0).interval) == (0.0, (0.0, 1.0))


def test_a_mean_of_one_number_is_sure_of_nothing() -> None:
    mean = Mean.of(np.array([7]))

    assert (mean.value, mean.low, mean.high) == (7.0, float("-inf"), float("inf"))


def test_the_interval_of_a_mean_holds_it_in_95_of_100_drawings() -> None:
    random = np.random.default_rng(4)
    means = [Mean.of(random.integers(-500, 700, 400)) for _ in range(2_000)]

    held = sum(mean.low <= 99.5 <= mean.high for mean in means) / len(means)

    assert 0.935 < held < 0.965


def test_days_are_drawn_in_blocks_and_the_first_follows_the_last() -> None:
    draws = draw_days(np.random.default_rng(0), 7, 500, 12, 5)

    assert draws.shape == (500, 12)
    within = [place for place in range(1, 12) if place % 5]
    assert np.all(draws[:, within] == (draws[:, [place - 1 for place in within]] + 1) % 7)
    assert sorted(set(draws[:, 0].tolist())) == list(range(7))


def test_every_day_is_drawn_as_often_as_any_other() -> None:
    draws = draw_days(np.random.default_rng(1), 10, 20_000, 13, 4)

    counts = np.bincount(draws.ravel(), minlength=10) / draws.size
    assert np.abs(counts - 0.1).max() < 0.002


def test_the_same_seed_draws_the_same_days() -> None:
    one, other = (draw_days(np.random.default_rng(9), 30, 50, 20, 5) for _ in range(2))

    assert np.array_equal(one, other)
