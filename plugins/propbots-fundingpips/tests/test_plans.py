"""The plans that the distribution ships, against the figures of the firm's pages, written down again by hand."""

from datetime import date, time
from decimal import Decimal
from typing import TypeVar

import pytest

from propbots.api.risk import (
    Automation,
    Bots,
    Conduct,
    Consistency,
    DailyLoss,
    Effect,
    FirmDayRules,
    FloatingLoss,
    Hedging,
    Inactivity,
    MaximumLoss,
    MaximumLossBasis,
    MinimumDays,
    Need,
    NewsWindow,
    Payout,
    Plan,
    PlanRequest,
    PositionIdea,
    ProfitTarget,
    Reference,
    WinningDays,
)
from propbots.errors import ConfigurationError, UnknownFact
from propbots_fundingpips.plugin import build_plans

_R = TypeVar("_R")
MOST = {"5k": 5_000, "10k": 10_000, "25k": 25_000, "50k": 50_000, "100k": 100_000}
ALL = {**MOST, "200k": 200_000}
SIZES = {"2-step": MOST, "2-step-pro": ALL, "1-step": MOST, "zero": ALL}
STATIC, INTRADAY = MaximumLossBasis.STATIC, MaximumLossBasis.INTRADAY
REWARDS = [("weekly", 7, "0.60", 1), ("biweekly", 14, "0.80", 1), ("monthly", 30, "1", 1), ("on-demand", 0, "0.90", 2)]


def load(name: str, phase: str = "", **options: str) -> Plan:
    chosen = {option.replace("_", "-"): value for option, value in options.items()}
    return build_plans().load_plan(PlanRequest(name, chosen, phase))


def the(plan: Plan, kind: type[_R]) -> _R:
    (found,) = plan.find_all(kind)
    return found


def a_daily_loss(share: str) -> DailyLoss:
    return DailyLoss(effect=Effect.HARD, share=Decimal(share), reference=Reference.HIGHER)


def test_there_is_one_name_for_each_model_and_size() -> None:
    assert build_plans().plan_names() == sorted(f"{model}-{size}" for model, sizes in SIZES.items() for size in sizes)


@pytest.mark.parametrize("name", build_plans().plan_names())
def test_every_plan_names_its_sources_and_begins_its_day_at_midnight_of_utc_3(name: str) -> None:
    plan = load(name)

    assert plan.sources
    assert plan.effective_from == date(2026, 6, 13)
    assert plan.day == FirmDayRules("Etc/GMT-3", time(0))
    assert plan.currency == "USD"


@pytest.mark.parametrize(("size", "start"), MOST.items())
@pytest.mark.parametrize("phase", ["evaluation", "evaluation-2", "funded"])
def test_2_step_keeps_its_floor_and_daily_loss_in_all_phases(size: str, start: int, phase: str) -> None:
    plan, tight = load(f"2-step-{size}", phase), load(f"2-step-{size}", phase, daily_loss="3")

    assert plan.balance == start
    assert the(plan, MaximumLoss) == the(tight, MaximumLoss) == MaximumLoss(Decimal(start) / 10, STATIC)
    assert the(plan, DailyLoss) == a_daily_loss("0.05")
    assert the(tight, DailyLoss) == a_daily_loss("0.03")


def test_2_step_has_two_targets_and_three_days_for_each() -> None:
    first, second = load("2-step-100k"), load("2-step-100k", "evaluation-2")

    assert the(first, ProfitTarget) == ProfitTarget(Decimal(8_000))
    assert the(load("2-step-100k", target="10"), ProfitTarget) == ProfitTarget(Decimal(10_000))
    assert the(second, ProfitTarget) == ProfitTarget(Decimal(5_000))
    assert the(first, MinimumDays) == the(second, MinimumDays) == MinimumDays(3)
    assert load("2-step-100k", "funded").find(ProfitTarget) is None


def test_phases_follow_one_another_with_their_options() -> None:
    first = load("2-step-100k", daily_loss="3")

    assert first.following == "fundingpips/2-step-100k?daily-loss=3#evaluation-2"
    assert load("2-step-100k", "evaluation-2").following == "fundingpips/2-step-100k#funded"
    assert load("1-step-5k").following == "fundingpips/1-step-5k#funded"
    assert load("2-step-100k", "funded").following is None


def test_worked_example_of_the_daily_loss() -> None:
    higher = max(Decimal(105_000), Decimal(107_000))
    loss, tight = the(load("2-step-100k"), DailyLoss), the(load("2-step-100k", daily_loss="3"), DailyLoss)

    assert loss.share is not None
    assert tight.share is not None
    assert higher * (1 - loss.share) == 101_650
    assert higher * (1 - tight.share) == 103_790


