"""Limit orders: at their price once the market has traded through it, at the open where that is better."""

import pytest

from propbots.venue.path import PathPolicy
from stage import bars, buy, modify, play, sell

QUIET = "100 100 100 100"


@pytest.mark.parametrize(
    ("bar", "fills"),
    [
        ("100 101 95 99", []),
        ("100 101 94 99", ["1 inside: buy 1 at 95 (signal)", "1 inside: sell 1 at 99 (end_of_data)"]),
    ],
)
def test_a_limit_fills_at_its_price_only_when_traded_through(bar: str, fills: list[str]) -> None:
    assert play(bars(QUIET, bar), {0: buy(limit_price=95)}).fills == fills


def test_a_limit_may_be_asked_to_fill_at_a_touch() -> None:
    story = play(bars(QUIET, "100 101 95 99"), {0: buy(limit_price=95)}, limit_through_ticks=0)

    assert story.fills[0] == "1 inside: buy 1 at 95 (signal)"


def test_a_limit_may_be_asked_to_wait_for_more_than_a_tick() -> None:
    columns = bars(QUIET, "100 101 93 99", "99 99 92 95")

    story = play(columns, {0: buy(limit_price=95)}, limit_through_ticks=3)

    assert story.fills[0] == "2 inside: buy 1 at 95 (signal)"


def test_a_limit_fills_at_the_open_that_is_better() -> None:
    assert play(bars(QUIET, "92 96 91 95"), {0: buy(limit_price=95)}).fills[0] == "1 open: buy 1 at 92 (signal)"
    assert play(bars(QUIET, "108 109 106 107"), {0: sell(limit_price=105)}).fills[0] == "1 open: sell 1 at 108 (signal)"


def test_an_open_at_the_limit_is_a_touch_and_fills_only_where_a_touch_is_enough() -> None:
    columns = bars(QUIET, "95 97 95 96")

    assert play(columns, {0: buy(limit_price=95)}).fills == []
    assert play(columns, {0: buy(limit_price=95)}, limit_through_ticks=0).fills[0] == "1 open: buy 1 at 95 (signal)"


def test_an_open_at_the_limit_fills_at_the_limit_once_the_bar_trades_through() -> None:
    story = play(bars(QUIET, "95 97 94 96"), {0: buy(limit_price=95)})

    assert story.fills[0] == "1 inside: buy 1 at 95 (signal)"


def test_a_limit_pays_no_slippage() -> None:
    story = play(bars(QUIET, "100 106 99 105"), {0: sell(limit_price=104)}, slippage=3)

    assert story.fills[0] == "1 inside: sell 1 at 104 (signal)"


def test_a_limit_on_the_wrong_side_of_the_market_fills_at_the_open() -> None:
    story = play(bars(QUIET, "100 101 99 100"), {0: buy(limit_price=110)})

    assert story.fills[0] == "1 open: buy 1 at 100 (signal)"


def test_a_modified_limit_works_at_its_new_price_from_the_next_bar_on() -> None:
    columns = bars(QUIET, "100 100 97 98", "98 98 96 97", "97 98 94 95")

    story = play(columns, {0: buy(limit_price=90, name="entry"), 2: modify("entry", limit_price=97)})

    assert story.fills[0] == "3 inside: buy 1 at 97 (signal)"


def test_a_modified_stop_works_at_its_new_price() -> None:
    story = play(
        bars(QUIET, QUIET, "100 103 100 103"), {0: buy(stop_price=110, name="e"), 1: modify("e", stop_price=102)}
    )

    assert story.fills[0] == "2 inside: buy 1 at 102 (signal)"


def test_a_modification_of_a_price_that_the_order_has_not_changes_nothing() -> None:
    story = play(
        bars(QUIET, QUIET, "100 103 90 95"), {0: buy(stop_price=110, name="e"), 1: modify("e", limit_price=95)}
    )

    assert story.fills == []
    assert story.accepted == [(None, 110)]


def test_a_limit_above_the_market_that_waits_for_more_than_a_tick_is_never_marked_outside_the_bar() -> None:
    """Short from 100, with a limit at 101 that fills at 98 of the market: nothing was ever worth less than at 100."""
    columns = bars(QUIET, QUIET, "100 100 97 98", "98 98 98 98")
    script = {0: sell(2), 1: buy(limit_price=101)}

    story = play(columns, script, limit_through_ticks=3)

    assert story.fills[1] == "2 inside: buy 1 at 101 (signal)"
    assert (story.money("equity_low")[2], story.money("equity_high")[2]) == (50_000, 50_020)


def test_a_stop_is_met_before_a_limit_at_its_price_that_must_be_traded_through() -> None:
    columns = bars(QUIET, QUIET, "100 100 90 92")
    script = {0: buy(), 1: [buy(limit_price=95, reason="added"), sell(stop_price=95, reduce_only=True, reason="left")]}

    story = play(columns, script)

    assert story.fills[1:3] == ["2 inside: sell 1 at 95 (left)", "2 inside: buy 1 at 95 (added)"]


@pytest.mark.parametrize("path", PathPolicy)
def test_two_targets_at_one_price_fill_at_that_price(path: PathPolicy) -> None:
    columns = bars(QUIET, QUIET, "100 108 99 105")

    story = play(columns, {0: [buy(take_profit=106), buy(take_profit=106)]}, path=path)

    assert [trade.exit_price for trade in story.trades] == [106, 106]


def test_an_order_that_waits_fills_at_its_limit_however_far_the_market_must_pass_it() -> None:
    twice = [buy(limit_price=97), buy(limit_price=97)]

    story = play(bars(QUIET, "100 100 90 99"), {0: twice}, limit_through_ticks=5)

    assert story.fills[:2] == ["1 inside: buy 1 at 97 (signal)"] * 2
