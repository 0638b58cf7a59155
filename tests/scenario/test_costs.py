"""What trading costs besides commission: half the spread, a share of the volume, and the price that our orders move."""

from decimal import Decimal
from math import nan

import pytest

from propbots.domain.order import TimeInForce
from propbots.errors import ConfigurationError
from propbots.venue.path import PathPolicy
from rule_script import a_daily_loss, a_plan
from stage import bars, buy, exit_, play, sell

QUIET = "100 100 100 100"


def spread(ticks: int) -> dict[str, object]:
    return {"spread_ticks": ticks}


def share(limit: str) -> dict[str, object]:
    return {"volume_limit": Decimal(limit)}


@pytest.mark.parametrize(("ticks", "bought", "sold"), [(2, 101, 99), (3, 102, 99), (1, 101, 100)])
def test_a_market_order_pays_half_the_spread_and_there_and_back_the_whole(ticks: int, bought: int, sold: int) -> None:
    story = play(bars(QUIET, QUIET, QUIET), {0: buy(), 1: exit_()}, costs=spread(ticks))

    assert story.fills == [f"1 open: buy 1 at {bought} (signal)", f"2 open: sell 1 at {sold} (signal)"]


def test_a_stop_pays_half_the_spread_beside_slippage_and_a_limit_pays_neither() -> None:
    columns = bars(QUIET, "100 106 100 106", "106 112 106 112")
    script = {0: [buy(stop_price=105), sell(limit_price=110)]}

    story = play(columns, script, slippage=1, costs=spread(4))

    assert story.fills == ["1 inside: buy 1 at 108 (signal)", "2 inside: sell 1 at 110 (signal)"]


def test_what_a_rule_closes_pays_half_the_spread_and_what_the_end_closes_does_not() -> None:
    plan = a_plan(a_daily_loss(30))

    closed = play(bars(QUIET, QUIET, "100 100 90 90"), {0: buy()}, plan=plan, costs=spread(2))
    ended = play(bars(QUIET, QUIET), {0: buy()}, costs=spread(2))

    assert closed.fills == ["1 open: buy 1 at 101 (signal)", "2 inside: sell 1 at 97 (daily_loss)"]
    assert ended.fills == ["1 open: buy 1 at 101 (signal)", "1 inside: sell 1 at 100 (end_of_data)"]


def test_a_market_order_fills_a_share_of_each_bar_at_its_open() -> None:
    columns = bars(QUIET, QUIET, "101 101 101 101", "102 102 102 102", volumes=[100, 20, 25, 100])

    story = play(columns, {0: buy(5)}, costs=share("0.1"))

    assert story.fills[:3] == [
        "1 open: buy 2 at 100 (signal)",
        "2 open: buy 2 at 101 (signal)",
        "3 open: buy 1 at 102 (signal)",
    ]


def test_all_orders_share_the_volume_of_a_bar_the_first_come_first() -> None:
    columns = bars(QUIET, QUIET, QUIET, volumes=[30, 30, 30])

    story = play(columns, {0: [buy(2, reason="a"), sell(2, reason="b")]}, costs=share("0.1"))

    assert story.fills == ["1 open: buy 2 at 100 (a)", "1 open: sell 1 at 100 (b)", "2 open: sell 1 at 100 (b)"]


def test_less_than_a_step_is_nothing_and_an_unknown_volume_no_limit() -> None:
    columns = bars(QUIET, QUIET, QUIET, "101 101 101 101", volumes=[30, 9, 0, nan])

    story = play(columns, {0: buy(2)}, costs=share("0.1"))

    assert story.fills[:1] == ["3 open: buy 2 at 101 (signal)"]
    assert story.record.assumptions == ("1 of 4 bars tell no volume; there, it neither limited fills nor moved prices",)


def test_what_is_left_of_a_limit_fills_at_the_limit_though_the_market_opens_better() -> None:
    columns = bars(QUIET, "100 100 94 95", "93 97 93 97", volumes=[30, 10, 20])

    story = play(columns, {0: buy(3, limit_price=96)}, costs=share("0.1"))

    assert story.fills[:2] == ["1 inside: buy 1 at 96 (signal)", "2 open: buy 2 at 96 (signal)"]


def test_what_is_left_of_a_stop_is_taken_at_the_next_open() -> None:
    columns = bars(QUIET, QUIET, "100 100 94 99", "98 99 90 91", volumes=[50, 50, 20, 50])

    story = play(columns, {0: buy(5, stop_loss=95)}, costs=share("0.1"))

    assert story.fills[1:] == ["2 inside: sell 2 at 95 (stop)", "3 open: sell 3 at 98 (stop)"]
    assert story.ends == []


