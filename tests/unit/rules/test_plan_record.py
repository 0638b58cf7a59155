"""What a plan remembers survives being written down: no restart makes an account younger or a limit wider."""

from datetime import date, timedelta
from decimal import Decimal

import attrs
import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from propbots.domain.scale import Scale
from propbots.errors import DataCorrupt
from propbots.rules import path
from propbots.rules.account_state import PlanState, build_plan_state
from propbots.rules.plan import Amendment, Plan
from propbots.rules.plan_record import PlanRecord, restore_plan_state, to_plan_record
from propbots.rules.rule import (
    Consistency,
    DailyLoss,
    Effect,
    FloatingLoss,
    MaximumLoss,
    MaximumLossBasis,
    Payout,
    ProfitTarget,
    Reference,
    Rule,
    Tier,
    WinningDays,
)
from rule_script import a_cap, a_daily_loss, a_maximum_loss, a_plan
from stage import FUTURE

MONDAY = date(2026, 1, 5)
START = 5_000_000
EFFECTS, AMOUNTS = st.sampled_from((Effect.SOFT, Effect.HARD)), st.sampled_from([Decimal(300), Decimal(1_000)])


def scale_of(plan: Plan) -> Scale:
    return Scale.of(FUTURE, amounts=plan.amounts())


def reborn(state: PlanState) -> PlanState:
    """The same account after its memory was written into a file and read again by another process."""
    written = msgspec.json.encode(to_plan_record(state))
    return restore_plan_state(state.origin, state.scale, msgspec.json.decode(written, type=PlanRecord))


def test_what_was_paid_out_is_remembered() -> None:
    terms = Payout(maximum=(Decimal(100), Decimal(250)), share=Decimal("0.5"), total=Decimal(400))
    plan = a_plan(attrs.evolve(a_maximum_loss(1_000), after_payout=Decimal(50_000)), terms)
    scale = scale_of(plan)
    state = build_plan_state(plan, scale, scale.to_units(Decimal(53_000)))
    balance = scale.to_units(Decimal(53_800))
    state.open_day(MONDAY, balance, balance)
    state.close_day(balance, traded=True)
    assert state.ask_payout(balance, 0) == scale.to_units(Decimal(100))

    for one in (state, reborn(state)):
        more = balance + scale.to_units(Decimal(60))
        one.close_day(more, traded=True)
        assert one.ask_payout(more, 7) == scale.to_units(Decimal(250))
        assert scale.to_money(one.edge(more)) == 53_350
        assert (one.payouts, scale.to_money(one.paid), scale.to_money(one.offset)) == (2, 350, 3_350)


@st.composite
def rule_sets(draw: st.DrawFn) -> tuple[Rule, ...]:
    """Rules of every kind that remembers something."""
    tiers = draw(st.sampled_from(((), (Tier(Decimal(0), Decimal(400)), Tier(Decimal(500), Decimal(800))))))
    lock, after = draw(st.sampled_from((None, Decimal(50_000)))), draw(st.sampled_from((None, Decimal(49_900))))
    rules: tuple[Rule, ...] = (
        MaximumLoss(draw(AMOUNTS), draw(st.sampled_from(MaximumLossBasis)), lock, after),
        DailyLoss(draw(AMOUNTS), draw(EFFECTS), reference=draw(st.sampled_from(Reference)), tiers=tiers),
        FloatingLoss(draw(AMOUNTS), draw(EFFECTS)),
        ProfitTarget(Decimal(1_000)),
        Consistency(Decimal("0.5")),
        WinningDays(2, Decimal(150)),
    )
    return tuple(rule for rule in rules if draw(st.booleans()))


@st.composite
def amended_plans(draw: st.DrawFn) -> Plan:
    """Plans whose rules change on none, one or two later days."""
    days = sorted(draw(st.sets(st.integers(0, 5), max_size=2)))
    amendments = tuple(Amendment(MONDAY + timedelta(days=day), draw(rule_sets())) for day in days)
    return attrs.evolve(a_plan(*draw(rule_sets())), amendments=amendments)


STEPS = st.lists(
    st.tuples(
        st.sampled_from(("mark", "mark", "mark", "fill", "roll", "roll", "payout", "deposit")),
        st.integers(-60_000, 60_000),
        st.booleans(),
    ),
    max_size=30,
)


