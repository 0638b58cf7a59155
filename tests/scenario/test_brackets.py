"""Brackets and groups: exits that wait for their entry, one of them at most filling, none outliving what it protects."""

import pytest

from propbots.domain.event import OrderAccepted, OrderModified, Side
from propbots.venue.path import PathPolicy
from stage import Actor, bars, buy, cancel, exit_, modify, play, sell

QUIET = "100 100 100 100"


@pytest.mark.parametrize(("side", "stop", "target"), [(Side.BUY, 99, 110), (Side.SELL, 107, 96)])
def test_exits_stand_at_their_distance_from_the_fill_on_their_own_sides(side: Side, stop: int, target: int) -> None:
    send = buy if side is Side.BUY else sell

    story = play(bars(QUIET, "103 103 103 103"), {0: send(stop_loss_ticks=4, take_profit_ticks=7)})

    assert story.accepted[:3] == [(None, None), (None, stop), (target, None)]


def test_exits_count_from_the_price_of_the_fill_slippage_included() -> None:
    story = play(bars(QUIET, "103 103 103 103"), {0: buy(stop_loss_ticks=4, take_profit_ticks=7)}, slippage=2)

    assert story.accepted[1:3] == [(None, 101), (112, None)]


def test_exits_may_be_told_as_prices() -> None:
    story = play(bars(QUIET, "103 103 103 103"), {0: sell(stop_loss=108, take_profit=95)})

    assert story.accepted[1:3] == [(None, 108), (95, None)]


def test_the_target_fills_and_the_stop_is_canceled() -> None:
    columns = bars(QUIET, QUIET, "100 106 100 105", "105 105 90 91")

    story = play(columns, {0: buy(stop_loss_ticks=5, take_profit_ticks=5)})

    assert story.fills == ["1 open: buy 1 at 100 (signal)", "2 inside: sell 1 at 105 (target)"]
    assert story.ends == ["2 inside: canceled (other side filled)"]


def test_the_stop_fills_and_the_target_is_canceled() -> None:
    columns = bars(QUIET, QUIET, "100 101 95 96", "96 120 96 120")

    story = play(columns, {0: buy(stop_loss_ticks=5, take_profit_ticks=5)})

    assert story.fills[1:] == ["2 inside: sell 1 at 95 (stop)"]
    assert story.ends == ["2 inside: canceled (other side filled)"]


def test_exits_wait_for_their_entry() -> None:
    columns = bars(QUIET, "100 110 96 100", "100 100 94 95", "95 101 95 100")

    story = play(columns, {0: buy(limit_price=95, stop_loss_ticks=5, take_profit_ticks=5)})

    assert story.fills == ["2 inside: buy 1 at 95 (signal)", "3 inside: sell 1 at 100 (target)"]


def test_exits_may_fill_in_the_bar_of_their_entry() -> None:
    story = play(bars(QUIET, "102 103 95 96"), {0: buy(stop_loss_ticks=4)})

    assert story.fills == ["1 open: buy 1 at 102 (signal)", "1 inside: sell 1 at 98 (stop)"]


def test_a_stop_that_the_fill_has_already_passed_fills_where_the_market_is() -> None:
    story = play(bars(QUIET, "90 91 89 90"), {0: buy(stop_loss=95)}, slippage=1)

    assert story.fills == ["1 open: buy 1 at 91 (signal)", "1 inside: sell 1 at 89 (stop)"]


def test_an_exit_order_closes_the_position_and_its_exits_die() -> None:
    columns = bars(QUIET, QUIET, QUIET, "100 110 90 100")

    story = play(columns, {0: buy(stop_loss_ticks=5, take_profit_ticks=5), 1: exit_()})

    assert story.fills == ["1 open: buy 1 at 100 (signal)", "2 open: sell 1 at 100 (signal)"]
    assert story.ends == ["2 open: canceled (position closed)", "2 open: canceled (position closed)"]


def test_a_stop_takes_no_more_than_is_left() -> None:
    columns = bars(QUIET, QUIET, QUIET, "100 100 90 91")

    story = play(columns, {0: buy(3, stop_loss_ticks=5), 1: sell(2)})

    assert story.fills[1:] == ["2 open: sell 2 at 100 (signal)", "3 inside: sell 1 at 95 (stop)"]
    assert story.ends == ["3 inside: canceled (nothing left to reduce)"]


def test_two_brackets_keep_their_own_exits() -> None:
    columns = bars(QUIET, QUIET, "104 104 104 104", "104 104 96 97", "97 97 94 95")

    story = play(columns, {0: buy(stop_loss_ticks=5), 1: buy(stop_loss_ticks=5)})

    assert story.fills[2:] == ["3 inside: sell 1 at 99 (stop)", "4 inside: sell 1 at 95 (stop)"]


