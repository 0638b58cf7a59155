"""What a plan remembers of an account."""

from datetime import date
from decimal import Decimal

import pytest
from attrs import evolve

from bot import a_supervisor
from propbots.domain.scale import Scale
from propbots.errors import ConfigurationError
from propbots.rules.account_state import PlanState, build_plan_state
from propbots.rules.plan import Amendment
from propbots.rules.rule import DailyLoss, Effect, FloatingLoss, MaximumLoss, MaximumLossBasis, Rule, Tier
from propbots.rules.scalar import NO_LOCK
from rule_script import a_cap, a_consistency, a_daily_loss, a_maximum_loss, a_plan, a_target
from stage import FUTURE

START = 5_000_000
MONDAY = date(2026, 1, 5)


def a_state(*rules: Rule) -> PlanState:
    plan = a_plan(*rules)
    return build_plan_state(plan, Scale.of(FUTURE, amounts=plan.amounts()))


def closing(state: PlanState, *balances: int) -> list[int | None]:
    """Open and close a day at each balance; return the nearest floor after each."""
    floors = []
    previous = state.start
    for balance in balances:
        state.open_day(MONDAY, previous, previous)
        state.close_day(balance, traded=True)
        floors.append(state.hard_floor(balance))
        previous = balance
    return floors


def test_a_static_floor_stands_still() -> None:
    state = a_state(a_maximum_loss(2_000))

    assert closing(state, START + 500_000, START - 100_000) == [4_800_000, 4_800_000]


def test_a_trailing_floor_follows_the_closes_up_and_never_down() -> None:
    state = a_state(a_maximum_loss(2_000, trails=True))

    assert closing(state, START + 50_000, START, START + 300_000) == [4_850_000, 4_850_000, 5_100_000]


def test_a_trailing_floor_stops_at_its_lock() -> None:
    state = a_state(a_maximum_loss(2_000, trails=True, lock=50_000))

    assert closing(state, START + 190_000, START + 900_000) == [4_990_000, 5_000_000]


def test_a_lock_below_the_first_floor_does_not_lower_it() -> None:
    state = a_state(a_maximum_loss(2_000, trails=True, lock=47_000))

    assert closing(state, START + 900_000) == [4_800_000]


def test_a_floor_does_not_move_within_a_day() -> None:
    state = a_state(a_maximum_loss(2_000, trails=True))
    state.open_day(MONDAY, START, START)

    state.follow(START + 900_000)

    assert state.hard_floor(START) == 4_800_000


def test_a_daily_floor_is_placed_anew_each_morning() -> None:
    state = a_state(a_daily_loss(1_000))
    state.open_day(MONDAY, 5_100_000, 5_100_000)
    first = state.edge(5_100_000)
    state.open_day(MONDAY, 4_950_000, 4_950_000)

    assert (first, state.edge(4_950_000)) == (5_000_000, 4_850_000)
    assert state.hard_floor(4_950_000) is None


@pytest.mark.parametrize("rules", [(a_daily_loss(500), a_maximum_loss(500)), (a_maximum_loss(500), a_daily_loss(500))])
def test_of_rules_broken_at_once_the_hard_one_is_told_wherever_the_plan_names_it(rules: tuple[Rule, ...]) -> None:
    state = a_state(*rules)
    state.open_day(MONDAY, START, START)

    broken = state.broken(START, 4_950_000)

    assert broken is not None
    assert (broken.name, broken.effect) == ("maximum_loss", Effect.HARD)


def test_of_two_hard_rules_the_maximum_loss_is_told() -> None:
    state = a_state(a_daily_loss(500, Effect.HARD), a_maximum_loss(500))
    state.open_day(MONDAY, START, START)

    broken = state.broken(START, 4_950_000)

    assert broken is not None
    assert broken.name == "maximum_loss"


def test_a_disarmed_rule_judges_no_more_until_it_is_placed_anew() -> None:
    state = a_state(a_maximum_loss(500, trails=True), a_daily_loss(300))
    state.open_day(MONDAY, START, START)
    for rule in state.floors(START):
        state.disarm(rule)
    nothing = state.floors(START)
    state.close_day(6_000_000, traded=True)
    state.open_day(MONDAY, 6_000_000, 6_000_000)

    assert nothing == []
    assert [rule.floor for rule in state.floors(6_000_000)] == [5_970_000]


def test_a_plan_without_floors_has_none() -> None:
    assert a_state(a_cap(2)).floors(START) == []
    assert a_state().broken(-(10**12), -(10**12)) is None


@pytest.mark.parametrize(
    ("closes", "passed"),
    [
        ((5_300_000,), False),
        ((5_150_000, 5_300_000), True),
        ((5_200_000, 5_300_000), False),
        ((5_200_000, 5_300_000, 5_400_000), True),
        ((5_200_000, 5_100_000, 5_300_000), False),
    ],
)
def test_a_target_of_3_000_passes_when_no_day_made_more_than_half(closes: tuple[int, ...], passed: bool) -> None:
    state = a_state(a_target(3_000), a_consistency("0.5"))
    closing(state, *closes)

    assert state.is_passed(closes[-1]) is passed


def test_a_loss_is_no_best_day_and_every_day_counts() -> None:
    state = a_state(a_target(100))
    closing(state, START - 50_000, START - 20_000)

    assert (state.best_day, state.days) == (30_000, 2)


