"""What a plan remembers of an account."""

import pytest

from bot import a_supervisor
from propbots.domain.scale import Scale
from propbots.rules.account_state import PlanState, build_plan_state
from propbots.rules.plan import Effect, Rule
from propbots.rules.scalar import NO_FLOOR
from rule_script import a_cap, a_consistency, a_daily_loss, a_maximum_loss, a_plan, a_target
from stage import FUTURE

START = 5_000_000


def a_state(*rules: Rule) -> PlanState:
    plan = a_plan(*rules)
    return build_plan_state(plan, Scale.of(FUTURE, amounts=plan.amounts()))


def closing(state: PlanState, *balances: int) -> list[int | None]:
    """Open and close a day at each balance; return the nearest floor after each."""
    floors = []
    previous = state.start
    for balance in balances:
        state.open_day(previous)
        state.close_day(balance)
        floors.append(state.nearest_floor(soft=False))
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
    state.open_day(START)

    state.broken(START + 900_000)

    assert state.nearest_floor(soft=False) == 4_800_000


def test_a_daily_floor_is_placed_anew_each_morning() -> None:
    state = a_state(a_daily_loss(1_000))
    state.open_day(5_100_000)
    first = state.nearest_floor(soft=True)
    state.open_day(4_950_000)

    assert (first, state.nearest_floor(soft=True)) == (5_000_000, 4_850_000)
    assert state.nearest_floor(soft=False) is None


@pytest.mark.parametrize("rules", [(a_daily_loss(500), a_maximum_loss(500)), (a_maximum_loss(500), a_daily_loss(500))])
def test_of_rules_broken_at_once_the_hard_one_is_told_wherever_the_plan_names_it(rules: tuple[Rule, ...]) -> None:
    broken = a_state(*rules).broken(4_950_000)

    assert broken is not None
    assert (broken.name, broken.effect) == ("maximum_loss", Effect.HARD)


def test_of_two_hard_rules_the_plans_first_is_told() -> None:
    broken = a_state(a_daily_loss(500, Effect.HARD), a_maximum_loss(500)).broken(4_950_000)

    assert broken is not None
    assert broken.name == "daily_loss"


def test_a_disarmed_rule_judges_no_more_until_it_is_placed_anew() -> None:
    state = a_state(a_maximum_loss(500, trails=True), a_daily_loss(300))
    for rule in list(state.floors):
        rule.disarm()
    nothing = state.nearest_floor(soft=True)
    state.close_day(6_000_000)
    state.open_day(6_000_000)

    assert nothing is None
    assert [rule.floor for rule in state.floors] == [NO_FLOOR, 5_970_000]


def test_a_plan_without_floors_has_none() -> None:
    assert a_state(a_cap(2)).nearest_floor(soft=True) is None
    assert a_state().broken(-(10**12)) is None


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

    assert (state.target.best_day, state.target.days) == (30_000, 2)


def test_the_profit_to_reach_grows_with_the_best_day() -> None:
    state = a_state(a_target(3_000), a_consistency("0.5"))
    before = state.target.required()
    closing(state, START + 200_000)

    assert (before, state.target.required()) == (300_000, 400_000)
    assert a_state(a_target(3_000)).target.required() == 300_000
    assert a_state().target.required() is None


def test_without_a_target_nothing_passes() -> None:
    assert not a_state(a_maximum_loss(500)).is_passed(10**9)


def test_the_scale_of_a_plan_rounds_none_of_its_amounts() -> None:
    supervisor = a_supervisor(a_plan(a_maximum_loss("2000.125"), a_daily_loss("0.0001")))

    assert supervisor.scale.money_exponent == 4
    assert supervisor.state.nearest_floor(soft=False) == 479_998_750
