"""What we say of recorded accounts, held against a second opinion that imports nothing of ours."""

from collections import Counter
from datetime import datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import Phase, event, given, seed, settings
from hypothesis import strategies as st

import score_reference as reference
from history_shapes import shapes_of
from propbots.domain.outcome import PlanOutcome
from propbots.research.history import HistoryRow
from propbots.research.score import score_history
from propbots.rules.effect import Effect
from propbots.rules.plan import FirmDayRules, Plan
from propbots.rules.rule import (
    Consistency,
    DailyLoss,
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
from random_histories import BASES, Case, histories

WANTED = {
    "active": 150,
    "failed": 90,
    "passed": 24,
    "overnight": 150,
    "over a weekend": 90,
    "at the roll": 90,
    "clocks changed": 42,
    "payout": 72,
    "deposit": 60,
    "event opens a day": 60,
    "event while open": 42,
    "hard maximum_loss": 60,
    "hard daily_loss": 18,
    "soft daily_loss": 18,
    "hard floating_loss": 12,
    "soft floating_loss": 12,
    "a cent below the floor": 9,
    "a touch of the floor": 9,
    "a cent above the floor": 36,
    "a cent below the daily floor": 9,
    "a touch of the daily floor": 9,
    "a cent above the daily floor": 30,
    "a cent below the floating floor": 3,
    "a touch of the floating floor": 3,
    "a cent above the floating floor": 18,
    "locked (end_of_day)": 4,
    "locked (intraday)": 12,
    "breach at the lock (end_of_day)": 2,
    "breach at the lock (intraday)": 3,
}
"""How many of a thousand accounts have a shape at the least: about a third of what is usual."""
EPOCH = datetime.fromisoformat("1970-01-01T00:00:00+00:00")


def to_plan(terms: reference.Terms) -> Plan:
    """Return the terms as a plan of ours."""
    rules = [*_losses(terms), *_goals(terms)]
    return Plan("test/plan", "Test", "USD", terms.start, FirmDayRules(terms.zone, terms.roll), tuple(rules))


def _losses(terms: reference.Terms) -> list[Rule]:
    rules: list[Rule] = []
    if terms.maximum is not None:
        rules.append(
            MaximumLoss(
                terms.maximum.amount,
                MaximumLossBasis(terms.maximum.basis),
                lock=terms.maximum.lock,
                after_payout=terms.maximum.after_payout,
                may_touch=terms.maximum.may_touch,
            )
        )
    if terms.daily is not None:
        rules.append(
            DailyLoss(
                terms.daily.amount,
                Effect(terms.daily.effect),
                share=terms.daily.share,
                reference=Reference(terms.daily.reference),
                tiers=tuple(Tier(*tier) for tier in terms.daily.tiers),
                may_touch=terms.daily.may_touch,
            )
        )
    if terms.floating is not None:
        rules.append(FloatingLoss(terms.floating.amount, Effect(terms.floating.effect)))
    return rules


def _goals(terms: reference.Terms) -> list[Rule]:
    rules: list[Rule] = []
    if terms.target is not None:
        rules.append(ProfitTarget(terms.target))
    if terms.consistency is not None:
        of = ProfitBasis(terms.consistency.of)
        rules.append(Consistency(terms.consistency.share, strict=terms.consistency.strict, of=of))
    if terms.minimum_days > 0:
        rules.append(MinimumDays(terms.minimum_days))
    if terms.winning is not None:
        rules.append(WinningDays(terms.winning.days, terms.winning.profit))
    return rules


def to_row(row: reference.Row) -> HistoryRow:
    """Return a row as one of ours."""
    paid = {"payout": Decimal(0), "deposit": Decimal(0)}
    if row.event is not None:
        paid[row.event.kind] = row.event.amount
    return HistoryRow(_to_ns(row.at), row.balance, row.equity, deposit=paid["deposit"], payout=paid["payout"])


def _to_ns(at: datetime) -> int:
    return (at - EPOCH) // timedelta(microseconds=1) * 1000


def told_by_us(outcome: PlanOutcome) -> dict[str, object]:
    """Return our answer as it can be compared."""
    return {
        "status": outcome.status.value,
        "at": outcome.at_ns,
        "violations": [(one.rule, one.effect, one.time_ns) for one in outcome.violations],
        "days": [(day.date, day.net_pnl, day.closing_balance, day.floor, day.headroom_low) for day in outcome.days],
    }


def told_by_reference(judgement: reference.Judgement) -> dict[str, object]:
    """Return the second opinion as it can be compared."""
    return {
        "status": judgement.status,
        "at": None if judgement.at is None else _to_ns(judgement.at),
        "violations": [(one.rule, one.effect, _to_ns(one.at)) for one in judgement.violations],
        "days": [(day.date, day.net_pnl, day.closing_balance, day.floor, day.headroom_low) for day in judgement.days],
    }


def compare(case: Case) -> None:
    """Hold both opinions of an account against one another."""
    ours = told_by_us(score_history(to_plan(case.terms), [to_row(row) for row in case.rows]))
    theirs = told_by_reference(reference.judge(case.terms, case.rows))

    assert ours == theirs


@pytest.mark.parametrize("basis", [*BASES, None])
@given(data=st.data())
def test_both_say_the_same_of_an_account(basis: str | None, data: st.DataObject) -> None:
    case = data.draw(histories(basis))
    for shape in shapes_of(case):
        event(shape)

    compare(case)


def test_every_shape_occurs_often() -> None:
    seen: Counter[str] = Counter()
    of_each = max(600, settings().max_examples // 2)

    for basis in (*BASES, None):

        @seed(20261122)
        @settings(max_examples=of_each, database=None, phases=[Phase.generate])
        @given(histories(basis))
        def count(case: Case) -> None:
            seen.update(shapes_of(case))

        count()

    wanted = {shape: least * of_each * 4 // 1000 for shape, least in WANTED.items()}
    assert {shape: seen[shape] for shape, least in wanted.items() if seen[shape] < least} == {}
