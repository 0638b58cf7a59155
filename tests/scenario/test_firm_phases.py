"""What a firm allows to be held, and when its phase is passed."""

from datetime import date
from decimal import Decimal
from typing import Any

import attrs
import pytest

from propbots.domain.instrument import AssetClass
from propbots.domain.outcome import PlanOutcome, PlanStatus
from propbots.domain.time import to_text
from propbots.domain.timeframe import DAY, MINUTE
from propbots.engine.life import AfterBreach
from propbots.errors import ConfigurationError
from propbots.rules.plan import Plan, Unknown
from propbots.rules.rule import Payout, Rule, WinningDays
from rule_script import a_cap, a_consistency, a_daily_loss, a_maximum_loss, a_plan, a_target
from stage import START, Story, bars, buy, enter_long, exit_, play, sell

QUIET = "100 100 100 100"


def outcome_of(story: Story) -> PlanOutcome:
    assert story.record.plan is not None
    return story.record.plan


def days_of_profit(*profits: int, rules: tuple[Rule, ...], held: bool = False, **options: Any) -> Story:
    """Make or lose some money each UTC day, one contract at a time, in steps of 10; the last bar is a day of its own."""
    rows, opens, script = [], [], {}
    for number, profit in enumerate((*profits, 0)):
        first, last = len(rows), 1_000 + profit // 10
        rows += [
            "1000 1000 1000 1000",
            f"1000 {max(1_000, last)} {min(1_000, last)} {last}",
            f"{last} {last} {last} {last}",
        ]
        opens += [START + number * DAY + minute * MINUTE for minute in (0, 2, 4)]
        if number < len(profits):
            script |= {first: enter_long(), first + 1: exit_()}
    if held:
        script[3 * len(profits) - 1] = enter_long()
    return play(bars(*rows, opens_ns=opens), script, plan=a_plan(*rules), **options)


def a_funded_plan(*rules: Rule, balance: int = 0) -> Plan:
    return attrs.evolve(a_plan(*rules, balance=balance), name="firm/plan#funded", phase="funded")


def test_an_account_that_passes_goes_on_as_a_fresh_one_of_the_next_phase() -> None:
    """The funded account begins at 0 and may lose 300: what it is told with stands 50,500 higher."""
    funded = a_funded_plan(a_maximum_loss(300))

    story = days_of_profit(500, -100, 200, -500, 50, rules=(a_maximum_loss(1_000), a_target(500)), following=(funded,))

    outcome = outcome_of(story)
    assert [(one.name, one.date, one.reason) for one in outcome.passed] == [
        ("firm/plan", date(2026, 1, 5), "profit target reached with 500.00")
    ]
    assert (outcome.name, outcome.status) == ("firm/plan#funded", PlanStatus.FAILED)
    assert outcome.reason == "maximum_loss: equity -300.00 touched the floor -300.00"
    told = [(day.phase, day.closing_balance, day.floor) for day in outcome.days]
    assert told == [
        ("firm/plan", 50_500, 49_000),
        ("firm/plan#funded", -100, -300),
        ("firm/plan#funded", 100, -300),
        ("firm/plan#funded", -300, -300),
    ]
    assert story.money("balance")[-1] == 50_200


def test_what_is_held_as_a_phase_passes_is_closed_before_the_next_begins() -> None:
    funded = a_funded_plan(a_maximum_loss(300))

    opens = [START, START + 2 * MINUTE, START + 4 * MINUTE, START + DAY, START + DAY + 2 * MINUTE]
    columns = bars("100 100 100 100", "100 150 100 150", "150 150 150 150", "160 160 160 160", QUIET, opens_ns=opens)
    script = {0: enter_long(), 1: [exit_(), enter_long()]}

    story = play(columns, script, plan=a_plan(a_target(500)), following=(funded,), commission=Decimal(0))

    assert story.fills[2:] == ["2 open: buy 1 at 150 (signal)", "3 open: sell 1 at 160 (phase_passed)"]
    assert [day.closing_balance for day in outcome_of(story).days] == [50_500, 0]
    assert outcome_of(story).progress["trading_days"] == 0


def test_payouts_are_taken_as_soon_as_they_may_and_stay_in_the_run_as_profit() -> None:
    payout = Payout(minimum=Decimal(100), maximum=(Decimal(150), Decimal(1_000)), split=Decimal("0.9"), count=2)
    rules = a_maximum_loss(1_000, trails=True, lock=0), payout, WinningDays(2, Decimal(100))

    story = days_of_profit(
        500, 100, 100, 300, 100, 50, rules=(a_target(500),), following=(a_funded_plan(*rules),), commission=Decimal(0)
    )

    outcome = outcome_of(story)
    assert [(one.date, one.amount, one.arrived) for one in outcome.payouts] == [
        (date(2026, 1, 7), 150, 135),
        (date(2026, 1, 9), 450, 405),
    ]
    assert (outcome.status, outcome.reason) == (PlanStatus.PASSED, "the last payout of the plan was taken")
    told = [(day.closing_balance, day.floor, day.payout) for day in outcome.days[1:]]
    assert told == [(100, -1_000, 0), (50, -900, 150), (350, -800, 0), (0, -650, 450)]
    assert story.money("balance")[-1] == 51_100


