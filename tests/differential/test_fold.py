"""Attempts folded through the rules: compiled as interpreted, as a history is judged, and as the closed form has it."""

from decimal import Decimal
from math import sqrt

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from propbots.domain.instrument import AssetClass, Instrument
from propbots.domain.outcome import PlanStatus
from propbots.domain.scale import Scale
from propbots.domain.timeframe import DAY, HOUR, MINUTE
from propbots.plugin.catalogue import load_catalogue
from propbots.plugin.plan_shelf import FoundPlan
from propbots.research.history import HistoryRow
from propbots.research.score import score_history
from propbots.rules.fold import ACTIVE, PASSED, DayMarks, Folded, fold
from propbots.rules.numbers import build_numbers
from propbots.rules.payout import build_payout
from propbots.rules.plan import Plan
from rule_script import a_maximum_loss, a_plan, a_target

CENT = Instrument("CENT", AssetClass.CFD, Decimal("0.01"), Decimal(1))
MONDAY = 20_458 * DAY
PLANS = [found.plan.name for found in load_catalogue().plans.list_all() if isinstance(found, FoundPlan)]
FUNDED = [f"{name}#funded" for name in PLANS if name.startswith(("mffu", "fundingpips/2", "fundingpips/1"))]


def random_days(seed: int, *, count: int = 30, marks: int = 80, size: int = 5_000) -> DayMarks:
    """Days whose equity walks at random; half of what was open is closed in the middle, all of it at the end."""
    random = np.random.default_rng(seed)
    equity = random.normal(0, size, (count, marks)).astype(np.int64).cumsum(axis=1)
    balance = np.zeros_like(equity)
    balance[:, marks // 2 :] = equity[:, [marks // 2]] // 2
    balance[:, -1] = equity[:, -1]
    traded = random.integers(0, 2, count)
    return DayMarks(equity.ravel(), balance.ravel(), np.arange(count + 1) * marks, traded)


def scale_of(plan: Plan) -> Scale:
    return Scale.of(CENT, amounts=plan.amounts())


@pytest.mark.parametrize("name", PLANS + FUNDED)
def test_compiled_is_interpreted(name: str) -> None:
    plan = load_catalogue().load_plan(name)
    numbers, marks = (
        build_numbers(plan, scale_of(plan)),
        random_days(len(name), size=max(2_000, int(plan.balance) // 10)),
    )
    draws = np.random.default_rng(3).integers(0, 30, (60, 25))

    payout = build_payout(plan, scale_of(plan))
    compiled, interpreted = (fold(numbers, marks, draws, payout=payout, compiled=how) for how in (True, False))

    for one, other in zip(compiled, interpreted, strict=True):
        assert one.tolist() == other.tolist()


def as_history(marks: DayMarks, draw: list[int], plan: Plan) -> list[HistoryRow]:
    """The marks of the drawn days as a recorded account, a day of the firm each."""
    scale, rows = scale_of(plan), []
    balance = equity = scale.to_units(plan.balance)
    for number, day in enumerate(draw):
        first, last = marks.starts[day : day + 2].tolist()
        opened = balance, equity
        for place in range(first, last):
            balance, equity = opened[0] + int(marks.balance[place]), opened[1] + int(marks.equity[place])
            moment = MONDAY + number * DAY + 2 * HOUR + (place - first) * MINUTE
            traded = bool(marks.traded[day])
            rows.append(HistoryRow(moment, scale.to_money(balance), scale.to_money(equity), traded=traded))
    return rows


@given(st.sampled_from(PLANS + FUNDED), st.integers(0, 10**6))
def test_an_attempt_ends_as_the_history_of_its_days(name: str, seed: int) -> None:
    plan = load_catalogue().load_plan(name)
    marks = random_days(seed, count=6, marks=12, size=max(2_000, int(plan.balance) // 4))
    draw = np.random.default_rng(seed).integers(0, 6, 8).tolist()

    folded = fold(build_numbers(plan, scale_of(plan)), marks, np.array([draw]), compiled=False)
    scored = score_history(plan, as_history(marks, draw, plan))

    if any(violation.effect == "soft" for violation in scored.violations):
        return  # a recorded account goes on though it was locked, an attempt is closed
    expected = {PlanStatus.PASSED: PASSED, PlanStatus.ACTIVE: ACTIVE, PlanStatus.UNKNOWN: None}
    if scored.status is PlanStatus.FAILED:
        assert folded.outcome.item() > PASSED
        assert scored.reason is not None
        assert scored.reason.startswith(["", "", "maximum_loss", "daily_loss", "floating_loss"][folded.outcome.item()])
    elif expected[scored.status] is not None:
        assert folded.outcome.item() == expected[scored.status]
    if scored.status is not PlanStatus.UNKNOWN:
        assert folded.days.item() == len(scored.days)
        assert scale_of(plan).to_money(folded.balance.item()) == scored.days[-1].closing_balance


def ruin(down: int, up: int, attempts: int, days: int) -> Folded:
    """Win or lose 100 a day with even odds, until a profit or a loss."""
    plan = a_plan(a_maximum_loss(100 * down), a_target(100 * up))
    marks = DayMarks(
        np.array([10_000, -10_000]), np.array([10_000, -10_000]), np.array([0, 1, 2]), np.ones(2, np.int64)
    )
    draws = np.random.default_rng(11).integers(0, 2, (attempts, days))
    return fold(build_numbers(plan, scale_of(plan)), marks, draws)


@pytest.mark.parametrize(("down", "up"), [(1, 1), (2, 3), (5, 2), (4, 4)])
def test_a_driftless_walk_passes_as_often_as_the_gamblers_ruin_says(down: int, up: int) -> None:
    attempts = 20_000

    folded = ruin(down, up, attempts, 600)

    chance = down / (down + up)
    passed = int((folded.outcome == PASSED).sum()) / attempts
    assert not (folded.outcome == ACTIVE).any()
    assert abs(passed - chance) < 4 * sqrt(chance * (1 - chance) / attempts)
    assert abs(float(folded.days.mean()) - down * up) < 0.2 * down * up
