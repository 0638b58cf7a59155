"""A plan's rules about orders beyond its caps, in whole backtests."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from attrs import evolve

from feed_stage import ABC, Act, FeedStory, abc, both, in_abc, play_feeds, xyz
from propbots.domain.bar import Feed
from propbots.domain.event import OrderDenied, OrderModifyDenied
from propbots.domain.timeframe import DAY, MINUTE, Timeframe
from propbots.engine.caution import Caution
from propbots.rules.plan import Amendment
from propbots.rules.rule import Hedging, OrderRate, PositionIdea
from rule_script import CHICAGO, a_plan, at
from stage import START, Story, bars, buy, columns_of, exit_, modify, play, sell

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


def denied(story: Story) -> list[str]:
    return [event.message for event in story.actor.events if isinstance(event, OrderDenied)]


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


def an_idea(amount: int, within_minutes: int = 0) -> PositionIdea:
    return PositionIdea(Decimal(amount), within_minutes)


def test_an_idea_may_not_risk_more_to_its_stops_than_the_plan_allows() -> None:
    """A point of XYZ is worth 10: 4 points to the stop, then 4 more, then 3."""
    script = {0: buy(stop_loss_ticks=4), 2: [buy(stop_loss_ticks=7), buy(stop_loss_ticks=6)]}

    story = play(bars(*[QUIET] * 5), script, plan=a_plan(an_idea(100)))

    (message,) = denied(story)
    assert message == (
        "buying 1 XYZ could lose 70.00 to its stop at the worst price, and what is open, works and was lost in the same "
        "idea 40.00; the plan lets an idea risk 100"
    )


def test_orders_that_work_belong_to_the_idea_of_their_direction() -> None:
    script = {0: [buy(limit_price=90, stop_loss_ticks=6), buy(stop_loss_ticks=6), sell(stop_loss_ticks=10)]}

    story = play(bars(*[QUIET] * 3), script, plan=a_plan(an_idea(100)))

    assert story.denials == ["idea_risk"]
    assert story.fills[0] == "1 open: sell 1 at 100 (signal)"


def test_what_is_open_counts_from_its_entry_on() -> None:
    """Bought at 100 with its stop at 92: it may lose 80, wherever the market is."""
    script = {0: buy(stop_loss=92), 2: [buy(stop_loss=103), buy(stop_loss=104)]}

    story = play(bars(QUIET, QUIET, "100 106 100 106", QUIET), script, plan=a_plan(an_idea(100)))

    assert story.denials == ["idea_risk"]


def test_a_stop_beyond_the_entry_gives_no_room_beyond_the_amount() -> None:
    script = {0: buy(name="in"), 1: sell(stop_price=105, reduce_only=True), 2: [buy(stop_loss=99), buy(stop_loss=100)]}

    story = play(bars(QUIET, "100 110 100 110", "110 110 110 110", QUIET), script, plan=a_plan(an_idea(100)))

    assert story.denials == ["idea_risk"]


@pytest.mark.parametrize(("within", "denials"), [(0, []), (5, ["idea_risk"]), (4, ["idea_risk"]), (3, [])])
def test_an_entry_soon_after_the_exit_goes_on_with_what_was_lost(within: int, denials: list[str]) -> None:
    """Bars begin every other minute: 60 are lost inside bar 2, and the close of bar 4 is four minutes later."""
    rows = [QUIET, QUIET, "100 100 94 94", "94 94 94 94", "94 94 94 94", "94 94 94 94"]
    script = {0: buy(stop_loss=94), 4: [buy(stop_loss_ticks=5), sell(stop_loss_ticks=10)]}

    story = play(bars(*rows), script, plan=a_plan(an_idea(100, within)))

    assert story.denials == denials


@pytest.mark.parametrize(("ticks", "denials"), [(5, []), (6, ["idea_risk"])])
def test_the_commission_of_what_is_open_is_lost(ticks: int, denials: list[str]) -> None:
    """40 to the stop and 5 for the entry, before 50 or 60 are asked for."""
    script = {0: buy(stop_loss_ticks=4), 2: buy(stop_loss_ticks=ticks)}

    story = play(bars(*[QUIET] * 5), script, plan=a_plan(an_idea(100)), commission="5")

    assert story.denials == denials


@pytest.mark.parametrize(("ticks", "denials"), [(3, []), (4, ["idea_risk"])])
def test_commissions_of_what_was_closed_are_lost(ticks: int, denials: list[str]) -> None:
    """60 to the stop and 5 a side, before 30 or 40 are asked for."""
    script = {0: buy(stop_loss=94), 4: buy(stop_loss_ticks=ticks)}

    story = play(
        bars(QUIET, QUIET, "100 100 94 94", *["94 94 94 94"] * 3), script, plan=a_plan(an_idea(100, 10)), commission="5"
    )

    assert story.denials == denials


def test_ideas_are_told_apart_by_instrument() -> None:
    """A point of ABC is worth 100."""
    script = {ENTRY: both(buy(stop_loss_ticks=10), in_abc(buy, stop_loss_ticks=1), in_abc(buy, stop_loss_ticks=1))}

    story = play_feeds(xyz(), abc(), script, plan=a_plan(an_idea(100)))

    assert [text[:9] for text in denials(story)] == ["idea_risk"]


def test_without_a_stop_the_gap_allowance_is_what_an_entry_could_lose() -> None:
    plan, caution = a_plan(an_idea(100)), Caution(Decimal(1), Decimal("0.06"), 2)

    story = play(bars(*[QUIET] * 3), {0: [buy(2), buy()]}, plan=plan, caution=caution)

    assert story.denials == ["idea_risk"]
    assert denied(story)[0].startswith("buying 2 XYZ could lose 200.00 to its stop at the worst price")


def test_a_rule_of_a_later_day_holds_from_that_day_on() -> None:
    columns = columns_of([[100] * 4] * 5, [START, START + MINUTE, START + DAY, START + DAY + MINUTE, START + 2 * DAY])
    later = Amendment(date(2026, 1, 6), (OrderRate(per_day=1),))
    plan = evolve(a_plan(), amendments=(later, Amendment(date(2026, 1, 7), ())))

    story = play(columns, {0: [buy(), buy()], 2: [buy(), buy()]}, plan=plan)

    assert story.denials == ["order_rate"]