def test_a_floor_goes_where_the_plan_says_after_each_payout() -> None:
    floor = attrs.evolve(a_maximum_loss(1_000, trails=True, lock=0), after_payout=Decimal(-20))
    rules = floor, Payout(maximum=(Decimal(50),))

    story = days_of_profit(
        500, 100, 100, 0, 20, rules=(a_target(500),), following=(a_funded_plan(*rules),), commission=Decimal(0)
    )

    told = [(day.closing_balance, day.floor, day.payout) for day in outcome_of(story).days[1:]]
    assert told == [(50, -1_000, 50), (100, -20, 50), (100, -20, 0), (70, -20, 50), (70, -20, 0)]


def test_nothing_is_paid_out_where_nobody_asked_for_phases() -> None:
    story = days_of_profit(500, 500, rules=(Payout(),))

    assert (outcome_of(story).payouts, outcome_of(story).passed) == ((), ())


def test_days_tell_what_was_refused_and_what_closed_them() -> None:
    columns = bars(
        QUIET, QUIET, "100 100 40 60", QUIET, opens_ns=[START, START + 2 * MINUTE, START + 4 * MINUTE, START + DAY]
    )
    script = {0: [buy(2), buy(2)], 2: buy(), 3: buy()}

    days = outcome_of(play(columns, script, plan=a_plan(a_cap(2), a_daily_loss(1_000)))).days

    assert [(day.denied, day.closed_by) for day in days] == [(2, "daily_loss"), (0, None)]


def test_what_a_plan_does_not_trade_is_refused_before_the_run() -> None:
    plan = attrs.evolve(a_plan(), asset_classes=(AssetClass.FOREX, AssetClass.CFD))

    with pytest.raises(ConfigurationError, match="does not trade XYZ, which is futures; it trades forex, cfd"):
        play(bars(QUIET), {}, plan=plan)
    with pytest.raises(ConfigurationError, match="does not trade XYZ"):
        play(bars(QUIET), {}, plan=a_plan(), following=(attrs.evolve(plan, balance=Decimal(0)),))


def test_a_position_may_reach_the_cap_and_not_pass_it() -> None:
    columns = bars(QUIET, QUIET, QUIET, QUIET)

    story = play(columns, {0: buy(2), 1: [buy(), sell(3)], 2: sell(2)}, plan=a_plan(a_cap(2)))

    assert story.denials == ["contract_cap", "contract_cap"]
    assert story.fills[:2] == ["1 open: buy 2 at 100 (signal)", "3 open: sell 2 at 100 (signal)"]
    assert story.record.denied_orders == 2


def test_orders_that_rest_count_against_the_cap() -> None:
    script = {0: [buy(stop_price=110), buy(limit_price=90), buy()]}

    story = play(bars(QUIET, QUIET), script, plan=a_plan(a_cap(2)))

    assert story.denials == ["contract_cap"]
    assert story.fills == []


def test_the_exits_of_a_bracket_do_not_count_against_the_cap() -> None:
    columns = bars(QUIET, QUIET, QUIET)
    script = {0: buy(2, stop_loss_ticks=5, take_profit_ticks=5), 1: [exit_(), sell(2, stop_loss_ticks=5)]}

    story = play(columns, script, plan=a_plan(a_cap(2)))

    assert story.denials == []
    assert story.fills[1:3] == ["2 open: sell 2 at 100 (signal)", "2 open: sell 2 at 100 (signal)"]


def test_an_exit_that_fires_before_a_larger_entry_never_lets_the_cap_be_passed() -> None:
    """Short 1 with a stop at 104, an entry of 2 at 105: together they would be long 2, one more than the cap."""
    columns = bars(QUIET, QUIET, QUIET, "100 106 100 106")
    script = {0: sell(stop_loss=104), 1: buy(2, stop_price=105)}

    story = play(columns, script, plan=a_plan(a_cap(1)))

    assert max(story.record.account.position.tolist()) <= 1


def test_a_target_passes_at_the_close_of_the_day_that_reached_it() -> None:
    story = days_of_profit(1_000, 2_000, rules=(a_target(3_000),))

    plan = outcome_of(story)
    assert (plan.status, plan.reason) == (PlanStatus.PASSED, "profit target reached with 3000.00")
    assert to_text(plan.at_ns or 0) == "2026-01-07T00:00:00Z"
    assert [day.net_pnl for day in plan.days] == [1_000, 2_000]


