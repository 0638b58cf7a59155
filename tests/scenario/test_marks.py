"""The account is marked at every bar's worst and best point, and at its close."""

from decimal import Decimal

import pytest

from propbots.venue.path import PathPolicy
from stage import bars, buy, exit_, play, sell

QUIET = "100 100 100 100"


def test_a_position_is_marked_at_the_low_and_the_high_of_each_bar() -> None:
    columns = bars(QUIET, "100 105 98 103", "103 104 96 97", "97 101 97 101")

    story = play(columns, {0: buy(2)})

    assert story.money("equity_low") == [50_000, 49_960, 49_920, 49_940]
    assert story.money("equity_high") == [50_000, 50_100, 50_080, 50_020]
    assert story.money("equity") == [50_000, 50_060, 49_940, 50_020]
    assert story.money("balance") == [50_000, 50_000, 50_000, 50_020]


def test_a_short_position_is_at_its_worst_at_the_high() -> None:
    story = play(bars(QUIET, "100 105 98 103", QUIET), {0: sell()})

    assert story.money("equity_low")[1] == 49_950
    assert story.money("equity_high")[1] == 50_020


def test_commission_and_slippage_show_from_the_fill_on() -> None:
    """Bought at 102 for 2.50: at the open of 100 already 22.50 down, at the high of 105 27.50 up."""
    story = play(bars(QUIET, "100 105 99 100", QUIET), {0: buy()}, commission="2.50", slippage=2)

    assert story.money("equity_low")[1] == Decimal("49967.50")
    assert story.money("equity_high")[1] == Decimal("50027.50")
    assert story.money("equity")[1] == Decimal("49977.50")


def test_a_flat_account_does_not_move() -> None:
    story = play(bars(QUIET, "100 140 60 80", "80 90 20 30"), {})

    assert set(story.money("equity_low")) | set(story.money("equity_high")) == {Decimal(50_000)}


def test_the_bar_of_an_exit_at_the_open_is_marked_at_the_open_alone() -> None:
    story = play(bars(QUIET, QUIET, "104 130 70 90"), {0: buy(), 1: exit_()})

    assert (story.money("equity_low")[2], story.money("equity_high")[2]) == (50_040, 50_040)


def test_a_position_that_a_stop_closed_is_not_marked_beyond_it() -> None:
    story = play(bars(QUIET, QUIET, "100 102 80 90"), {0: buy(stop_loss=95)})

    assert story.money("equity_low")[2] == 49_950


def test_the_worst_case_marks_the_best_of_what_was_open_before_it_lets_the_stop_fill() -> None:
    columns = bars(QUIET, QUIET, "100 104 94 94")

    assert play(columns, {0: buy(stop_loss=95)}).money("equity_high")[2] == 50_040
    assert play(columns, {0: buy(stop_loss=95)}, path=PathPolicy.OLHC).money("equity_high")[2] == 50_000


def test_the_best_mark_is_no_better_than_the_target_that_would_have_closed_it() -> None:
    story = play(bars(QUIET, QUIET, "100 120 94 94"), {0: buy(stop_loss=95, take_profit=106)})

    assert story.money("equity_high")[2] == 50_060


@pytest.mark.parametrize(
    ("path", "low", "high"),
    [(PathPolicy.OHLC, 50_000, 50_060), (PathPolicy.OLHC, 49_950, 50_000), (PathPolicy.WORST_CASE, 49_950, 50_060)],
)
def test_what_is_marked_follows_the_path(path: PathPolicy, low: int, high: int) -> None:
    """OHLC takes the target at 106 before it sees the low, OLHC the stop at 95 before it sees the high."""
    story = play(bars(QUIET, QUIET, "100 107 94 101"), {0: buy(stop_loss=95, take_profit=106)}, path=path)

    assert (story.money("equity_low")[2], story.money("equity_high")[2]) == (low, high)


def test_an_entry_inside_a_bar_is_marked_from_its_price_on() -> None:
    story = play(bars(QUIET, "100 110 90 104", QUIET), {0: buy(stop_price=105)}, path=PathPolicy.OLHC)

    assert (story.money("equity_low")[1], story.money("equity_high")[1]) == (49_990, 50_050)


def test_excursions_are_the_largest_open_loss_and_profit_of_the_trade() -> None:
    columns = bars(QUIET, "100 103 97 102", "102 109 101 108", "108 108 94 96", QUIET)

    story = play(columns, {0: buy(2), 3: exit_()})

    (trade,) = story.trades
    assert (trade.mae, trade.mfe) == (120, 180)


def test_excursions_begin_with_the_entry_and_end_with_the_exit() -> None:
    columns = bars("100 150 50 100", "100 102 99 101", "101 104 98 100", "99 150 50 100")

    story = play(columns, {0: buy(), 2: exit_()})

    (trade,) = story.trades
    assert (trade.mae, trade.mfe) == (20, 40)


def test_each_of_two_lots_has_its_own_excursions() -> None:
    columns = bars(QUIET, "100 100 90 95", "95 99 95 98", "98 101 97 100", "100 100 100 100")

    story = play(columns, {0: buy(), 1: buy(), 3: exit_()})

    assert [(trade.entry_price, trade.mae, trade.mfe) for trade in story.trades] == [(100, 100, 10), (95, 0, 60)]