@pytest.mark.parametrize(("size", "start"), ALL.items())
@pytest.mark.parametrize("phase", ["evaluation", "evaluation-2", "funded"])
def test_2_step_pro(size: str, start: int, phase: str) -> None:
    plan = load(f"2-step-pro-{size}", phase)

    assert the(plan, MaximumLoss) == MaximumLoss(Decimal(start) * 6 / 100, STATIC)
    assert the(plan, DailyLoss) == a_daily_loss("0.03")
    if phase == "funded":
        payout = the(plan, Payout)
        assert (payout.minimum, payout.every_days, payout.split) == (Decimal(start) / 100, 7, Decimal("0.8"))
        assert plan.find(Consistency) is None
    else:
        assert the(plan, ProfitTarget).profit == Decimal(start) * 6 / 100
        assert the(plan, MinimumDays) == MinimumDays(1)


@pytest.mark.parametrize(("size", "start"), MOST.items())
def test_1_step(size: str, start: int) -> None:
    plan = load(f"1-step-{size}")

    assert the(plan, MaximumLoss) == MaximumLoss(Decimal(start) * 6 / 100, STATIC)
    assert the(plan, DailyLoss) == a_daily_loss("0.03")
    assert the(plan, ProfitTarget).profit == start // 10
    assert the(plan, MinimumDays) == MinimumDays(3)


def test_floor_of_a_small_account() -> None:
    plan = load("1-step-25k")

    assert plan.balance - the(plan, MaximumLoss).amount == 23_500


@pytest.mark.parametrize("model", ["2-step", "1-step"])
@pytest.mark.parametrize(("reward", "days", "split", "least"), REWARDS)
def test_rewards(model: str, reward: str, days: int, split: str, least: int) -> None:
    plan = load(f"{model}-50k", "funded", reward=reward)

    payout = the(plan, Payout)
    assert (payout.every_days, payout.split) == (days, Decimal(split))
    assert (payout.minimum, payout.above) == (Decimal(500 * least), Decimal(50_000))
    assert plan.find_all(Consistency) == ([Consistency(Decimal("0.35"))] if reward == "on-demand" else [])


def test_a_reward_that_is_not_offered_is_refused() -> None:
    with pytest.raises(ConfigurationError, match="reward must be one of weekly, biweekly, monthly, on-demand"):
        load("1-step-50k", reward="daily")


@pytest.mark.parametrize("model", ["2-step", "2-step-pro", "1-step"])
@pytest.mark.parametrize(("size", "percent"), [("5k", 3), ("25k", 3), ("50k", 2), ("100k", 2)])
def test_an_idea_of_a_master_account_risks_little(model: str, size: str, percent: int) -> None:
    plan = load(f"{model}-{size}", "funded")

    assert the(plan, PositionIdea) == PositionIdea(Decimal(ALL[size]) * percent / 100, 10)
    assert load(f"{model}-{size}").find(PositionIdea) is None


@pytest.mark.parametrize("model", ["2-step", "2-step-pro", "1-step"])
def test_releases_cost_a_master_account_its_profit_and_an_evaluation_nothing(model: str) -> None:
    window = the(load(f"{model}-100k", "funded"), NewsWindow)

    assert window == NewsWindow(("high",), 300, 300, Effect.PAYOUT, exempt_minutes=300, same_currency=True)
    assert load(f"{model}-100k").find(NewsWindow) is None


@pytest.mark.parametrize(("size", "start"), ALL.items())
def test_zero(size: str, start: int) -> None:
    plan = load(f"zero-{size}")
    share = Decimal(start) / 100

    assert (plan.phase, plan.find(ProfitTarget)) == ("funded", None)
    assert the(plan, MaximumLoss) == MaximumLoss(5 * share, INTRADAY, Decimal(start))
    assert the(plan, DailyLoss) == a_daily_loss("0.03")
    assert the(plan, FloatingLoss) == FloatingLoss(share, Effect.HARD)
    assert the(plan, Consistency) == Consistency(Decimal("0.15"))
    assert the(plan, WinningDays) == WinningDays(7, share / 4)
    window = the(plan, NewsWindow)
    assert (window.before_seconds, window.after_seconds, window.effect) == (300, 300, Effect.HARD)
    payout = the(plan, Payout)
    assert (payout.minimum, payout.every_days, payout.split) == (share, 14, Decimal("0.95"))


def test_worked_example_of_the_floor_of_zero() -> None:
    floor = the(load("zero-100k"), MaximumLoss)

    assert 102_000 - floor.amount == 97_000
    assert floor.lock == 105_000 - floor.amount
    assert floor.after_payout is None


@pytest.mark.parametrize("name", build_plans().plan_names())
def test_what_holds_for_every_plan(name: str) -> None:
    plan = load(name, "funded")

    assert the(plan, Automation).bots is Bots.OWN
    assert the(plan, Hedging) == Hedging(Effect.HARD)
    assert the(plan, Inactivity) == Inactivity(30)
    clauses = " ".join(rule.clause for rule in plan.find_all(Conduct))
    for word in ("20 lots", "Friday's close", "1:100", "high-frequency"):
        assert word in clauses
    with pytest.raises(UnknownFact, match=r"own bots|risk of an idea"):
        plan.require_known(Need.LIVE)
    plan.require_known(Need.TRADING, Need.PAYOUT)
