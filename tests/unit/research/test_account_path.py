"""What a recorded account is worth, cut into days, with no mark left out that a rule could act at first."""

from datetime import date
from decimal import Decimal

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from propbots.domain.scale import Scale
from propbots.errors import DataCorrupt
from propbots.plugin.catalogue import load_catalogue
from propbots.plugin.plan_shelf import FoundPlan
from propbots.research.account_path import AccountPath, cut_days, path_of_history
from propbots.research.history import ACCOUNT, HistoryRow
from propbots.rules.fold import DayMarks, fold
from propbots.rules.numbers import build_numbers
from propbots.rules.payout import build_payout
from recorded_days import MONDAY, a_path, a_walk, day_at
from rule_script import at

PLANS = [found.plan.name for found in load_catalogue().plans.list_all() if isinstance(found, FoundPlan)]
FLOATING = ["fundingpips/zero-50k", "fundingpips/zero-100k"] * 8
FUNDED = ["mffu/rapid-50k#funded", "mffu/builder-50k#funded", "fundingpips/2-step-50k#funded"]


def uncut(path: AccountPath) -> DayMarks:
    """All marks of a path, as they were recorded."""
    numbers = [day_at(int(time))[0] for time in path.time]
    starts = [place for place in range(len(numbers)) if place == 0 or numbers[place] != numbers[place - 1]]
    edges = np.array([*starts, len(numbers)])
    before = [(path.opening, path.opening), *((path.equity[one - 1], path.balance[one - 1]) for one in starts[1:])]
    days = np.repeat(np.arange(len(starts)), np.diff(edges))
    equity, balance = (np.array(column, dtype=np.int64)[days] for column in zip(*before, strict=True))
    return DayMarks(path.equity - equity, path.balance - balance, edges, np.ones(len(starts), np.int64))


@given(st.sampled_from(PLANS + FUNDED + FLOATING), st.integers(0, 10**6), st.sampled_from([10, 40, 120, 400]))
def test_attempts_end_alike_on_all_marks_and_on_those_that_are_kept(name: str, seed: int, size: int) -> None:
    plan = load_catalogue().load_plan(name)
    path = a_walk(seed, days=8, marks=40, size=size * float(plan.balance) / 50_000)
    scale = Scale.of(ACCOUNT, amounts=plan.amounts())
    numbers, payout = build_numbers(plan, scale), build_payout(plan, scale)
    draws = np.random.default_rng(seed).integers(0, 8, (40, 12))
    kept = cut_days(path.count_in(scale), day_at)

    told = fold(numbers, kept.marks, draws, payout=payout)
    whole = fold(numbers, uncut(path.count_in(scale)), draws, payout=payout)

    assert len(kept.marks.equity) < kept.recorded
    for one, other in zip(told, whole, strict=True):
        assert one.tolist() == other.tolist()


def test_a_day_is_told_from_what_the_account_was_worth_as_it_began() -> None:
    cut = cut_days(a_path([[100, -50], [0, 0], [-30]]), day_at)

    assert cut.marks.equity.tolist() == [10_000, 5_000, 0, 0, -3_000]
    assert cut.marks.starts.tolist() == [0, 2, 4, 5]
    assert cut.marks.traded.tolist() == [1, 0, 1]
    assert cut.dates == (date(2026, 1, 5), date(2026, 1, 6), date(2026, 1, 7))
    assert cut.recorded == 5


def test_what_was_paid_in_and_out_is_no_profit_of_a_history() -> None:
    rows = [
        HistoryRow(at("2026-01-05 10:00"), Decimal(50_000), Decimal(50_000)),
        HistoryRow(at("2026-01-05 11:00"), Decimal("50100.5"), Decimal(50_200)),
        HistoryRow(at("2026-01-06 11:00"), Decimal("49100.5"), Decimal(49_200), payout=Decimal(1_000)),
        HistoryRow(at("2026-01-07 11:00"), Decimal("49600.5"), Decimal(49_700), deposit=Decimal(500)),
    ]

    path = path_of_history(rows)

    assert path.balance.tolist() == [5_000_000, 5_010_050, 5_010_050, 5_010_050]
    assert path.equity.tolist() == [5_000_000, 5_020_000, 5_020_000, 5_020_000]
    assert path.traded.tolist() == [at("2026-01-05 11:00")]
    assert path.opening == 5_000_000


def test_a_history_without_rows_is_refused() -> None:
    with pytest.raises(DataCorrupt, match="no rows"):
        path_of_history([])


def test_smaller_units_change_nothing_but_their_number() -> None:
    path = a_path([[1.25], [-0.5]])

    finer = path.count_in(Scale(ACCOUNT, 4))

    assert (finer.opening, finer.money_exponent) == (500_000_000, 4)
    assert finer.equity.tolist() == [500_012_500, 500_007_500]
    assert finer.time[0] > MONDAY
