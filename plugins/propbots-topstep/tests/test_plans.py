"""The plans that the distribution ships."""

from decimal import Decimal

import pytest

from propbots.api.risk import ContractCap, DailyLoss, Effect, MaximumLoss, MaximumLossBasis, PlanRequest, ProductCap
from propbots.errors import ConfigurationError, UnknownName
from propbots_topstep.plugin import build_plans


def test_combine_trails_the_end_of_day_balance_up_to_the_start() -> None:
    plan = build_plans().load_plan(PlanRequest("combine-50k"))

    floors = [rule for rule in plan.rules if isinstance(rule, MaximumLoss)]
    assert floors == [MaximumLoss(Decimal(2000), MaximumLossBasis.END_OF_DAY, Decimal(50000))]
    assert plan.balance == Decimal(50000)


def test_combine_allows_five_full_size_contracts() -> None:
    plan = build_plans().load_plan(PlanRequest("combine-50k"))

    assert ContractCap(Decimal(5)) in plan.rules


def test_daily_loss_is_an_option_and_soft() -> None:
    plan = build_plans().load_plan(PlanRequest("combine-50k", {"daily-loss": "1000"}))

    assert DailyLoss(Decimal(1000), Effect.SOFT) in plan.rules
    assert plan.name == "topstep/combine-50k?daily-loss=1000"


def test_daily_loss_is_not_there_unless_chosen() -> None:
    plan = build_plans().load_plan(PlanRequest("combine-50k"))

    assert not any(isinstance(rule, DailyLoss) for rule in plan.rules)


def test_option_takes_only_the_amounts_that_the_firm_offers() -> None:
    with pytest.raises(ConfigurationError, match="daily-loss must be one of 1000"):
        build_plans().load_plan(PlanRequest("combine-50k", {"daily-loss": "900"}))


def test_unknown_option_names_the_known_ones() -> None:
    with pytest.raises(UnknownName, match="daily-loss"):
        build_plans().load_plan(PlanRequest("combine-50k", {"daily-los": "1000"}))


def test_every_plan_names_its_sources_with_dates() -> None:
    plans = build_plans()

    for name in plans.plan_names():
        plan = plans.load_plan(PlanRequest(name))
        assert plan.sources
        assert plan.effective_from is not None


def test_combine_caps_single_products() -> None:
    (cap,) = [
        rule for rule in build_plans().load_plan(PlanRequest("combine-50k")).rules if isinstance(rule, ProductCap)
    ]

    assert cap.contracts["GC"] == Decimal(3)
    assert cap.contracts["SI"] == 0