def test_a_canceled_entry_takes_its_exits_with_it() -> None:
    columns = bars(QUIET, QUIET, "100 100 80 81")

    story = play(columns, {0: buy(limit_price=90, stop_loss_ticks=5, name="entry"), 1: cancel("entry")})

    assert story.fills == []
    assert story.ends == ["1 inside: canceled (entry ended)", "1 inside: canceled (strategy)"]


def test_a_turned_position_drops_the_exits_of_the_old_side_and_keeps_those_of_the_new() -> None:
    columns = bars(QUIET, QUIET, QUIET, "100 106 94 100")

    story = play(columns, {0: buy(stop_loss_ticks=5), 1: sell(2, stop_loss_ticks=5)}, path=PathPolicy.OHLC)

    assert story.fills[1:] == ["2 open: sell 2 at 100 (signal)", "3 inside: buy 1 at 105 (stop)"]
    assert story.ends == ["2 open: canceled (position closed)", "3 inside: canceled (nothing left to reduce)"]


def test_a_group_of_entries_lets_one_fill() -> None:
    columns = bars(QUIET, "100 106 99 105", "105 105 90 91")
    group = {"oco_group": "breakout"}

    story = play(columns, {0: [buy(stop_price=105, **group), sell(stop_price=95, **group)]})

    assert story.fills[0] == "1 inside: buy 1 at 105 (signal)"
    assert story.ends == ["1 inside: canceled (other side filled)"]
    assert story.record.account.position.tolist() == [0, 1, 0]


def test_of_a_group_that_an_open_reaches_at_once_the_first_fills() -> None:
    group = {"oco_group": "x"}

    story = play(bars(QUIET, QUIET), {0: [buy(reason="first", **group), sell(reason="second", **group)]})

    assert story.fills[0] == "1 open: buy 1 at 100 (first)"
    assert story.ends == ["1 open: canceled (other side filled)"]


def test_an_entry_of_a_group_that_loses_takes_its_waiting_exits_with_it() -> None:
    group = {"oco_group": "x"}
    script = {0: [buy(stop_price=105, **group), sell(stop_price=95, stop_loss_ticks=3, **group)]}

    story = play(bars(QUIET, "100 106 99 105"), script)

    assert story.ends == ["1 inside: canceled (entry ended)", "1 inside: canceled (other side filled)"]


def test_working_exits_may_be_modified_and_canceled_by_the_names_that_the_venue_told() -> None:
    columns = bars(QUIET, QUIET, QUIET, "100 109 96 100", "100 100 97 99")

    def name_the_exits(actor: Actor) -> None:
        placed = [event.client_order_id for event in actor.events if isinstance(event, OrderAccepted)]
        actor.names.update(zip(("stop", "target"), placed[-2:], strict=True))

    script = {
        0: buy(stop_loss_ticks=5, take_profit_ticks=5),
        1: [name_the_exits, modify("stop", stop_price=98), cancel("target")],
    }

    story = play(columns, script, path=PathPolicy.OHLC)

    assert story.fills[1] == "3 inside: sell 1 at 98 (stop)"


def test_a_group_of_the_users_does_not_take_a_brackets_stop_away() -> None:
    columns = bars(QUIET, "100 100 97 100", "100 100 80 80")

    story = play(columns, {0: [buy(stop_loss=90), buy(limit_price=99, oco_group="exits of 1")]})

    assert "stop" in [trade.exit_reason for trade in story.trades]


def test_a_change_is_told_as_it_came_into_force() -> None:
    """A stop has no limit to change, and a change to what is so already is none."""
    columns = bars(QUIET, QUIET, QUIET, QUIET)
    script = {0: buy(stop_price=110, name="a"), 1: modify("a", limit_price=111), 2: modify("a", stop_price=112)}

    story = play(columns, script)

    changes = [event for event in story.actor.events if isinstance(event, OrderModified)]
    assert [(change.limit_steps, change.stop_steps) for change in changes] == [(None, 112)]


def test_an_exit_can_be_moved_before_its_entry_fills() -> None:
    columns = bars(QUIET, QUIET, "100 100 97 98", "98 98 90 91")
    script = {0: buy(limit_price=98, stop_loss=90, name="a"), 1: lambda actor: actor.modify("2", stop_price=95)}

    story = play(columns, script)

    assert story.fills == ["2 inside: buy 1 at 98 (signal)", "3 inside: sell 1 at 95 (stop)"]
