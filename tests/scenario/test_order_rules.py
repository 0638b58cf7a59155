"""A plan's rules about orders beyond its caps, in whole backtests."""

from datetime import date
from typing import Any

import pytest
from attrs import evolve

from feed_stage import ABC, Act, FeedStory, abc, both, in_abc, play_feeds, xyz
from propbots.domain.bar import Feed
from propbots.domain.event import OrderDenied, OrderModifyDenied
from propbots.domain.timeframe import DAY, MINUTE, Timeframe
from propbots.rules.plan import Amendment
from propbots.rules.rule import Hedging, OrderRate
from rule_script import CHICAGO, a_plan, at
from stage import START, bars, buy, columns_of, exit_, modify, play, sell

QUIET = "100 100 100 100"
ENTRY, LATER = "00:01:00 XYZ 1m", "00:03:00 XYZ 1m"


def test_more_orders_than_the_firms_day_allows_are_refused_until_it_rolls() -> None:
    minutes = ("22:57", "22:58", "22:59", "23:00", "23:01")
    columns = columns_of([[100] * 4] * 5, [at(f"2026-01-05 {minute}") for minute in minutes])
    script = dict.fromkeys(range(4), buy())

    story = play(columns, script, plan=a_plan(OrderRate(per_day=1), day=CHICAGO))

    assert story.denials == ["order_rate", "order_rate"]
    assert story.fills[:2] == ["1 open: buy 1 at 100 (signal)", "3 open: buy 1 at 100 (signal)"]


def test_the_order_that_is_decided_as_the_day_rolls_belongs_to_the_new_day() -> None:
    """The bar of 22:59 closes at 23:00 sharp, when the firm's day has rolled."""
    columns = columns_of([[100] * 4] * 3, [at(f"2026-01-05 {minute}") for minute in ("22:58", "22:59", "23:00")])

    story = play(columns, {0: buy(), 1: buy()}, plan=a_plan(OrderRate(per_day=1), day=CHICAGO))

    assert story.denials == []


def test_orders_of_one_bar_are_sent_in_one_second() -> None:
    story = play(bars(QUIET, QUIET, QUIET), {0: [buy(), buy(), sell(), buy()]}, plan=a_plan(OrderRate(per_second=2)))

    assert story.denials == ["order_rate", "order_rate"]


def test_what_closes_a_position_early_counts_as_sent() -> None:
    """Two entries with a stop each make four; the exits that fill on another day are not sent again."""
    opens = [START + minute * MINUTE for minute in range(3)] + [START + DAY, START + DAY + MINUTE]
    columns = columns_of([[100] * 4] * 5, opens)
    bracket = buy(stop_loss=90)

    story = play(columns, {0: [bracket, bracket, bracket], 3: bracket}, plan=a_plan(OrderRate(per_day=4)))

    assert story.denials == ["order_rate"]
    assert len(story.fills) == 4


def hedge(script: dict[str, Act], *, underlying: str = "XYZ", **options: Any) -> FeedStory:
    """Trade XYZ and ABC, which is on the same underlying, under a plan that forbids hedging."""
    shared = evolve(abc(), feed=Feed(evolve(ABC, underlying=underlying), Timeframe(MINUTE)))
    return play_feeds(xyz(), shared, script, **{"plan": a_plan(Hedging()), **options})


def denials(story: FeedStory) -> list[str]:
    kinds = (OrderDenied, OrderModifyDenied)
    return [f"{event.code}: {event.message}" for event in story.actor.events if isinstance(event, kinds)]


@pytest.mark.parametrize(
    ("first", "second", "against"),
    [
        (buy(2), in_abc(sell), "selling 1 ABC could stand against 2 XYZ held long"),
        (in_abc(sell), buy(), "buying 1 XYZ could stand against 1 ABC held short"),
        (buy(limit_price=90), in_abc(sell), "selling 1 ABC could stand against the order to buy 1 XYZ"),
        (in_abc(buy, limit_price=1_900), sell(), "selling 1 XYZ could stand against the order to buy 1 ABC"),
    ],
)
def test_a_position_opposite_to_one_in_the_same_underlying_is_refused(first: Act, second: Act, against: str) -> None:
    story = hedge({ENTRY: first, LATER: second})

    assert denials(story) == [f"hedging: {against}; the plan forbids opposite positions in one underlying (XYZ)"]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (buy(), in_abc(buy)),
        (both(buy(), in_abc(buy, 2)), in_abc(sell)),
        (both(buy(), in_abc(buy, 2)), in_abc(sell, 2)),
        (both(buy(), in_abc(buy)), exit_()),
        (buy(stop_loss=90, take_profit=110), in_abc(buy, limit_price=1_900)),
    ],
)
def test_the_same_side_and_whatever_only_reduces_pass(first: Act, second: Act) -> None:
    assert denials(hedge({ENTRY: first, LATER: second})) == []


def test_a_reversal_beyond_what_is_held_could_stand_against_the_other_contract() -> None:
    story = hedge({ENTRY: both(buy(), in_abc(buy)), LATER: in_abc(sell, 2)})

    assert len(denials(story)) == 1


def test_an_order_that_works_counts_as_large_as_it_has_grown() -> None:
    script = {
        ENTRY: in_abc(sell, limit_price=2_100, name="resting"),
        "00:02:00 XYZ 1m": modify("resting", quantity=2),
        LATER: buy(),
    }

    (text,) = denials(hedge(script))
    assert "could stand against the order to sell 2 ABC" in text


def test_instruments_of_two_underlyings_may_stand_against_one_another() -> None:
    assert denials(hedge({ENTRY: buy(), LATER: in_abc(sell)}, underlying="")) == []


def test_a_rule_of_a_later_day_holds_from_that_day_on() -> None:
    columns = columns_of([[100] * 4] * 5, [START, START + MINUTE, START + DAY, START + DAY + MINUTE, START + 2 * DAY])
    later = Amendment(date(2026, 1, 6), (OrderRate(per_day=1),))
    plan = evolve(a_plan(), amendments=(later, Amendment(date(2026, 1, 7), ())))

    story = play(columns, {0: [buy(), buy()], 2: [buy(), buy()]}, plan=plan)

    assert story.denials == ["order_rate"]