class Account:
    """An account that lives through steps, and writes down how it was judged at each."""

    def __init__(self, plan: Plan) -> None:
        self.state = build_plan_state(plan, scale_of(plan))
        self.balance, self.day = START, MONDAY
        self.state.open_day(self.day, START, START)

    def live(self, kind: str, change: int) -> list[object]:
        state = self.state
        match kind:
            case "fill":
                self.balance += change
            case "roll":
                state.close_day(self.balance, traded=change % 2 == 0)
                self.day += timedelta(days=1)
                state.open_day(self.day, self.balance, self.balance + change)
            case "payout":
                self.balance -= abs(change)
                state.take_payout(self.balance, abs(change))
            case "deposit":
                self.balance += abs(change)
                state.deposit(abs(change))
            case _:
                pass
        equity = self.balance + (change if kind == "mark" else 0)
        state.follow(equity)
        broken = state.broken(self.balance, equity)
        if broken is not None:
            state.disarm(broken)
        progress = state.is_passed(self.balance), state.required_profit(), state.best_day, state.days
        return [broken, state.floors(self.balance), state.next_peak(), progress, state.winning_days, state.day_start]


@given(amended_plans(), STEPS)
def test_an_account_that_is_written_down_and_read_again_at_any_moment_is_judged_as_one_that_is_not(
    plan: Plan, steps: list[tuple[str, int, bool]]
) -> None:
    whole, restarted = Account(plan), Account(plan)

    for kind, change, restarts in steps:
        if restarts:
            restarted.state = reborn(restarted.state)
        assert restarted.live(kind, change) == whole.live(kind, change)
    assert reborn(whole.state) == whole.state


def test_a_restart_within_a_day_does_not_give_the_days_loss_again() -> None:
    plan = a_plan(a_daily_loss(1_000))
    state = build_plan_state(plan, scale_of(plan))
    state.open_day(MONDAY, 5_120_000, 5_120_000)

    state = reborn(state)

    assert state.broken(5_050_000, 5_020_001) is None
    assert state.broken(5_050_000, 5_020_000) is not None


def test_a_day_that_was_locked_stays_so_after_a_restart() -> None:
    plan = a_plan(a_daily_loss(1_000))
    state = build_plan_state(plan, scale_of(plan))
    state.open_day(MONDAY, START, START)
    broken = state.broken(START, 4_900_000)
    assert broken is not None
    state.disarm(broken)

    assert reborn(state).broken(START, 4_900_000) is None
    assert reborn(state).memory[path.DAILY_FLOOR] == state.memory[path.DAILY_FLOOR]


PLAN = a_plan(a_maximum_loss(2_000, trails=True), a_daily_loss(1_000))


@pytest.mark.parametrize(
    "other",
    [
        attrs.evolve(PLAN, name="firm/other"),
        attrs.evolve(PLAN, balance=Decimal(100_000)),
        attrs.evolve(PLAN, rules=(a_maximum_loss(2_001, trails=True), a_daily_loss(1_000))),
        attrs.evolve(PLAN, rules=(a_maximum_loss(2_000), a_daily_loss(1_000))),
        attrs.evolve(PLAN, rules=(*PLAN.rules, a_cap(3))),
        attrs.evolve(PLAN, amendments=(Amendment(MONDAY, PLAN.rules),)),
    ],
)
def test_a_record_of_other_rules_is_refused(other: Plan) -> None:
    record = to_plan_record(build_plan_state(PLAN, scale_of(PLAN)))

    with pytest.raises(DataCorrupt, match="written under other rules"):
        restore_plan_state(other, scale_of(other), record)


def test_a_record_that_counts_money_in_another_unit_is_refused() -> None:
    record = to_plan_record(build_plan_state(PLAN, scale_of(PLAN)))

    with pytest.raises(DataCorrupt, match=r"must count money with 4 decimals \(was 2\)"):
        restore_plan_state(PLAN, Scale(FUTURE, 4), record)


@pytest.mark.parametrize("change", [{"memory": (1, 2, 3)}, {"amended": 1}, {"amended": -1}])
def test_a_record_that_is_not_whole_is_refused(change: dict[str, object]) -> None:
    record = to_plan_record(build_plan_state(PLAN, scale_of(PLAN)))

    with pytest.raises(DataCorrupt, match="is not whole"):
        restore_plan_state(PLAN, scale_of(PLAN), msgspec.structs.replace(record, **change))
