"""Orders that begin to work when another order is filled."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from propbots.domain.order import TimeInForce
from propbots.errors import StrategyFailed
from propbots.rules.rule import ContractCap
from propbots.venue.path import PathPolicy
from rule_script import a_plan
from stage import SPACING, START, Act, Actor, bars, buy, cancel, modify, play, sell

QUIET = "100 100 100 100"
TENTH = {"volume_limit": Decimal("0.1")}
GONE = "canceled (first order ended)"


def after(name: str, send: object, quantity: int = 1, **terms: object) -> Act:
    """Send an order that waits for one of the script."""

    def act(actor: Actor) -> None:
        send(quantity, after=actor.names[name], **terms)(actor)  # type: ignore[operator]  # -- buy or sell

    return act


def test_an_order_begins_inside_the_bar_in_which_the_first_is_filled() -> None:
    columns = bars(QUIET, "100 106 100 106", "106 111 106 111")
    script = {0: [buy(stop_price=105, name="a"), after("a", sell, limit_price=110)]}

    story = play(columns, script)

    assert story.fills == ["1 inside: buy 1 at 105 (signal)", "2 inside: sell 1 at 110 (signal)"]


def test_before_that_it_does_nothing() -> None:
    columns = bars(QUIET, "100 104 90 100", QUIET)

    story = play(columns, {0: [buy(stop_price=105, name="a"), after("a", sell, stop_price=95)]})

    assert story.fills == []


def test_a_market_order_is_filled_where_the_market_is_by_then() -> None:
    columns = bars(QUIET, "100 106 100 106", QUIET)

    story = play(columns, {0: [buy(stop_price=105, name="a"), after("a", sell, 2)]}, slippage=1)

    assert story.fills[:2] == ["1 inside: buy 1 at 106 (signal)", "1 inside: sell 2 at 104 (signal)"]


def test_market_orders_in_a_row_fill_at_one_open() -> None:
    script = {0: [buy(name="a"), after("a", sell, 2), buy(limit_price=90)]}

    story = play(bars(QUIET, QUIET), script)

    assert story.fills[:2] == ["1 open: buy 1 at 100 (signal)", "1 open: sell 2 at 100 (signal)"]


def test_a_long_row_of_orders_fills_one_after_the_other() -> None:
    def queue(actor: Actor) -> None:
        name = actor.buy(1)
        for _ in range(1_500):
            name = actor.buy(1, after=name)

    story = play(bars(QUIET, QUIET), {0: queue})

    assert len(story.fills) == 1_502


@pytest.mark.parametrize("path", PathPolicy)
def test_a_stop_and_reverse_follows_a_brackets_stop(path: PathPolicy) -> None:
    columns = bars(QUIET, QUIET, "100 100 94 94", "94 94 90 90")
    script = {
        0: [buy(stop_loss=95, name="entry"), lambda actor: actor.names.update(stop="2")],
        1: after("stop", sell, stop_loss_ticks=9),
    }

    story = play(columns, script, path=path)

    assert story.fills[1:3] == ["2 inside: sell 1 at 95 (stop)", "2 inside: sell 1 at 95 (signal)"]
    assert story.record.ambiguous_bars == 1


def test_a_limit_that_the_market_has_passed_by_then_fills_where_the_market_is() -> None:
    columns = bars(QUIET, "100 106 100 106", QUIET)

    story = play(columns, {0: [buy(stop_price=105, name="a"), after("a", sell, limit_price=103)]})

    assert story.fills[1] == "1 inside: sell 1 at 105 (signal)"


def test_a_trailing_stop_stands_at_its_distance_from_there() -> None:
    columns = bars(QUIET, "100 106 100 106", "106 106 101 101")

    story = play(columns, {0: [buy(stop_price=105, name="a"), after("a", sell, trail_ticks=3)]}, path=PathPolicy.OLHC)

    assert story.fills[1] == "2 inside: sell 1 at 103 (signal)"


@pytest.mark.parametrize(("limit", "filled"), [(104, True), (106, False)])
def test_an_immediate_order_has_that_moment_only(limit: int, filled: bool) -> None:
    columns = bars(QUIET, "100 108 100 108", "108 108 108 108")
    script = {0: [buy(stop_price=105, name="a"), after("a", sell, limit_price=limit, time_in_force=TimeInForce.IOC)]}

    story = play(columns, script)

    assert (len(story.fills) == 2 and "end_of_data" not in story.fills[1]) is filled
    assert story.ends == ([] if filled else ["1 inside: canceled (immediate or cancel)"])


def test_it_waits_until_all_of_the_first_is_filled() -> None:
    columns = bars(QUIET, QUIET, QUIET, QUIET, volumes=[0, 10, 10, 90])

    story = play(columns, {0: [buy(2, name="a"), after("a", sell, 2)]}, costs=TENTH)

    assert story.fills[:3] == [
        "1 open: buy 1 at 100 (signal)",
        "2 open: buy 1 at 100 (signal)",
        "3 open: sell 2 at 100 (signal)",
    ]


def test_it_ends_with_a_first_order_that_ends_before_that() -> None:
    columns = bars(QUIET, QUIET, QUIET, volumes=[0, 10, 90])
    partly = {0: [buy(2, time_in_force=TimeInForce.IOC, name="a"), after("a", sell, 2)]}
    canceled = {0: [buy(limit_price=90, name="a"), after("a", sell)], 1: cancel("a")}
    at_once = {0: [buy(limit_price=90, name="a"), cancel("a"), after("a", sell)]}

    assert GONE in play(columns, partly, costs=TENTH).ends[0]
    assert play(columns, canceled).ends == [f"1 inside: {GONE}", "1 inside: canceled (strategy)"]
    assert play(columns, at_once).ends == ["0 inside: canceled (strategy)", f"0 inside: {GONE}"]


def test_its_day_and_its_moment_run_while_it_waits() -> None:
    day = timedelta(days=1) // timedelta(microseconds=1) * 1_000
    columns = bars(QUIET, QUIET, QUIET, "90 90 90 90", opens_ns=[0, day // 2, day, day + day // 2])
    ends_with_day = {0: [buy(limit_price=95, name="a"), after("a", sell, time_in_force=TimeInForce.DAY)]}
    inside = datetime.fromtimestamp((START + SPACING) // 10**9 + 30, UTC)
    dated = {"time_in_force": TimeInForce.GTD, "expires_at": inside}
    ends_with_moment = {0: [buy(limit_price=95, name="a"), after("a", sell, **dated)]}

    assert play(columns, ends_with_day).ends == ["2 open: expired"]
    assert play(bars(QUIET, QUIET, "90 90 90 90"), ends_with_moment).ends == ["1 after 30 s: expired"]


def test_it_can_be_changed_and_canceled_while_it_waits() -> None:
    columns = bars(QUIET, QUIET, "100 106 100 106", "106 109 106 109")

    def name_it(actor: Actor) -> None:
        actor.names.update(b=actor.sell(1, limit_price=120, after=actor.names["a"]))
        actor.names.update(c=actor.sell(1, after=actor.names["a"]))

    script = {0: [buy(stop_price=105, name="a"), name_it], 1: [modify("b", limit_price=108), cancel("c")]}

    story = play(columns, script)

    assert story.fills[1] == "3 inside: sell 1 at 108 (signal)"
    assert story.ends == ["1 inside: canceled (strategy)"]


def test_it_may_have_a_bracket_of_its_own() -> None:
    columns = bars(QUIET, "100 106 100 106", "106 106 100 100")

    story = play(
        columns, {0: [buy(stop_price=105, name="a"), after("a", buy, stop_loss_ticks=2)]}, path=PathPolicy.OLHC
    )

    assert story.fills[1:3] == ["1 inside: buy 1 at 105 (signal)", "2 inside: sell 1 at 103 (stop)"]


def test_the_gate_counts_it_from_the_moment_it_is_asked_for() -> None:
    plan = a_plan(ContractCap(Decimal(2)))
    script = {0: [buy(limit_price=95, name="a"), after("a", buy, 1), buy(limit_price=90)]}

    story = play(bars(QUIET, QUIET), script, plan=plan)

    assert story.denials == ["contract_cap"]


def test_an_order_after_one_that_is_unknown_or_has_ended_is_denied() -> None:
    filled = {0: buy(name="a"), 1: after("a", sell)}
    unknown = {0: lambda actor: actor.sell(1, after="nobody")}
    denied = {0: [buy(5, name="a"), after("a", sell)]}

    assert play(bars(QUIET, QUIET, QUIET), filled).denials == ["first_order_gone"]
    assert play(bars(QUIET, QUIET, QUIET), unknown).denials == ["first_order_gone"]
    assert play(bars(QUIET, QUIET), denied, plan=a_plan(ContractCap(Decimal(2)))).denials == [
        "contract_cap",
        "first_order_gone",
    ]


def test_an_order_does_not_wait_for_two_things() -> None:
    with pytest.raises(StrategyFailed, match="not for both"):
        play(bars(QUIET, QUIET), {0: [buy(name="a"), after("a", sell, on_open=True)]})
