"""The plans that the distribution ships, against numbers written down from the firm's pages."""

from datetime import time
from decimal import Decimal

import pytest

from propbots.api.risk import (
    DailyLoss,
    Effect,
    FirmDayRules,
    FloatingLoss,
    MaximumLoss,
    MaximumLossBasis,
    MinimumDays,
    Payout,
    Plan,
    PlanRequest,
    PositionIdea,
    ProfitTarget,
    Reference,
    WinningDays,
)
from propbots_fundingpips.plugin import build_plans

STATIC, INTRADAY = MaximumLossBasis.STATIC, MaximumLossBasis.INTRADAY


def load(name: str, phase: str = "", **options: str) -> Plan:
    return build_plans().load_plan(
        PlanRequest(name, {key.replace("_", "-"): text for key, text in options.items()}, phase)
    )


@pytest.mark.parametrize(
    ("name", "options", "daily", "loss", "basis", "lock"),
    [
        ("2-step-100k", {}, "0.05", 10_000, STATIC, None),
        ("2-step-100k", {"daily_loss": "3"}, "0.03", 10_000, STATIC, None),
        ("2-step-pro-25k", {}, "0.03", 1_500, STATIC, None),
        ("1-step-25k", {}, "0.03", 1_500, STATIC, None),
        ("zero-100k", {}, "0.03", 5_000, INTRADAY, 100_000),
    ],
)
def test_losses(
    name: str, options: dict[str, str], daily: str, loss: int, basis: MaximumLossBasis, lock: int | None
) -> None:
    plan = load(name, **options)

    assert plan.find(MaximumLoss) == MaximumLoss(Decimal(loss), basis, None if lock is None else Decimal(lock))
    assert plan.find(DailyLoss) == DailyLoss(None, Effect.HARD, Decimal(daily), Reference.HIGHER)


def test_two_steps_and_the_master() -> None:
    first, second, master = (load("2-step-100k", phase) for phase in ("", "evaluation-2", "funded"))

    assert first.find(ProfitTarget) == ProfitTarget(Decimal(8_000))
    assert load("2-step-100k", target="10").find(ProfitTarget) == ProfitTarget(Decimal(10_000))
    assert second.find(ProfitTarget) == ProfitTarget(Decimal(5_000))
    assert [plan.find(MinimumDays) for plan in (first, second, master)] == [MinimumDays(3), MinimumDays(3), None]
    assert master.find(PositionIdea) == PositionIdea(Decimal(2_000), 10)
    assert first.following == "fundingpips/2-step-100k#evaluation-2"


@pytest.mark.parametrize(
    ("cycle", "split", "minimum"),
    [("weekly", "0.6", 1_000), ("bi-weekly", "0.8", 1_000), ("monthly", "1", 1_000), ("on-demand", "0.9", 2_000)],
)
def test_rewards_hang_on_their_cycle(cycle: str, split: str, minimum: int) -> None:
    payout = load("1-step-100k", "funded", cycle=cycle).find(Payout)

    assert payout is not None
    assert (payout.split, payout.minimum) == (Decimal(split), Decimal(minimum))


def test_zero_judges_floating_losses_and_counts_days() -> None:
    plan = load("zero-100k")

    assert plan.phase == "funded"
    assert plan.find(FloatingLoss) == FloatingLoss(Decimal(1_000))
    assert plan.find(WinningDays) == WinningDays(7, Decimal(250))


def test_days_roll_at_midnight_of_utc_plus_three() -> None:
    assert load("2-step-5k").day == FirmDayRules("Etc/GMT-3", time(0))
