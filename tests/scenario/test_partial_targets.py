"""Brackets whose targets close a part each, and whose stop covers what is left: one updates the others."""

from decimal import Decimal

import pytest

from propbots.domain.event import OrderAccepted, OrderModified
from propbots.domain.order import TimeInForce
from propbots.errors import StrategyFailed
from propbots.venue.path import PathPolicy
from stage import Story, bars, buy, cancel, modify, play, sell

QUIET = "100 100 100 100"
TENTH = {"volume_limit": Decimal("0.1")}
OTHER_SIDE = "canceled (other side filled)"


def sizes(story: Story) -> list[int | None]:
    """The quantities in all to which orders were changed, in order."""
    return [event.quantity_steps for event in story.actor.events if isinstance(event, OrderModified)]


def test_two_targets_close_a_part_each_and_the_stop_the_rest() -> None:
    columns = bars(QUIET, QUIET, "100 104 100 104", "104 107 104 107", "107 107 94 95")

    story = play(columns, {0: buy(4, stop_loss_ticks=5, targets_ticks=[(3, 1), (6, 2)])})

    assert story.fills[1:] == [
        "2 inside: sell 1 at 103 (target)",
        "3 inside: sell 2 at 106 (target)",
        "4 inside: sell 1 at 95 (stop)",
    ]
    assert sizes(story) == [3, 1]
    assert story.ends == []


def test_three_targets_that_close_all_take_the_stop_away() -> None:
    columns = bars(QUIET, QUIET, "100 120 100 120", "120 120 90 90")

    story = play(columns, {0: buy(3, stop_loss_ticks=5, targets_ticks=[(9, 1), (3, 1), (6, 1)])})

    assert [fill.last_price_steps for fill in story.actor.fills[1:]] == [103, 106, 109]
    assert sizes(story) == [2, 1]
    assert story.ends == [f"2 inside: {OTHER_SIDE}"]


def test_a_short_bracket_mirrors_a_long_one() -> None:
    columns = bars(QUIET, QUIET, "100 100 96 96", "96 106 96 106")

    story = play(columns, {0: sell(3, stop_loss_ticks=5, targets_ticks=[(3, 1), (6, 1)])})

    assert story.fills[1:] == ["2 inside: buy 1 at 97 (target)", "3 inside: buy 2 at 105 (stop)"]
    assert story.ends == [f"3 inside: {OTHER_SIDE}"]


def test_a_stop_before_any_target_closes_all_of_it() -> None:
    columns = bars(QUIET, QUIET, "100 120 95 100")

    story = play(columns, {0: buy(3, stop_loss_ticks=5, targets_ticks=[(3, 1), (6, 1)])})

    assert story.fills[1:] == ["2 inside: sell 3 at 95 (stop)"]
    assert story.ends == [f"2 inside: {OTHER_SIDE}"] * 2


def test_a_gap_through_two_targets_fills_both_at_the_open() -> None:
    columns = bars(QUIET, QUIET, "110 110 110 110", "110 110 90 90")

    story = play(columns, {0: buy(3, stop_loss_ticks=5, targets_ticks=[(3, 1), (6, 1)])})

    assert story.fills[1:] == [
        "2 open: sell 1 at 110 (target)",
        "2 open: sell 1 at 110 (target)",
        "3 inside: sell 1 at 95 (stop)",
    ]


def test_a_trailing_stop_follows_and_covers_what_the_targets_leave() -> None:
    columns = bars(QUIET, QUIET, "100 104 100 104", "104 104 98 98")

    story = play(columns, {0: buy(3, trailing_stop_ticks=5, targets_ticks=[(3, 1)])}, path=PathPolicy.OHLC)

    assert story.fills[1:] == ["2 inside: sell 1 at 103 (target)", "3 inside: sell 2 at 99 (trailing_stop)"]


def test_the_exits_of_an_entry_that_fills_in_parts_grow_the_nearest_target_first() -> None:
    columns = bars(QUIET, *[QUIET] * 3, "100 107 100 107", volumes=[0, 10, 10, 20, 90])

    story = play(columns, {0: buy(4, stop_loss_ticks=5, targets_ticks=[(3, 2), (6, 1)])}, costs=TENTH)

    placed = [event for event in story.actor.events if isinstance(event, OrderAccepted)]
    assert [(event.limit_steps, event.stop_steps) for event in placed[1:4]] == [(None, 95), (103, None), (106, None)]
    assert [story.moment(event.event_time_ns) for event in placed[1:4]] == ["1 open", "1 open", "3 open"]
    assert sizes(story)[:6] == [1, 1, 2, 2, 4, 2]
    assert story.fills[3:5] == ["4 inside: sell 2 at 103 (target)", "4 inside: sell 1 at 106 (target)"]


def going_on(last: str, **exits: object) -> Story:
    """One of three is bought at 100 and sold at its target of 105; the others come back to 100 in the next bar."""
    columns = bars(QUIET, "100 100 99 99", "102 106 102 106", "106 106 99 99", last, volumes=[0, 10, 90, 20, 90])
    return play(columns, {0: buy(3, limit_price=100, stop_loss_ticks=5, **exits)}, costs=TENTH, path=PathPolicy.OHLC)