def test_what_is_left_of_a_stop_limit_rests_at_its_limit() -> None:
    columns = bars(QUIET, "100 106 100 106", "106 106 103 106", volumes=[50, 20, 50])

    story = play(columns, {0: buy(5, stop_price=105, limit_price=105)}, costs=share("0.1"))

    assert story.fills[:2] == ["1 inside: buy 2 at 105 (signal)", "2 inside: buy 3 at 105 (signal)"]


def test_a_day_order_of_which_something_is_left_ends_with_its_day() -> None:
    day = 24 * 60 * 60 * 1_000_000_000
    columns = bars(QUIET, QUIET, QUIET, opens_ns=[0, day // 2, day], volumes=[10, 10, 10])

    story = play(columns, {0: buy(2, time_in_force=TimeInForce.DAY)}, costs=share("0.1"))

    assert story.fills == ["1 open: buy 1 at 100 (signal)", "2 inside: sell 1 at 100 (end_of_data)"]
    assert story.ends == ["2 open: expired"]


def test_a_limit_of_volume_holds_back_neither_rules_nor_the_end() -> None:
    columns = bars(QUIET, QUIET, "100 100 90 90", volumes=[50, 50, 0])

    story = play(columns, {0: buy(5)}, plan=a_plan(a_daily_loss(150)), costs=share("0.1"))

    assert story.fills[1:] == ["2 inside: sell 5 at 97 (daily_loss)"]


def test_the_exits_of_an_entry_that_fills_in_parts_cover_what_is_held() -> None:
    columns = bars(QUIET, QUIET, QUIET, "100 100 90 91", volumes=[0, 20, 10, 90])

    story = play(columns, {0: buy(5, stop_loss=95)}, costs=share("0.1"))

    assert story.fills[:3] == [
        "1 open: buy 2 at 100 (signal)",
        "2 open: buy 1 at 100 (signal)",
        "3 open: buy 2 at 100 (signal)",
    ]
    assert story.fills[3:] == ["3 inside: sell 5 at 95 (stop)"]


def test_an_order_moves_the_price_by_the_square_of_its_share() -> None:
    """A tenth of the price times (5/10)^2 of 1,000 is 25 ticks; the sale takes the other half, 100 ticks times one."""
    columns = bars("1000 1000 1000 1000", "1000 1000 1000 1000", volumes=[10, 10])

    story = play(columns, {0: [buy(5), sell(5)]}, costs={"price_impact": Decimal("0.1")})

    assert story.fills == ["1 open: buy 5 at 1025 (signal)", "1 open: sell 5 at 900 (signal)"]


def test_an_impact_is_rounded_against_the_order_and_spares_limits() -> None:
    columns = bars(QUIET, "100 100 94 100", QUIET, volumes=[10, 10, 10])
    script = {0: buy(limit_price=95), 1: sell()}

    story = play(columns, script, costs={"price_impact": Decimal("0.1")})

    assert story.fills == ["1 inside: buy 1 at 95 (signal)", "2 open: sell 1 at 99 (signal)"]


def test_a_stop_limit_is_moved_no_further_than_its_limit() -> None:
    columns = bars(QUIET, "100 106 100 106", volumes=[10, 10])

    story = play(columns, {0: buy(5, stop_price=105, limit_price=106)}, costs={"price_impact": Decimal("0.1")})

    assert story.fills[0] == "1 inside: buy 5 at 106 (signal)"


@pytest.mark.parametrize(
    ("costs", "message"),
    [
        ({"spread_ticks": -1}, "spread must be 0 ticks or more"),
        ({"volume_limit": Decimal(0)}, "volume limit must be a share"),
        ({"volume_limit": Decimal("1.5")}, "volume limit must be a share"),
        ({"price_impact": Decimal(-1)}, "price impact must be 0 or more"),
    ],
)
def test_costs_that_nobody_means_are_refused(costs: dict[str, object], message: str) -> None:
    with pytest.raises(ConfigurationError, match=message):
        play(bars(QUIET, QUIET), {}, costs=costs)


def test_costs_are_part_of_the_fingerprint_only_where_they_are_asked_for() -> None:
    fingerprints = [
        play(bars(QUIET, QUIET), {}, costs=costs).record.fingerprint
        for costs in ({}, {"price_impact": Decimal(0)}, spread(1), share("0.5"), {"price_impact": Decimal("0.1")})
    ]

    assert fingerprints[0] == fingerprints[1]
    assert len(set(fingerprints)) == 4


def test_the_plan_sees_the_best_point_of_each_part_up_to_the_limit_that_closes_it() -> None:
    """Bought 3 at 100: one is sold at 104, the others were worth 107; 40 + 2 * 70 on the way to the stop."""
    columns = bars(QUIET, QUIET, "100 107 94 95")
    script = {0: buy(3, stop_loss=95), 1: sell(limit_price=104, reduce_only=True)}

    story = play(columns, script, path=PathPolicy.WORST_CASE)

    assert story.money("equity_high")[2] == 50_180
    assert story.trades[0].mfe == 120
