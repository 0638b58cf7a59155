"""Ten bugs that others' rule code had, each as a case that ours must pass; the numbers are those of the list.

Where a worked case or another test holds the same thing at length, the test here is short and names it:

1. `test_worked_cases.py` A3; 2. D3 and `tests/unit/rules/test_account_state.py`; 3. `tests/unit/rules/test_plan_record.py`;
4. `tests/unit/rules/test_firm_clocks.py` and `tests/scenario/test_firm_days.py`; 5. A3; 6. F1, F3; 7. E7;
8. A1, A2 and `tests/scenario/test_firm_floors.py`; 9. the plans' tests of `propbots-topstep`; 10. H1.
"""

from datetime import date
from decimal import Decimal

import msgspec
import pytest
from attrs import evolve

from propbots.domain.scale import Scale
from propbots.domain.timeframe import HOUR, MINUTE
from propbots.errors import PropbotsError
from propbots.plugin.catalogue import load_catalogue
from propbots.rules.account_state import PlanState, build_plan_state
from propbots.rules.plan import Plan
from propbots.rules.plan_record import PlanRecord, restore_plan_state, to_plan_record
from propbots.rules.rule import Conduct, Effect, NewsWindow
from rule_script import CHICAGO, a_daily_loss, a_plan, at
from stage import FUTURE, buy, columns_of, play, sell

MONDAY = date(2026, 11, 16)


def begin(name: str) -> PlanState:
    plan = load_catalogue().load_plan(name)
    return build_plan_state(plan, Scale.of(FUTURE, amounts=plan.amounts()))


def cents(dollars: int) -> int:
    return 100 * dollars


def test_1_an_account_that_starts_at_zero_has_its_floor_under_zero() -> None:
    state = begin("topstep/xfa-50k")

    assert (state.start, state.hard_floor(0)) == (0, cents(-2_000))
    assert state.broken(0, 0) is None
    assert state.broken(0, cents(-2_000)) is not None


def test_2_a_days_loss_is_counted_from_what_the_day_opened_with() -> None:
    state = begin("topstep/combine-50k?daily-loss=1000")
    state.open_day(MONDAY, cents(50_000), cents(50_000))
    state.close_day(cents(51_500), traded=True)
    state.open_day(MONDAY, cents(51_500), cents(51_500))

    broken = state.broken(cents(51_500), cents(50_500))

    assert broken is not None
    assert broken.name == "daily_loss"
    assert state.broken(cents(51_500), cents(50_500) + 1) is None


def test_3_a_restart_does_not_reset_the_days_loss() -> None:
    state = begin("topstep/combine-50k?daily-loss=1000")
    state.open_day(MONDAY, cents(51_500), cents(51_500))

    written = msgspec.json.encode(to_plan_record(state))
    again = restore_plan_state(state.plan, state.scale, msgspec.json.decode(written, type=PlanRecord))

    assert again == state
    assert again.broken(cents(50_700), cents(50_500)) is not None


@pytest.mark.parametrize(("day", "hours"), [("2026-01-13", 23), ("2026-07-14", 22)])
def test_4_a_locked_day_opens_by_the_firms_clock_and_not_at_midnight_utc(day: str, hours: int) -> None:
    opens = at(f"{day} 20:00")
    moments = [opens, opens + MINUTE, opens + 2 * MINUTE]
    moments += [at(f"{day} {hours - 1}:58"), at(f"{day} {hours}:01"), at(f"{day} {hours}:03")]
    rows = [(100,) * 4, (100, 100, 70, 70), (70,) * 4, (70,) * 4, (70,) * 4, (70,) * 4]

    story = play(
        columns_of(rows, moments),
        {0: buy(), 2: buy(), 3: buy(), 4: buy()},
        plan=a_plan(a_daily_loss(200), day=CHICAGO),
    )

    assert story.denials == ["trading_halted", "trading_halted"]
    assert len(story.trades) == 2


def test_4_midnight_utc_unlocks_nothing() -> None:
    moments = [at("2026-01-13 23:30") + number * MINUTE for number in range(3)] + [at("2026-01-14 00:01") + HOUR]
    rows = [(100,) * 4, (100, 100, 70, 70), (70,) * 4, (70,) * 4]

    story = play(columns_of(rows, moments), {0: buy(), 3: buy()}, plan=a_plan(a_daily_loss(200), day=CHICAGO))

    assert story.denials == ["trading_halted"]


