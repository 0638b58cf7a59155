"""The plans that the distribution ships."""

from datetime import date
from decimal import Decimal

import pytest

from propbots.api.risk import (
    Automation,
    Bots,
    Consistency,
    ContractCap,
    DailyLoss,
    Effect,
    MaximumLoss,
    MaximumLossBasis,
    Payout,
    PlanRequest,
    ProductCap,
    ProfitTarget,
)
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


@pytest.mark.parametrize(
    ("size", "loss", "target", "minis"),
    [("50k", 2_000, 3_000, 5), ("100k", 3_000, 6_000, 10), ("150k", 4_500, 9_000, 15)],
)
def test_combine_comes_in_three_sizes(size: str, loss: int, target: int, minis: int) -> None:
    plan = build_plans().load_plan(PlanRequest(f"combine-{size}"))

    assert plan.find(MaximumLoss) == MaximumLoss(Decimal(loss), MaximumLossBasis.END_OF_DAY, plan.balance)
    assert plan.find(ProfitTarget) == ProfitTarget(Decimal(target))
    assert plan.find(ContractCap) == ContractCap(Decimal(minis))
    assert plan.following == f"topstep/xfa-{size}"


def test_consistency_of_half_held_until_september() -> None:
    bought, newest = (
        build_plans().load_plan(PlanRequest("combine-50k", purchased=day)) for day in (date(2026, 8, 1), None)
    )

    assert bought.find(Consistency) == Consistency(Decimal("0.5"))
    assert newest.find(Consistency) == Consistency(Decimal("0.55"))
    (amendment,) = bought.amendments
    assert amendment.on == date(2026, 9, 13)
    assert Consistency(Decimal("0.55")) in amendment.rules


@pytest.mark.parametrize(
    ("size", "tiers"),
    [
        ("50k", [(0, 2), (1_500, 3), (2_000, 5)]),
        ("100k", [(0, 3), (1_500, 4), (2_000, 5), (3_000, 10)]),
        ("150k", [(0, 3), (1_500, 4), (2_000, 5), (3_000, 10), (4_500, 15)]),
    ],
)
def test_express_funded_scales_with_the_balance(size: str, tiers: list[tuple[int, int]]) -> None:
    cap = build_plans().load_plan(PlanRequest(f"xfa-{size}")).find(ContractCap)

    assert cap is not None
    told = [(Decimal(0), cap.minis), *((tier.profit, tier.value) for tier in cap.tiers)]
    assert told == [(Decimal(profit), Decimal(minis)) for profit, minis in tiers]


@pytest.mark.parametrize(
    ("options", "activated", "most"),
    [
        ({}, None, 2_000),
        ({"path": "consistency"}, None, 3_000),
        ({"daily-loss": "1000"}, None, 4_000),
        ({"daily-loss": "1000", "path": "consistency"}, None, 6_000),
        ({}, date(2026, 4, 1), 5_000),
        ({"path": "consistency"}, date(2026, 4, 1), 6_000),
    ],
)
def test_express_funded_pays_up_to_a_cap(options: dict[str, str], activated: date | None, most: int) -> None:
    request = PlanRequest("xfa-50k", options, purchased=activated, activated=activated)
    plan = build_plans().load_plan(request)
    payout = plan.find(Payout)

    assert plan.find(MaximumLoss) == MaximumLoss(Decimal(2_000), MaximumLossBasis.END_OF_DAY, Decimal(0), Decimal(0))
    assert payout == Payout(
        minimum=Decimal(125), maximum=(Decimal(most),), share=Decimal("0.5"), split=Decimal("0.9"), fee=Decimal(30)
    )


def test_live_funded_accounts_take_no_bots() -> None:
    automation = build_plans().load_plan(PlanRequest("lfa-50k")).find(Automation)

    assert automation is not None
    assert automation.bots is Bots.NO
