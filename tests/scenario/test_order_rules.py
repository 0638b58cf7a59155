"""A plan's rules about orders beyond its caps, in whole backtests."""

from propbots.domain.timeframe import DAY, MINUTE
from propbots.rules.rule import OrderRate
from rule_script import CHICAGO, a_plan, at
from stage import START, bars, buy, columns_of, play, sell

QUIET = "100 100 100 100"


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