def test_the_profit_to_reach_grows_with_the_best_day() -> None:
    state = a_state(a_target(3_000), a_consistency("0.5"))
    before = state.required_profit()
    closing(state, START + 200_000)

    assert (before, state.required_profit()) == (300_000, 400_000)
    assert a_state(a_target(3_000)).required_profit() == 300_000
    assert a_state().required_profit() is None


def test_without_a_target_nothing_passes() -> None:
    assert not a_state(a_maximum_loss(500)).is_passed(10**9)


def test_the_scale_of_a_plan_rounds_none_of_its_amounts() -> None:
    supervisor = a_supervisor(a_plan(a_maximum_loss("2000.125"), a_daily_loss("0.0001")))

    assert supervisor.scale.money_exponent == 4
    assert supervisor.state.hard_floor(0) == 479_998_750


def test_a_payout_is_no_loss_and_profit_is_counted_anew() -> None:
    state = a_state(a_maximum_loss(2_000, trails=True), a_daily_loss(1_000), a_target(300))
    closing(state, START + 200_000)
    state.open_day(MONDAY, START + 200_000, START + 200_000)

    state.take_payout(START + 50_000, 150_000)

    assert state.broken(START + 50_000, START + 50_000) is None
    assert (state.day_start, state.best_day, state.days) == (START + 50_000, 0, 0)
    assert state.hard_floor(START) == START
    assert not state.is_passed(START + 70_000)
    assert state.is_passed(START + 80_000)


def test_a_deposit_is_no_profit_and_leaves_no_more_to_lose() -> None:
    state = a_state(a_maximum_loss(2_000, trails=True, lock=50_000), a_daily_loss(1_000), a_target(300))
    state.open_day(MONDAY, START, START)

    state.deposit(100_000)
    floors = [rule.floor for rule in state.floors(START + 100_000)]
    state.close_day(START + 900_000, traded=True)

    assert floors == [START - 100_000, START]
    assert not state.is_passed(START + 129_999)
    assert state.is_passed(START + 130_000)
    assert state.hard_floor(START) == START + 100_000


@pytest.mark.parametrize(("profit", "floor"), [(0, 4_900_000), (9_999, 4_909_999), (10_000, 4_980_000)])
def test_a_tier_holds_from_its_very_profit_on(profit: int, floor: int) -> None:
    state = a_state(DailyLoss(Decimal(1_000), tiers=(Tier(Decimal(100), Decimal(300)),)))

    state.open_day(MONDAY, START + profit, START + profit)

    assert state.edge(START + profit) == floor


def test_a_floor_that_trails_live_equity_says_when_it_rises() -> None:
    state = a_state(MaximumLoss(Decimal(2_000), MaximumLossBasis.INTRADAY, Decimal(50_000)))

    state.follow(state.next_peak() - 1)
    before = state.hard_floor(START)
    state.follow(state.next_peak())

    assert (before, state.hard_floor(START)) == (4_800_000, 4_800_001)
    state.follow(START + 900_000)
    assert (state.hard_floor(START), state.next_peak()) == (START, NO_LOCK)


def test_an_equity_that_may_touch_a_floor_breaks_it_a_unit_lower() -> None:
    state = a_state(MaximumLoss(Decimal(500), MaximumLossBasis.STATIC, may_touch=True))

    assert state.broken(START, 4_950_000) is None
    assert state.broken(START, 4_949_999) is not None
    assert state.edge(START) == 4_949_999


def test_open_positions_may_lose_no_more_than_a_floating_loss() -> None:
    state = a_state(FloatingLoss(Decimal(100)), a_maximum_loss(2_000))
    state.open_day(MONDAY, START, START)

    broken = state.broken(4_900_000, 4_890_000)

    assert state.broken(4_900_000, 4_890_001) is None
    assert broken is not None
    assert (broken.name, broken.floor) == ("floating_loss", 4_890_000)


def test_amended_rules_hold_from_their_trading_day_on() -> None:
    plan = evolve(
        a_plan(a_target(100), a_consistency("0.5")),
        amendments=(Amendment(date(2026, 1, 6), (a_target(100), a_consistency("0.9"))),),
    )
    state = build_plan_state(plan, Scale.of(FUTURE, amounts=plan.amounts()))
    passed = []
    for day in (5, 6):
        state.open_day(date(2026, 1, day), START, START)
        state.close_day(START + 10_000, traded=True)
        passed.append(state.is_passed(START + 12_000))

    assert passed == [False, True]


def test_a_share_is_rounded_down_to_the_cent_however_finely_money_is_counted() -> None:
    plan = a_plan(DailyLoss(None, Effect.HARD, Decimal("0.05")))
    floors = []
    for exponent in (2, 5):
        scale = Scale(FUTURE, exponent)
        state = build_plan_state(plan, scale)
        opened = scale.to_units(Decimal("50000.30"))
        state.open_day(MONDAY, opened, opened)
        floors.append(scale.to_money(state.edge(opened)))

    assert floors == [Decimal("47500.29")] * 2


def test_tiers_of_a_share_are_refused() -> None:
    with pytest.raises(ConfigurationError, match="tiers replace an amount"):
        DailyLoss(None, share=Decimal("0.05"), tiers=(Tier(Decimal(0), Decimal(100)),))
