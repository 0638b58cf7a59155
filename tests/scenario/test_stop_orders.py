"""Stop orders: at their price, or at the open that gapped past them, and always a little worse with slippage."""

import pytest

from propbots.venue.path import PathPolicy
from stage import bars, buy, play, sell

QUIET = "100 100 100 100"


def test_a_stop_fills_at_its_price_when_the_bar_reaches_it() -> None:
    story = play(bars(QUIET, "100 105 99 104"), {0: buy(stop_price=103)})

    assert story.fills[0] == "1 inside: buy 1 at 103 (signal)"


def test_a_stop_needs_no_more_than_a_touch() -> None:
    assert play(bars(QUIET, "100 103 99 101"), {0: buy(stop_price=103)}).fills[0] == "1 inside: buy 1 at 103 (signal)"
    assert play(bars(QUIET, "100 102 99 101"), {0: buy(stop_price=103)}).fills == []


def test_a_stop_fills_at_the_open_that_gapped_past_it() -> None:
    story = play(bars(QUIET, "107 109 106 108"), {0: buy(stop_price=103)})

    assert story.fills[0] == "1 open: buy 1 at 107 (signal)"


def test_a_stop_at_the_very_open_fills_at_the_open() -> None:
    story = play(bars(QUIET, "103 104 102 103"), {0: buy(stop_price=103)})

    assert story.fills[0] == "1 open: buy 1 at 103 (signal)"


@pytest.mark.parametrize(
    ("opened", "filled"), [("98 99 90 95", "inside: sell 1 at 93"), ("91 92 90 91", "open: sell 1 at 89")]
)
def test_slippage_makes_a_stop_worse_at_its_price_and_at_the_open(opened: str, filled: str) -> None:
    story = play(bars(QUIET, opened), {0: sell(stop_price=95)}, slippage=2)

    assert story.fills[0] == f"1 {filled} (signal)"


def test_a_stop_on_the_wrong_side_of_the_market_fills_at_once() -> None:
    story = play(bars(QUIET, "100 101 99 100"), {0: sell(stop_price=110)})

    assert story.fills[0] == "1 open: sell 1 at 100 (signal)"


def test_a_stop_waits_for_many_bars() -> None:
    story = play(bars(QUIET, "100 102 99 101", "101 101 98 99", "99 104 99 103"), {0: buy(stop_price=104)})

    assert story.fills[0] == "3 inside: buy 1 at 104 (signal)"


def test_a_protective_stop_fills_where_the_market_gapped_to() -> None:
    story = play(bars(QUIET, QUIET, "90 92 88 91"), {0: buy(stop_loss=95)}, slippage=1)

    assert story.fills[1] == "2 open: sell 1 at 89 (stop)"


def test_a_stop_limit_that_triggers_fills_no_worse_than_its_limit() -> None:
    columns = bars(QUIET, "100 105 99 104")

    assert play(columns, {0: buy(stop_price=103, limit_price=104)}).fills[0] == "1 inside: buy 1 at 103 (signal)"
    slipped = play(columns, {0: buy(stop_price=103, limit_price=104)}, slippage=3)
    assert slipped.fills[0] == "1 inside: buy 1 at 104 (signal)"


def test_a_stop_limit_that_triggers_beyond_its_limit_rests_until_the_market_comes_back_through_it() -> None:
    columns = bars(QUIET, "106 107 105 106", "106 108 104 107", "107 107 103 105")

    story = play(columns, {0: buy(stop_price=103, limit_price=104)})

    assert story.fills[0] == "3 inside: buy 1 at 104 (signal)"


def test_a_stop_limit_with_a_limit_short_of_its_stop_rests_when_triggered() -> None:
    columns = bars(QUIET, "100 105 100 105", "105 106 101 104")

    story = play(columns, {0: buy(stop_price=103, limit_price=102)}, path=PathPolicy.OLHC)

    assert story.fills[0] == "2 inside: buy 1 at 102 (signal)"


def test_a_stop_limit_that_never_triggers_is_no_limit_order() -> None:
    story = play(bars(QUIET, "100 102 90 91"), {0: buy(stop_price=103, limit_price=104)})

    assert story.fills == []


def test_a_trailing_stop_stands_at_its_distance_from_the_next_open() -> None:
    story = play(bars(QUIET, "102 102 98 99", "99 99 97 98"), {0: sell(trail_ticks=5)})

    assert story.fills[0] == "2 inside: sell 1 at 97 (signal)"


@pytest.mark.parametrize("path", PathPolicy)
def test_a_trailing_stop_follows_the_market_and_never_comes_back(path: PathPolicy) -> None:
    rises = bars(QUIET, QUIET, "100 104 100 104", "106 110 106 108", "108 108 106 107", "107 107 104 106")

    story = play(rises, {0: buy(), 1: sell(trail_ticks=5, reduce_only=True)}, path=path)

    assert story.fills[1] == "5 inside: sell 1 at 105 (signal)"


@pytest.mark.parametrize("path", PathPolicy)
def test_a_trailing_buy_follows_a_fall(path: PathPolicy) -> None:
    falls = bars(QUIET, QUIET, "96 96 94 94", "94 94 90 94", "94 96 92 95")

    story = play(falls, {0: sell(), 1: buy(trail_ticks=5, reduce_only=True)}, path=path)

    assert story.fills[1] == "4 inside: buy 1 at 95 (signal)"


@pytest.mark.parametrize("path", PathPolicy)
def test_a_trailing_entry_of_a_flat_account_follows_the_market_too(path: PathPolicy) -> None:
    rises = bars(QUIET, "100 104 100 104", "104 110 106 108", "108 108 106 107", "107 107 104 106")

    story = play(rises, {0: sell(trail_ticks=5)}, path=path)

    assert story.fills[0] == "4 inside: sell 1 at 105 (signal)"


def test_a_trailing_stop_that_was_gapped_past_fills_at_the_open() -> None:
    story = play(bars(QUIET, "104 108 104 108", "99 100 98 99"), {0: sell(trail_ticks=5)}, slippage=1)

    assert story.fills[0] == "2 open: sell 1 at 98 (signal)"


def test_a_trailing_stop_of_a_bracket_starts_from_the_fill_and_follows() -> None:
    columns = bars(QUIET, "102 103 101 103", "103 108 105 108", "108 108 103 106")

    story = play(columns, {0: buy(trailing_stop_ticks=4)})

    assert story.accepted[1] == (None, 98)
    assert story.fills[1] == "3 inside: sell 1 at 104 (trailing_stop)"


@pytest.mark.parametrize("path", PathPolicy)
def test_a_trailing_stop_follows_an_open_that_gapped(path: PathPolicy) -> None:
    columns = bars(QUIET, QUIET, "110 110 103 109", "109 109 109 109")

    story = play(columns, {0: buy(trailing_stop_ticks=5)}, path=path)

    assert story.fills[1] == "2 inside: sell 1 at 105 (trailing_stop)"


def test_the_worst_case_draws_a_trailing_stop_before_it_is_met() -> None:
    """Up to 137 first, which draws the stop to 131, then down to 103: worse than holding on to the close at 136."""
    columns = bars(QUIET, QUIET, "103 137 103 136")

    story = play(columns, {0: buy(trailing_stop_ticks=6)})

    assert story.fills[1] == "2 inside: sell 1 at 131 (trailing_stop)"
