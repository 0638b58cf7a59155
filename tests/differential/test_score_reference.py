"""Recorded accounts are judged as a second opinion judges them, which knows nothing of ours."""

from datetime import UTC
from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import event, given, seed, settings
from hypothesis import strategies as st

from propbots.domain.time import to_nanoseconds
from propbots.research.history import HistoryRow
from propbots.research.score import score_history
from propbots.rules.plan import FirmDayRules, Plan
from propbots.rules.rule import (
    Consistency,
    DailyLoss,
    Effect,
    FloatingLoss,
    MaximumLoss,
    MaximumLossBasis,
    MinimumDays,
    ProfitBasis,
    ProfitTarget,
    Reference,
    Rule,
    Tier,
    WinningDays,
)
from random_histories import histories, terms
from score_reference import Row, Terms, judge


def to_plan(asked: Terms) -> Plan:
    """The same terms as a plan of ours."""
    rules: list[Rule] = []
    if asked.loss is not None:
        basis = MaximumLossBasis(asked.basis)
        rules.append(MaximumLoss(asked.loss, basis, asked.lock, asked.after_payout, may_touch=asked.may_touch))
    if asked.daily is not None or asked.daily_share is not None:
        effect = Effect.HARD if asked.daily_hard else Effect.SOFT
        tiers = tuple(Tier(*tier) for tier in asked.tiers)
        rules.append(DailyLoss(asked.daily, effect, asked.daily_share, Reference(asked.reference), tiers))
    if asked.floating is not None:
        rules.append(FloatingLoss(asked.floating, Effect.HARD if asked.floating_hard else Effect.SOFT))
    if asked.target is not None:
        rules.append(ProfitTarget(asked.target))
    if asked.share is not None:
        basis_of_share = ProfitBasis.POSITIVE_DAYS if asked.of_winners else ProfitBasis.NET
        rules.append(Consistency(asked.share, asked.strict, basis_of_share))
    if asked.days:
        rules.append(MinimumDays(asked.days))
    if asked.winning_days:
        rules.append(WinningDays(asked.winning_days, asked.winning_profit))
    return Plan("firm/plan", "a plan", "USD", asked.start, FirmDayRules(asked.zone, asked.roll), tuple(rules))


def to_rows(rows: list[Row]) -> list[HistoryRow]:
    return [
        HistoryRow(to_nanoseconds(row.time.astimezone(UTC)), row.balance, row.equity, row.deposit, row.payout)
        for row in rows
    ]


@pytest.mark.parametrize("basis", ["static", "end_of_day", "intraday"])
@given(data=st.data())
def test_both_opinions_agree(basis: str, data: st.DataObject) -> None:
    asked = data.draw(terms(basis))
    rows = data.draw(histories(asked))

    expected, found = judge(asked, rows), score_history(to_plan(asked), to_rows(rows))

    event(expected.status)
    assert found.status.value == expected.status
    assert [(one.rule, one.effect, one.time_ns) for one in found.violations] == [
        (name, effect, to_nanoseconds(moment.astimezone(UTC))) for name, effect, moment in expected.violations
    ]
    assert [(day.date, day.net_pnl, day.closing_balance, day.floor, day.headroom_low) for day in found.days] == [
        (day.date, day.net, day.closing, day.floor, day.headroom) for day in expected.days
    ]
    if expected.status == "failed" and expected.at is not None:
        assert found.at_ns == to_nanoseconds(expected.at.astimezone(UTC))


def test_random_accounts_reach_what_they_are_meant_to_reach() -> None:
    """Counted over seeded cases: locks, nights with open positions, breaches and escapes by one cent, money moved."""
    counted = dict.fromkeys(
        ("locked", "overnight", "by a cent", "escaped by a cent", "touched", "paid", "failed", "passed"), 0
    )

    def count(asked: Terms, rows: list[Row]) -> None:
        verdict = judge(asked, rows)
        locked = asked.lock is not None and any(day.floor == asked.lock for day in verdict.days)
        held = any(row.equity != row.balance and after.time.date() != row.time.date() for row, after in pairwise(rows))
        rooms = [day.headroom for day in verdict.days]
        counted["locked"] += locked
        counted["overnight"] += held
        counted["by a cent"] += Decimal("-0.01") in rooms
        counted["escaped by a cent"] += Decimal("0.01") in rooms
        counted["touched"] += Decimal(0) in rooms
        counted["paid"] += any(row.payout for row in rows)
        counted["failed"] += verdict.status == "failed"
        counted["passed"] += verdict.status == "passed"

    @seed(7)
    @settings(max_examples=400, database=None)
    @given(data=st.data())
    def collect(data: st.DataObject) -> None:
        asked = data.draw(terms())
        count(asked, data.draw(histories(asked)))

    collect()

    assert all(counted.values()), counted
