"""One bracket under every policy for the path inside a bar: the documented, different answers.

A buy at 100 with its stop at 95 and its target at 106, and a bar that reaches both: the worked example of
`docs/explanation/bar-events.md`, which `test_bar_events_page.py` reads.
"""

from typing import Any

import pytest

from propbots.data.columns import BarColumns
from propbots.domain.timeframe import MINUTE
from propbots.venue.path import PathPolicy
from stage import START, Story, bars, buy, columns_of, play, sell

ENTRY = "100 100 100 100"
SECOND = 1_000_000_000


def bracket(path: PathPolicy, last: str = "100 107 94 101", **options: Any) -> Story:
    """Buy one at 100 with a stop at 95 and a target at 106, and let a bar reach both."""
    return play(bars(ENTRY, ENTRY, last), {0: buy(stop_loss=95, take_profit=106)}, path=path, **options)


def inside(*rows: str) -> BarColumns:
    """The last bar of the example as finer bars of twelve seconds."""
    opens = [START + 2 * MINUTE * number for number in range(2)]
    opens += [START + 4 * MINUTE + 12 * SECOND * number for number in range(len(rows))]
    first = ["100 100 100 100"] * 2
    return columns_of([[int(price) for price in row.split()] for row in (*first, *rows)], opens, duration=12 * SECOND)


@pytest.mark.parametrize(
    ("path", "fill", "profit"),
    [
        (PathPolicy.OHLC, "2 inside: sell 1 at 106 (target)", 60),
        (PathPolicy.OLHC, "2 inside: sell 1 at 95 (stop)", -50),
        (PathPolicy.NEAREST_EXTREME, "2 inside: sell 1 at 95 (stop)", -50),
        (PathPolicy.WORST_CASE, "2 inside: sell 1 at 95 (stop)", -50),
    ],
)
def test_each_policy_gives_its_documented_answer(path: PathPolicy, fill: str, profit: int) -> None:
    story = bracket(path)

    assert story.fills[1:] == [fill]
    assert [trade.gross_pnl for trade in story.trades] == [profit]
    assert story.record.ambiguous_bars == 1
    assert story.trades[0].ambiguous


@pytest.mark.parametrize(
    ("rows", "price", "reason"),
    [
        (("100 103 96 103", "103 107 103 104", "104 104 94 101"), 106, "target"),
        (("100 103 94 96", "96 97 96 97", "97 107 97 101"), 95, "stop"),
    ],
)
def test_finer_data_tell_what_came_first(rows: tuple[str, ...], price: int, reason: str) -> None:
    columns = bars(ENTRY, ENTRY, "100 107 94 101")

    story = play(columns, {0: buy(stop_loss=95, take_profit=106)}, finer=inside(*rows))

    (trade,) = story.trades
    assert (trade.exit_price, trade.exit_reason, trade.ambiguous) == (price, reason, False)
    assert story.record.ambiguous_bars == 0


def test_what_finer_data_leave_open_is_judged_by_the_policy_and_counted() -> None:
    finer = inside("100 107 94 101")
    columns = bars(ENTRY, ENTRY, "100 107 94 101")

    prices = [
        play(columns, {0: buy(stop_loss=95, take_profit=106)}, finer=finer, path=path).record
        for path in (PathPolicy.OHLC, PathPolicy.WORST_CASE)
    ]

    assert [record.trades[0].exit_price for record in prices] == [106, 95]
    assert [record.ambiguous_bars for record in prices] == [1, 1]


@pytest.mark.parametrize(("bar", "price"), [("100 106 93 101", 105), ("100 107 95 101", 96), ("100 106 94 101", 105)])
def test_the_nearest_extreme_comes_first_and_the_high_where_both_are_as_near(bar: str, price: int) -> None:
    columns = bars(ENTRY, ENTRY, bar)

    story = play(columns, {0: buy(stop_loss=96, take_profit=105)}, path=PathPolicy.NEAREST_EXTREME)

    assert story.trades[0].exit_price == price


