"""How long expressions warm up: what their indicators say, added up along the longest way."""

from propbots.series.expression import close, crosses_above, high
from propbots.series.warm_up import count_lookback, count_settled
from series_samples import Momentum


def test_a_field_has_a_value_at_once() -> None:
    assert (count_lookback(close), count_settled(close)) == (0, 0)


def test_an_indicator_of_an_indicator_waits_for_both() -> None:
    assert count_lookback(Momentum(Momentum(close, 3), 5)) == 8


def test_a_lag_waits_for_its_bars() -> None:
    assert count_lookback(crosses_above(Momentum(close, 3), high.lag(2))) == 4


def test_the_longest_way_counts() -> None:
    assert count_lookback(Momentum(close, 3) + Momentum(close, 9)) == 9


def test_what_lies_on_another_feed_counts_that_feeds_bars() -> None:
    made = Momentum(close, 7).on("1h") > close.lag(2)

    assert (count_lookback(made), count_settled(made)) == (7, 7)