def test_a_target_that_is_reached_only_during_a_day_does_not_pass() -> None:
    columns = bars(QUIET, "100 400 100 100", QUIET)

    story = play(columns, {0: buy(), 1: exit_()}, plan=a_plan(a_target(2_000)))

    assert story.money("equity_high")[1] == 53_000
    assert outcome_of(story).status is PlanStatus.ACTIVE


def test_open_profit_does_not_pass() -> None:
    opens = [START, START + 2 * MINUTE, START + DAY]

    story = play(
        bars(QUIET, "100 400 100 400", "400 400 100 100", opens_ns=opens), {0: buy()}, plan=a_plan(a_target(2_000))
    )

    assert outcome_of(story).status is PlanStatus.ACTIVE


def test_the_last_day_of_the_data_may_pass() -> None:
    story = play(bars(QUIET, "100 400 100 400"), {0: buy()}, plan=a_plan(a_target(3_000)))

    assert outcome_of(story).status is PlanStatus.PASSED
    assert outcome_of(story).days[0].date == date(2026, 1, 5)


def test_consistency_holds_a_target_back_until_no_day_made_too_large_a_share() -> None:
    story = days_of_profit(2_000, 1_000, 500, 500, rules=(a_target(3_000), a_consistency("0.5")))

    plan = outcome_of(story)
    assert plan.status is PlanStatus.PASSED
    assert len(plan.days) == 4


def test_the_way_to_the_target_is_told_while_consistency_holds_it_back() -> None:
    plan = outcome_of(days_of_profit(2_000, 1_000, rules=(a_target(3_000), a_consistency("0.5"))))

    assert plan.status is PlanStatus.ACTIVE
    assert plan.progress == {
        "profit": Decimal(3_000),
        "profit_target": Decimal(3_000),
        "profit_required": Decimal(4_000),
        "best_day": Decimal(2_000),
        "trading_days": 2,
        "floor": None,
    }


def test_a_passed_account_is_closed_at_the_first_open_after_the_day_and_sees_no_further_bar() -> None:
    story = days_of_profit(3_000, rules=(a_target(3_000),), held=True)

    assert len(story.fills) == 2
    assert story.ends == ["3 open: canceled (passed)"]
    assert len(story.record.bars) == 4
    assert story.actor.index == 2


def test_a_run_may_go_on_after_passing_and_stays_passed() -> None:
    rules = (a_target(3_000), a_maximum_loss(2_000))

    story = days_of_profit(3_000, 1_000, -9_000, rules=rules, after_breach=AfterBreach.CONTINUE)

    plan = outcome_of(story)
    assert plan.status is PlanStatus.PASSED
    assert [day.net_pnl for day in plan.days] == [3_000, 1_000, -9_000, 0]
    assert [violation.rule for violation in plan.violations] == ["maximum_loss"]


@pytest.mark.parametrize("profit", [2_990, -100])
def test_less_than_the_target_does_not_pass(profit: int) -> None:
    assert outcome_of(days_of_profit(profit, rules=(a_target(3_000),))).status is PlanStatus.ACTIVE


def test_an_unknown_fact_leaves_the_answer_unknown_and_a_breach_is_certain_all_the_same() -> None:
    from attrs import evolve

    plan = evolve(a_plan(a_maximum_loss(50)), unknown=(Unknown("news windows", "which releases count"),))

    quiet = play(bars(QUIET, QUIET), {}, plan=plan)
    broken = play(bars(QUIET, QUIET, "100 100 90 90"), {0: buy()}, plan=plan)

    assert (outcome_of(quiet).status, outcome_of(quiet).reason) == (PlanStatus.UNKNOWN, "not known: news windows")
    assert outcome_of(broken).status is PlanStatus.FAILED


def test_the_bar_that_closes_a_passed_account_belongs_to_no_day_of_it() -> None:
    opens = [*(START + 2 * number * MINUTE for number in range(4)), START + DAY]
    columns = bars(QUIET, "100 400 100 400", "400 400 400 400", "400 400 400 400", QUIET, opens_ns=opens)
    plan = a_plan(a_target(3_000), a_maximum_loss(2_000))

    outcome = play(columns, {0: buy(), 1: exit_(), 2: buy(2)}, plan=plan).record.plan

    assert outcome is not None
    assert outcome.status is PlanStatus.PASSED
    assert outcome.days[0].headroom_low == 2_000


@pytest.mark.parametrize(("since", "told"), [(date(2026, 1, 5), False), (date(2026, 1, 6), True), (None, False)])
def test_bars_from_before_a_plan_held_are_told(since: date | None, told: bool) -> None:
    plan = attrs.evolve(a_plan(a_target(100)), effective_from=since)

    story = play(bars(QUIET, QUIET), {}, plan=plan)

    words = "the rules of firm/plan are those since 2026-01-06; the bars begin on 2026-01-05"
    assert (words in story.record.assumptions) is told