def test_an_entry_that_goes_on_after_its_exits_closed_the_first_part_is_protected_again() -> None:
    story = going_on("99 99 90 90", take_profit_ticks=5)

    assert story.fills == [
        "1 inside: buy 1 at 100 (signal)",
        "2 inside: sell 1 at 105 (target)",
        "3 inside: buy 2 at 100 (signal)",
        "4 inside: sell 2 at 95 (stop)",
    ]
    assert story.ends == [f"4 inside: {OTHER_SIDE}"]


def test_of_an_entry_that_goes_on_only_the_targets_that_are_left_work_again() -> None:
    story = going_on("99 110 99 110", targets_ticks=[(5, 1), (8, 1)])

    assert story.fills[1:4] == [
        "2 inside: sell 1 at 105 (target)",
        "3 inside: buy 2 at 100 (signal)",
        "4 inside: sell 1 at 108 (target)",
    ]


def test_a_stop_that_closed_the_first_part_protects_what_comes_after() -> None:
    columns = bars(QUIET, "100 100 99 99", "101 101 94 94", "101 101 99 99", "99 99 90 90", volumes=[0, 10, 10, 20, 90])

    story = play(columns, {0: buy(3, limit_price=100, stop_loss=101)}, costs=TENTH, path=PathPolicy.OHLC)

    assert story.fills[:2] == ["1 inside: buy 1 at 100 (signal)", "2 open: sell 1 at 101 (stop)"]
    assert [fill.reason for fill in story.actor.fills].count("stop") > 1


def test_a_target_of_which_the_volume_leaves_something_updates_the_stop_by_what_it_filled() -> None:
    columns = bars(QUIET, QUIET, "100 104 100 104", "104 104 94 94", volumes=[0, 90, 10, 90])

    story = play(columns, {0: buy(3, stop_loss_ticks=5, targets_ticks=[(3, 2)])}, costs=TENTH)

    assert story.fills[1:] == [
        "2 inside: sell 1 at 103 (target)",
        "3 open: sell 1 at 103 (target)",
        "3 inside: sell 1 at 95 (stop)",
    ]
    assert sizes(story) == [2, 1]


def test_an_entry_that_ends_in_part_leaves_targets_for_what_it_got() -> None:
    columns = bars(QUIET, QUIET, "100 108 100 108", volumes=[0, 20, 90])
    script = {0: buy(4, time_in_force=TimeInForce.IOC, stop_loss_ticks=5, targets_ticks=[(3, 1), (6, 3)])}

    story = play(columns, script, costs=TENTH)

    assert story.fills[1:] == ["2 inside: sell 1 at 103 (target)", "2 inside: sell 1 at 106 (target)"]


def test_a_working_target_can_be_moved_and_canceled() -> None:
    columns = bars(QUIET, QUIET, QUIET, "100 108 100 108", "108 108 90 90")
    script = {
        0: [buy(3, stop_loss_ticks=5, targets_ticks=[(3, 1), (6, 1)]), lambda actor: actor.names.update(a="3", b="4")],
        1: [modify("a", limit_price=105), cancel("b")],
    }

    story = play(columns, script)

    assert story.fills[1:] == ["3 inside: sell 1 at 105 (target)", "4 inside: sell 2 at 95 (stop)"]


@pytest.mark.parametrize(
    ("terms", "message"),
    [
        ({"targets_ticks": [(3, 1), (6, 2)]}, "for no more than the order in all"),
        ({"targets_ticks": [(0, 1)]}, "targets_ticks must be a whole number above 0"),
        ({"targets_ticks": [(3, 0)]}, "quantity must be above 0"),
        ({"targets_ticks": [(3, 1)], "take_profit_ticks": 3}, "not both"),
    ],
)
def test_targets_that_cannot_be_are_refused(terms: dict[str, object], message: str) -> None:
    with pytest.raises(StrategyFailed, match=message):
        play(bars(QUIET, QUIET), {0: buy(2, **terms)})


def test_the_plan_sees_each_part_at_its_target_before_the_adverse_extreme() -> None:
    """Three bought at 100: 30 at 103, 60 at 106 and 100 at the high of 110 were there before the stop took all."""
    columns = bars(QUIET, QUIET, "100 110 94 94")

    story = play(columns, {0: buy(3, stop_loss_ticks=5, targets_ticks=[(3, 1), (6, 1)])})

    assert story.money("equity_high")[2] == 50_190
    assert story.fills[1:] == ["2 inside: sell 3 at 95 (stop)"]


def test_exit_that_waits_again_does_not_fill_at_the_same_open() -> None:
    """The triggered stop closes what was entered at the open at which the target, too, could have been filled."""
    columns = bars(QUIET, QUIET, "99 101 99 99", "99 99 99 99", QUIET, volumes=[1_000, 1_000, 10, 1_000, 1_000])
    acts = {0: sell(2), 1: sell(2, limit_price=100, stop_loss_ticks=1, targets_ticks=[(1, 2)])}

    story = play(columns, acts, costs=TENTH, limit_through_ticks=0)

    assert story.fills[1:4] == [
        "2 inside: sell 1 at 100 (signal)",
        "3 open: buy 1 at 99 (stop)",
        "4 open: sell 1 at 100 (signal)",
    ]