def test_a_short_position_meets_its_stop_first_in_the_worst_case() -> None:
    columns = bars(ENTRY, ENTRY, "100 107 94 101")

    story = play(columns, {0: sell(stop_loss=106, take_profit=95)})

    assert story.trades[0].exit_price == 106


def test_an_open_settles_what_comes_first_under_every_policy() -> None:
    for path in PathPolicy:
        story = bracket(path, "108 109 90 100")

        assert story.fills[1] == "2 open: sell 1 at 108 (target)"
        assert story.record.ambiguous_bars == 0


@pytest.mark.parametrize(
    ("close", "first"),
    [(98, "buy 1 at 105"), (102, "sell 1 at 95"), (100, "buy 1 at 105")],
)
def test_a_flat_account_with_stops_on_both_sides_makes_the_entry_that_ends_worse(close: int, first: str) -> None:
    story = play(bars(ENTRY, f"100 106 94 {close}"), {0: [buy(stop_price=105), sell(stop_price=95)]})

    assert story.fills[0] == f"1 inside: {first} (signal)"


def test_the_protective_stop_of_an_entry_counts_when_the_worse_entry_is_chosen() -> None:
    """The sale at 95 would end at 101 with a loss of 6, but is stopped at 96; the buy at 105 loses 4."""
    script = {0: [buy(stop_price=105), sell(stop_price=95, stop_loss_ticks=1)]}

    story = play(bars(ENTRY, "100 106 94 101"), script)

    assert story.fills[0] == "1 inside: buy 1 at 105 (signal)"


def test_a_trailing_order_follows_the_market_up_to_an_entry() -> None:
    """The trailing sale stands at 95 at the open, and at 100 when the market has risen to the entry at 105."""
    story = play(bars(ENTRY, "100 106 97 98"), {0: [buy(stop_price=105), sell(trail_ticks=5)]})

    assert story.fills == ["1 inside: buy 1 at 105 (signal)", "1 inside: sell 1 at 100 (signal)"]


def test_an_entry_that_the_market_ran_through_may_still_reach_its_target() -> None:
    story = play(bars(ENTRY, "100 112 99 110"), {0: buy(stop_price=105, take_profit_ticks=5)})

    assert story.fills[:2] == ["1 inside: buy 1 at 105 (signal)", "1 inside: sell 1 at 110 (target)"]


def test_an_entry_that_the_market_came_back_to_may_have_had_its_target_behind_it() -> None:
    columns = bars(ENTRY, "100 112 94 99")
    script = {0: buy(limit_price=95, take_profit_ticks=5)}

    assert len(play(columns, script).fills) == 2
    assert play(columns, script).fills[-1] == "1 inside: sell 1 at 99 (end_of_data)"
    assert play(columns, script, path=PathPolicy.OLHC).fills[1] == "1 inside: sell 1 at 100 (target)"


def test_the_close_is_certainly_ahead_of_an_entry_that_the_market_came_back_to() -> None:
    story = play(bars(ENTRY, "100 112 94 104"), {0: buy(limit_price=95, take_profit_ticks=5)})

    assert story.fills[1] == "1 inside: sell 1 at 100 (target)"


@pytest.mark.parametrize("path", PathPolicy)
def test_a_bar_that_trades_through_two_limits_fills_both(path: PathPolicy) -> None:
    columns = bars(ENTRY, "100 110 90 100", ENTRY)

    story = play(columns, {0: [buy(limit_price=95), sell(limit_price=105)]}, path=path)

    assert len(story.fills) == 2
    assert story.record.account.position.tolist() == [0, 0, 0]


@pytest.mark.parametrize("path", PathPolicy)
def test_a_limit_beyond_a_stop_limit_that_only_triggers_fills_too(path: PathPolicy) -> None:
    columns = bars(ENTRY, "100 110 99 99", ENTRY)

    story = play(columns, {0: [buy(stop_price=103, limit_price=90), sell(limit_price=108)]}, path=path)

    assert story.fills[0] == "1 inside: sell 1 at 108 (signal)"
