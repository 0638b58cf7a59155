"""A firm's floor under live equity: where it stands, when it is touched, and what is left of the account then.

The worked cases A1 and A2 are a firm's own examples for an account of 50,000 with a maximum loss of 2,000.
"""

from decimal import Decimal

import pytest

from propbots.domain.instrument import AssetClass, Instrument
from propbots.domain.outcome import PlanStatus
from propbots.domain.timeframe import DAY, MINUTE
from propbots.engine.life import AfterBreach
from propbots.rules.rule import Effect, MaximumLoss
from propbots.venue.path import PathPolicy
from rule_script import FLAT_BY_310, a_daily_loss, a_maximum_loss, a_plan, at
from stage import START, Story, bars, buy, columns_of, enter_long, exit_, play, sell

QUIET = "100 100 100 100"
CENT = Instrument("CENT", AssetClass.CFD, tick_size=Decimal("0.01"), point_value=Decimal(1))
"""A tick is worth a cent, so that equity of any cent can be reached with one unit."""
TRAILING = a_maximum_loss(2_000, trails=True, lock=50_000)


def a_history(*days: tuple[str, str], rule: MaximumLoss = TRAILING) -> Story:
    """Trade one unit a day, from a balance to another with a low between them: (intraday low, close) of equity."""
    rows, opens, script = [], [], {}
    balance = Decimal(50_000)
    for number, (low, close) in enumerate(days):
        lowest, last = (int((Decimal(equity) - balance) * 100) for equity in (low, close))
        first = len(rows)
        rows += [
            (10**7, 10**7, 10**7, 10**7),
            (10**7, 10**7 + max(0, last), 10**7 + lowest, 10**7 + last),
            (10**7 + last,) * 4,
        ]
        opens += [START + number * DAY + minute * MINUTE for minute in (0, 2, 4)]
        script |= {first: enter_long(), first + 1: exit_()}
        balance = Decimal(close)
    return play(columns_of(rows, opens, instrument=CENT), script, plan=a_plan(rule))


def test_a1_the_floor_follows_the_days_closes_up_to_its_lock() -> None:
    story = a_history(
        ("49700", "50500"),
        ("49600", "50000"),
        ("49900", "51800"),
        ("49850", "51000"),
        ("50600", "52000"),
        ("51000", "53500"),
        ("50000.01", "53500"),
    )

    plan = story.record.plan
    assert plan is not None
    assert [day.floor for day in plan.days] == [48_000, 48_500, 48_500, 49_800, 49_800, 50_000, 50_000]
    assert [day.closing_balance for day in plan.days] == [50_500, 50_000, 51_800, 51_000, 52_000, 53_500, 53_500]
    assert [str(day.headroom_low) for day in plan.days] == [
        "1700.00", "1100.00", "1400.00", "50.00", "800.00", "1000.00", "0.01"
    ]  # fmt: skip
    assert plan.status is PlanStatus.ACTIVE
    assert plan.progress["floor"] == 50_000


def test_a1_touching_the_locked_floor_to_the_cent_is_a_breach() -> None:
    story = a_history(("49900", "51800"), ("50600", "52000"), ("50000.00", "53500"))

    plan = story.record.plan
    assert plan is not None
    assert plan.status is PlanStatus.FAILED
    assert plan.reason == "maximum_loss: equity 50000.00 touched the floor 50000.00"


@pytest.mark.parametrize(
    ("low", "failed"), [("49500", False), ("49000.25", False), ("49000.01", False), ("49000", True)]
)
def test_a2_the_floor_moves_on_the_close_and_is_broken_by_live_equity(low: str, failed: bool) -> None:
    story = a_history(("50000", "51000"), (low, "50900"))

    plan = story.record.plan
    assert plan is not None
    assert (plan.status is PlanStatus.FAILED) is failed
    assert plan.days[1].floor == 49_000
    assert plan.days[1].closing_balance == (49_000 if failed else 50_900)


def test_a2_a_bar_that_touches_the_floor_and_closes_above_fails_the_account_there_and_then() -> None:
    story = a_history(("50000", "51000"), ("49000", "50900"))

    plan, trade = story.record.plan, story.trades[-1]
    touched = int(story.record.bars.close_time[4])
    assert plan is not None
    assert plan.at_ns == touched
    assert [(violation.rule, violation.effect, violation.time_ns) for violation in plan.violations] == [
        ("maximum_loss", "hard", touched)
    ]
    assert (trade.exit_price, trade.exit_time_ns, trade.exit_reason) == (98_000, touched, "maximum_loss")
    assert len(story.record.bars) == 5
    assert story.money("equity")[-1] == 49_000
    assert plan.days[-1].headroom_low == 0


