"""A bar is counted as ambiguous when what came first in it could decide an outcome, and only then."""

from collections.abc import Sequence
from typing import Any

import pytest

from propbots.venue.path import PathPolicy
from rule_script import a_maximum_loss, a_plan
from stage import Act, bars, buy, play, sell

QUIET = "100 100 100 100"
BOTH = "100 107 94 101"


def count(acts: Act | Sequence[Act], *rows: str, **options: Any) -> int:
    """How many bars are ambiguous after some decisions at the first close."""
    return play(bars(QUIET, *rows), {0: acts}, **options).record.ambiguous_bars


@pytest.mark.parametrize("path", PathPolicy)
def test_a_bar_that_reaches_stop_and_target_counts_whatever_the_policy(path: PathPolicy) -> None:
    assert count(buy(stop_loss=95, take_profit=106), QUIET, BOTH, path=path) == 1


@pytest.mark.parametrize(
    ("acts", "bar"),
    [
        pytest.param(buy(stop_loss=95, take_profit=106), BOTH, id="entry at the open with both exits in reach"),
        pytest.param([buy(stop_price=105), sell(stop_price=95)], BOTH, id="entries on both sides"),
        pytest.param(buy(stop_price=105, stop_loss_ticks=5), BOTH, id="an entry and its stop on the other side"),
        pytest.param(buy(limit_price=95, take_profit_ticks=8), BOTH, id="an entry and its target on the other side"),
        pytest.param(buy(trailing_stop_ticks=9), "100 107 97 101", id="a trailing stop that follows, then is reached"),
        pytest.param(buy(stop_price=105, limit_price=98), BOTH, id="a stop-limit that rests on the other side"),
        pytest.param(buy(limit_price=95, trailing_stop_ticks=9), BOTH, id="a trailing exit that may have followed"),
    ],
)
def test_a_bar_counts_when_something_lies_in_reach_on_both_sides(acts: Act | Sequence[Act], bar: str) -> None:
    assert count(acts, bar) == 1


@pytest.mark.parametrize(
    ("acts", "bar"),
    [
        pytest.param(buy(stop_loss=95, take_profit=106), "100 107 96 101", id="only the target in reach"),
        pytest.param(buy(stop_loss=95, take_profit=106), "100 105 94 101", id="only the stop in reach"),
        pytest.param(buy(stop_loss=95, take_profit=107), BOTH, id="a target that is only touched"),
        pytest.param(buy(), BOTH, id="nothing but a position"),
        pytest.param([buy(stop_price=105), buy(stop_price=106)], BOTH, id="two entries on one side"),
        pytest.param(buy(stop_price=105, take_profit_ticks=1), BOTH, id="an entry and its target beyond it"),
        pytest.param(buy(trailing_stop_ticks=20), BOTH, id="a trailing stop that only follows"),
        pytest.param(buy(stop_price=105, limit_price=106), BOTH, id="a stop-limit that fills when triggered"),
        pytest.param(buy(stop_loss=95, take_profit=106), QUIET, id="a bar of one price"),
    ],
)
def test_a_bar_does_not_count_when_its_order_could_decide_nothing(acts: Act | Sequence[Act], bar: str) -> None:
    assert count(acts, bar) == 0


def test_an_open_beyond_an_exit_settles_what_came_first() -> None:
    assert count(buy(stop_loss=95, take_profit=106), QUIET, "108 109 90 100") == 0


def test_a_touch_of_a_target_counts_where_a_touch_fills() -> None:
    assert count(buy(stop_loss=95, take_profit=107), BOTH, limit_through_ticks=0) == 1


def test_slippage_of_the_entry_moves_its_stop_into_reach() -> None:
    """Filled at 107 instead of 105, the stop stands at 94 instead of 92."""
    entry = buy(stop_price=105, stop_loss_ticks=13)

    assert count(entry, BOTH) == 0
    assert count(entry, BOTH, slippage=2) == 1


@pytest.mark.parametrize(("amount", "ambiguous"), [(60, 1), (61, 0)])
def test_a_floor_under_the_position_counts_like_an_order(amount: int, ambiguous: int) -> None:
    plan = a_plan(a_maximum_loss(amount))

    assert count(buy(take_profit=106), QUIET, BOTH, plan=plan) == ambiguous


@pytest.mark.parametrize(("amount", "ambiguous"), [(110, 1), (111, 0)])
def test_the_floor_of_what_an_entry_would_hold_counts(amount: int, ambiguous: int) -> None:
    """Bought at 105 and marked at 94: a loss of 110."""
    plan = a_plan(a_maximum_loss(amount))

    assert count(buy(stop_price=105), BOTH, plan=plan) == ambiguous


def test_each_bar_counts_once_however_much_lies_in_it() -> None:
    acts = [buy(stop_loss=95, take_profit=106), buy(stop_loss=96, take_profit=105)]

    assert count(acts, QUIET, BOTH, BOTH) == 1


def test_a_trade_tells_whether_its_exit_lay_in_an_ambiguous_bar() -> None:
    columns = bars(QUIET, QUIET, BOTH, QUIET, "100 100 94 95")
    script = {0: buy(stop_loss=95, take_profit=106), 2: buy(stop_loss=96)}

    story = play(columns, script)

    assert [trade.ambiguous for trade in story.trades] == [True, False]