def test_5_after_a_payout_the_room_is_what_is_left_in_the_account() -> None:
    state = begin("topstep/xfa-50k")
    state.open_day(MONDAY, 0, 0)
    state.close_day(cents(1_700), traded=True)
    state.take_payout(cents(850), cents(850))

    floor = state.hard_floor(cents(850))

    assert floor is not None
    assert cents(850) - floor == cents(850)


def test_6_a_cap_that_grows_with_the_profit_does_not_grow_within_the_day() -> None:
    plan = evolve(load_catalogue().load_plan("topstep/xfa-50k"), products=())
    moments = [at("2026-11-16 15:00") + number * MINUTE for number in range(4)] + [at("2026-11-17 15:00")]
    rows = [(100,) * 4, (100, 190, 100, 190), (190,) * 4, (190,) * 4, (190,) * 4]

    story = play(columns_of(rows, moments), {0: buy(2), 2: sell(2), 3: buy(3), 4: buy(3)}, plan=plan, balance=0)

    assert story.denials == ["contract_cap"]


def test_7_consistency_is_a_share_of_the_net_profit_and_not_of_the_winning_days() -> None:
    state, balance = begin("topstep/combine-50k"), cents(50_000)
    for profit in (1_700, -700, 1_600, 400):
        state.open_day(MONDAY, balance, balance)
        balance += cents(profit)
        state.close_day(balance, traded=True)

    assert 1_700 * 100 <= 55 * (1_700 + 1_600 + 400)
    assert 1_700 * 100 > 55 * 3_000
    assert not state.is_passed(balance)


def test_7_the_two_per_cent_are_told_as_those_of_the_exchanges_price_limit() -> None:
    plan = load_catalogue().load_plan("topstep/combine-50k")

    told = [rule.clause for rule in plan.find_all(Conduct) if "2 %" in rule.clause]

    assert told == ["No trading within 2 % of a product's price limit at the exchange"]


def test_8_an_end_of_day_floor_is_touched_within_a_day_and_locks_at_the_lower_of_both() -> None:
    state = begin("topstep/combine-50k")
    state.open_day(MONDAY, cents(50_000), cents(50_000))
    assert state.broken(cents(50_000), cents(48_000)) is not None
    floors = []
    for close in (51_000, 55_000):
        state.close_day(cents(close), traded=True)
        floors.append(state.hard_floor(cents(close)))

    assert floors == [cents(49_000), cents(50_000)]


@pytest.mark.parametrize(("product", "round_turn"), [("MES", "1.22"), ("MNQ", "1.22"), ("ES", "3.78"), ("NQ", "3.78")])
def test_9_commissions_are_those_of_the_newest_page(product: str, round_turn: str) -> None:
    plan = load_catalogue().load_plan("topstep/combine-50k")

    assert 2 * plan.commissions[product] == Decimal(round_turn)


T1 = ("fomc", "fomc-minutes", "employment", "cpi")
ENERGY, FARMING = ("eia",), ("agriculture",)


def every_phase() -> list[Plan]:
    """Each plan that we ship, in each of its phases."""
    shelf, found = load_catalogue().plans, []
    for one in shelf.list_all():
        assert not isinstance(one, PropbotsError)
        plan = one.plan
        found += [plan, *(shelf.load(f"{plan.name}#{phase}") for phase in plan.phases if phase != plan.phase)]
    return found


def test_10_no_news_window_is_wider_than_what_the_firm_says() -> None:
    held: dict[str, set[str]] = {}
    for plan in every_phase():
        firm, _, family = plan.name.partition("/")
        later = [rule for amendment in plan.amendments for rule in amendment.rules]
        for rule in (*plan.rules, *later):
            if not isinstance(rule, NewsWindow):
                continue
            held.setdefault(firm, set()).add(family.rpartition("-")[0] if "#" in family else family)
            assert plan.phase != "evaluation"
            if firm == "mffu":
                assert (rule.events, bool(rule.products)) in {(T1, False), (ENERGY, True), (FARMING, True)}
                assert (rule.before_seconds, rule.after_seconds) == (120, 120)
            else:
                assert (rule.events, rule.same_currency) == (("high",), True)
                assert (rule.before_seconds, rule.after_seconds) == (300, 300)
                expected = (Effect.HARD, None) if "zero" in family else (Effect.PAYOUT, 300)
                assert (rule.effect, rule.exempt_minutes) == expected

    assert held.keys() == {"mffu", "fundingpips"}
    assert held["mffu"] == {"expert", "pro", "rapid", "rapid-eod", "starter"}