def test_the_floor_of_each_bar_is_the_one_that_was_in_force() -> None:
    story = a_history(("50000", "51000"), ("49000", "50900"))

    assert story.record.account.floor is not None
    assert [story.record.scale.to_money(floor) for floor in story.record.account.floor.tolist()] == [
        48_000, 48_000, 48_000, 49_000, 49_000
    ]  # fmt: skip


def test_a_static_floor_never_moves() -> None:
    story = a_history(("50000", "53000"), ("48000.01", "53000"), rule=a_maximum_loss(2_000))

    assert story.record.plan is not None
    assert [day.floor for day in story.record.plan.days] == [48_000, 48_000]


def test_a_floor_between_two_ticks_is_touched_at_the_first_tick_beyond_it() -> None:
    """At 10 a tick equity passes from 49,950 to 49,940; a loss of 55 is a touch at 49,940."""
    story = play(bars(QUIET, QUIET, "100 100 90 99"), {0: buy()}, plan=a_plan(a_maximum_loss(55)))

    assert story.fills[1] == "2 inside: sell 1 at 94 (maximum_loss)"


def test_a_short_position_touches_its_floor_above() -> None:
    story = play(bars(QUIET, QUIET, "100 110 100 100"), {0: sell(2)}, plan=a_plan(a_maximum_loss(100)))

    assert story.fills[1] == "2 inside: buy 2 at 105 (maximum_loss)"


def test_the_liquidation_at_the_floor_pays_slippage_and_commission() -> None:
    """Bought at 101 for 1: equity 49,989 at 100; at 96 it is 49,949, under the floor of 49,950."""
    plan = a_plan(a_maximum_loss(50))

    story = play(bars(QUIET, QUIET, "100 100 90 99"), {0: buy()}, plan=plan, slippage=1, commission="1")

    assert story.fills[1] == "2 inside: sell 1 at 95 (maximum_loss)"
    assert story.money("balance")[-1] == 49_938
    assert story.record.plan is not None
    assert story.record.plan.reason == "maximum_loss: equity 49949.00 touched the floor 49950.00"


def test_an_open_beyond_the_floor_fails_the_account_at_the_open() -> None:
    story = play(bars(QUIET, QUIET, "80 120 80 120"), {0: buy()}, plan=a_plan(a_maximum_loss(50)))

    assert story.fills[1] == "2 open: sell 1 at 80 (maximum_loss)"
    assert story.money("equity")[-1] == 49_800


def test_costs_alone_may_touch_a_floor() -> None:
    plan = a_plan(a_maximum_loss(2))

    story = play(bars(QUIET, QUIET, QUIET), {0: buy()}, plan=plan, commission="2")

    assert story.fills == ["1 open: buy 1 at 100 (signal)", "1 open: sell 1 at 100 (maximum_loss)"]


def test_a_stop_above_the_floor_saves_the_account() -> None:
    story = play(bars(QUIET, QUIET, "100 100 90 99"), {0: buy(stop_loss=96)}, plan=a_plan(a_maximum_loss(50)))

    assert story.fills[1] == "2 inside: sell 1 at 96 (stop)"
    assert story.record.plan is not None
    assert story.record.plan.status is PlanStatus.ACTIVE


def test_the_floor_comes_before_an_order_at_its_price() -> None:
    story = play(bars(QUIET, QUIET, "100 100 90 99"), {0: buy(stop_loss=95)}, plan=a_plan(a_maximum_loss(50)))

    assert story.fills[1] == "2 inside: sell 1 at 95 (maximum_loss)"


def test_a_stop_that_slips_through_the_floor_fails_the_account() -> None:
    plan = a_plan(a_maximum_loss(50))

    story = play(bars(QUIET, QUIET, "100 100 90 99"), {0: buy(limit_price=101, stop_loss=96)}, plan=plan, slippage=2)

    assert story.fills[1] == "2 inside: sell 1 at 94 (stop)"
    assert story.record.plan is not None
    assert story.record.plan.status is PlanStatus.FAILED


def test_a_failed_account_is_flat_without_orders_and_sees_no_further_bar() -> None:
    columns = bars(QUIET, QUIET, "100 100 90 99", "99 120 60 99")
    script = {0: [buy(), buy(stop_price=110), sell(limit_price=150)], 2: buy(), 3: buy()}

    story = play(columns, script, plan=a_plan(a_maximum_loss(50)))

    assert story.ends == ["2 inside: canceled (maximum_loss)", "2 inside: canceled (maximum_loss)"]
    assert story.actor.index == 1
    assert len(story.record.bars) == 3


