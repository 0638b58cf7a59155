"""The plans that the distribution ships, against numbers written down from the firm's pages."""

from datetime import date
from decimal import Decimal

import pytest

from propbots.api.risk import (
    Consistency,
    ContractCap,
    DailyLoss,
    Effect,
    MaximumLoss,
    MaximumLossBasis,
    MinimumDays,
    Payout,
    Plan,
    PlanRequest,
    ProfitTarget,
)
from propbots_mffu.plugin import build_plans

END_OF_DAY, INTRADAY = MaximumLossBasis.END_OF_DAY, MaximumLossBasis.INTRADAY


def load(name: str, phase: str = "", **options: str) -> Plan:
    return build_plans().load_plan(PlanRequest(name, options, phase))


@pytest.mark.parametrize(
    ("name", "phase", "amount", "basis", "lock", "after_payout"),
    [
        ("rapid-50k", "evaluation", 2_000, END_OF_DAY, 50_100, None),
        ("rapid-50k", "funded", 2_000, INTRADAY, 50_100, None),
        ("rapid-100k", "funded", 3_000, INTRADAY, 100_100, None),
        ("rapid-150k", "evaluation", 4_500, END_OF_DAY, 150_100, None),
        ("rapid-eod-50k", "funded", 2_000, END_OF_DAY, 50_100, None),
        ("pro-50k", "evaluation", 2_000, END_OF_DAY, 50_100, None),
        ("pro-50k", "funded", 2_000, END_OF_DAY, None, 50_100),
        ("pro-150k", "funded", 4_500, END_OF_DAY, None, 150_100),
        ("builder-50k", "funded", 2_000, END_OF_DAY, 50_100, None),
    ],
)
def test_maximum_loss(
    name: str, phase: str, amount: int, basis: MaximumLossBasis, lock: int | None, after_payout: int | None
) -> None:
    rule = load(name, phase).find(MaximumLoss)

    assert rule == MaximumLoss(
        Decimal(amount),
        basis,
        None if lock is None else Decimal(lock),
        None if after_payout is None else Decimal(after_payout),
    )


@pytest.mark.parametrize(
    ("name", "target", "share", "days", "evaluation", "funded"),
    [
        ("rapid-50k", 3_000, "0.5", 2, 5, 5),
        ("rapid-eod-50k", 3_000, "0.3", 4, 3, 3),
        ("pro-50k", 3_000, "0.5", 2, 3, 5),
        ("pro-100k", 6_000, "0.5", 2, 6, 10),
        ("builder-50k", 3_000, None, 1, 4, 4),
    ],
)
def test_what_passes_and_what_may_be_held(
    name: str, target: int, share: str | None, days: int, evaluation: int, funded: int
) -> None:
    plan = load(name, "evaluation")

    assert plan.find(ProfitTarget) == ProfitTarget(Decimal(target))
    assert plan.find(Consistency) == (None if share is None else Consistency(Decimal(share)))
    assert plan.find(MinimumDays) == MinimumDays(days)
    assert plan.find(ContractCap) == ContractCap(Decimal(evaluation))
    assert load(name, "funded").find(ContractCap) == ContractCap(Decimal(funded))
    assert plan.following == f"mffu/{name}#funded"


def test_builder_pauses_for_the_day_and_halves_a_cycle() -> None:
    funded = load("builder-50k", "funded")
    narrow = load("builder-50k", "funded", drawdown="1500")

    assert funded.find(DailyLoss) == DailyLoss(Decimal(1_000), Effect.SOFT)
    assert funded.find(Consistency) == Consistency(Decimal("0.5"))
    assert narrow.find(MaximumLoss) == MaximumLoss(Decimal(1_500), END_OF_DAY, Decimal(50_100))
    above = [rule.above for plan in (funded, narrow) for rule in plan.find_all(Payout)]
    assert above == [Decimal(52_100), Decimal(51_600)]


def test_families_that_are_sold_no_more_say_until_when() -> None:
    ended = {name: load(name).effective_to for name in ("core-50k", "scale-100k", "flex-25k", "expert-150k")}

    assert all(day is not None and day < date(2026, 9, 1) for day in ended.values())