@pytest.mark.parametrize(
    ("path", "touched"),
    [(PathPolicy.WORST_CASE, True), (PathPolicy.OLHC, True), (PathPolicy.OHLC, False)],
)
def test_whether_a_floor_is_touched_before_the_target_depends_on_the_path(path: PathPolicy, touched: bool) -> None:
    story = play(
        bars(QUIET, QUIET, "100 107 90 99"), {0: buy(take_profit=106)}, plan=a_plan(a_maximum_loss(50)), path=path
    )

    assert story.trades[0].exit_reason == ("maximum_loss" if touched else "target")


def test_a_run_may_go_on_after_the_breach() -> None:
    columns = bars(QUIET, QUIET, "100 100 90 99", "99 120 99 118", "118 118 70 80")
    plan = a_plan(a_maximum_loss(50))

    story = play(columns, {0: buy(), 3: buy()}, plan=plan, after_breach=AfterBreach.CONTINUE)

    assert story.fills == [
        "1 open: buy 1 at 100 (signal)",
        "4 open: buy 1 at 118 (signal)",
        "4 inside: sell 2 at 80 (end_of_data)",
    ]
    assert story.record.plan is not None
    assert story.record.plan.status is PlanStatus.FAILED
    assert story.moment(story.record.plan.at_ns or 0) == "2 inside"
    assert len(story.record.plan.violations) == 1
    assert story.record.plan.days[0].floor == 49_950


def test_the_cost_of_closing_for_one_rule_may_break_the_next() -> None:
    """Bought at 102 the account is down 20, the day's limit; sold at 98 it is down 40, the maximum loss."""
    plan = a_plan(a_maximum_loss(40), a_daily_loss(20))

    story = play(bars(QUIET, QUIET, QUIET, QUIET), {0: buy()}, plan=plan, slippage=2)

    assert story.fills == ["1 open: buy 1 at 102 (signal)", "1 open: sell 1 at 98 (daily_loss)"]
    outcome = story.record.plan
    assert outcome is not None
    assert [violation.rule for violation in outcome.violations] == ["daily_loss", "maximum_loss"]
    assert outcome.status is PlanStatus.FAILED
    assert story.moment(outcome.at_ns or 0) == "1 open"
    assert len(story.record.bars) == 2


def test_closing_at_an_open_may_break_the_next_rule_at_that_open() -> None:
    """The day's limit is touched at the open; the tick of slippage that closing costs reaches the maximum loss."""
    rules = (a_maximum_loss(2_000, trails=True, lock=50_000), a_daily_loss(1_000))
    opens = [START, START + 2 * MINUTE, START + 4 * MINUTE, *(START + DAY + 2 * number * MINUTE for number in range(4))]
    columns = bars(QUIET, "100 100 83 83", "83 83 83 83", QUIET, QUIET, "81 84 81 84", "84 90 84 90", opens_ns=opens)

    story = play(columns, {0: buy(5), 1: exit_(), 3: buy(5)}, plan=a_plan(*rules), slippage=1)

    assert story.money("balance")[-1] == 48_000
    outcome = story.record.plan
    assert outcome is not None
    assert outcome.status is PlanStatus.FAILED
    assert story.moment(outcome.at_ns or 0) == "5 open"


def test_what_closing_in_time_costs_belongs_to_the_day_that_it_ends() -> None:
    opens = [at(f"2026-01-05 {clock}", "America/Chicago") for clock in ("14:58", "15:00", "17:00", "17:01")]
    columns = bars(QUIET, QUIET, "96 96 96 96", "96 96 96 96", opens_ns=opens)
    plan = a_plan(a_daily_loss(50, Effect.HARD), day=FLAT_BY_310)

    story = play(columns, {0: buy(limit_price=101)}, plan=plan, slippage=1)

    outcome = story.record.plan
    assert outcome is not None
    assert outcome.days[0].closing_balance == outcome.days[0].floor == 49_950
    assert outcome.status is PlanStatus.FAILED


def test_the_last_commission_may_break_a_rule() -> None:
    story = play(bars(QUIET, QUIET, "96 96 96 96"), {0: buy()}, plan=a_plan(a_maximum_loss(50)), commission="6")

    outcome = story.record.plan
    assert outcome is not None
    assert outcome.status is PlanStatus.FAILED
    assert outcome.days[0].headroom_low == -2
