"""The plan at work: days that turn, floors that are judged, a gate that closes and opens."""

import pytest

from bot import a_supervisor
from propbots.domain.event import RiskEventKind
from propbots.domain.outcome import PlanStatus
from propbots.engine.gate import TradingState
from propbots.engine.life import AfterBreach
from propbots.engine.supervisor import Supervisor
from propbots.rules.rule import Effect
from propbots.rules.scalar import NO_FLOOR
from rule_script import (
    CHICAGO,
    FLAT_BY_310,
    a_daily_loss,
    a_maximum_loss,
    a_plan,
    a_target,
    at,
)

START = 5_000_000
"""50,000.00 in cents."""
MONDAY = at("2026-01-05 10:00", "America/Chicago")
TUESDAY = at("2026-01-06 10:00", "America/Chicago")


def opened(supervisor: Supervisor, time_ns: int = MONDAY, balance: int = START) -> Supervisor:
    supervisor.turn_day(time_ns, balance, balance)
    return supervisor


def test_before_the_first_bar_every_moment_asks_for_a_look() -> None:
    assert a_supervisor(a_plan()).next_turn_ns < -(10**18)


def test_a_floor_stands_before_the_first_day_begins() -> None:
    assert a_supervisor(a_plan(a_maximum_loss(2_000))).floor == 4_800_000


def test_the_next_turn_is_the_hour_to_be_flat_and_then_the_roll() -> None:
    supervisor = opened(a_supervisor(a_plan(day=FLAT_BY_310)))
    flat, roll = at("2026-01-05 15:08", "America/Chicago"), at("2026-01-05 17:00", "America/Chicago")

    first = supervisor.next_turn_ns
    supervisor.must_flatten(flat + 1)

    assert (first, supervisor.next_turn_ns) == (flat, roll)


def test_a_day_turns_once_a_moment_lies_beyond_it() -> None:
    supervisor = opened(a_supervisor(a_plan(day=CHICAGO)))
    roll = at("2026-01-05 17:00", "America/Chicago")

    supervisor.turn_day(roll - 1, START, START)
    before = len(supervisor.days)
    supervisor.turn_day(roll, START + 100, START + 100)

    assert (before, len(supervisor.days)) == (0, 1)
    assert supervisor.days[0].closing_balance == START + 100
    assert supervisor.day is not None
    assert supervisor.day.start_ns == roll


def test_a_turn_over_days_without_bars_closes_the_last_one_alone() -> None:
    supervisor = opened(a_supervisor(a_plan(day=CHICAGO)))

    supervisor.turn_day(at("2026-01-09 10:00", "America/Chicago"), START, START)

    assert len(supervisor.days) == 1
    assert supervisor.day is not None
    assert supervisor.day.date.day == 9


@pytest.mark.parametrize(
    ("equity", "rule"), [(4_950_001, None), (4_950_000, "maximum_loss"), (4_949_000, "maximum_loss")]
)
def test_touching_a_floor_is_a_violation(equity: int, rule: str | None) -> None:
    supervisor = opened(a_supervisor(a_plan(a_maximum_loss(500))))

    event = supervisor.judge(equity, equity, 7, 0)

    assert (None if event is None else event.rule) == rule
    assert supervisor.status is (PlanStatus.ACTIVE if rule is None else PlanStatus.FAILED)


def test_a_violation_tells_rule_effect_time_and_numbers() -> None:
    supervisor = opened(a_supervisor(a_plan(a_daily_loss("100.50"))))

    event = supervisor.judge(4_989_000, 4_989_000, 7, 0)

    assert event is not None
    assert (event.kind, event.rule, event.effect, event.event_time_ns) == (
        RiskEventKind.VIOLATION,
        "daily_loss",
        "soft",
        7,
    )
    assert event.message == "daily_loss: equity 49890.00 touched the floor 49899.50"
    assert [violation.message for violation in supervisor.violations] == [event.message]


def test_the_highest_floor_is_the_nearest_of_all_and_falls_back_once_a_soft_one_is_broken() -> None:
    supervisor = opened(a_supervisor(a_plan(a_maximum_loss(500), a_daily_loss(100))))

    before = supervisor.edge
    supervisor.judge(4_990_000, 4_990_000, 7, 0)
    locked = supervisor.edge
    supervisor.turn_day(TUESDAY, 4_990_000, 4_990_000)

    assert (before, locked, supervisor.edge) == (4_990_000, 4_950_000, 4_980_000)


def test_a_soft_violation_halts_the_gate_until_the_day_turns() -> None:
    supervisor = opened(a_supervisor(a_plan(a_daily_loss(100))))

    supervisor.judge(4_990_000, 4_990_000, 7, 0)
    locked = supervisor.gate.state
    supervisor.turn_day(TUESDAY, 4_990_000, 4_990_000)

    assert (locked, supervisor.gate.state) == (TradingState.HALTED, TradingState.ACTIVE)
    assert supervisor.status is PlanStatus.ACTIVE


def test_a_soft_rule_judges_once_a_day() -> None:
    supervisor = opened(a_supervisor(a_plan(a_daily_loss(100))))

    first, second = (supervisor.judge(4_980_000, 4_980_000, 7, 0) for _ in range(2))
    supervisor.turn_day(TUESDAY, 4_980_000, 4_980_000)
    third = supervisor.judge(4_970_000, 4_970_000, 8, 0)

    assert first is not None
    assert second is None
    assert third is not None


def test_a_hard_violation_ends_the_account_for_good() -> None:
    supervisor = opened(a_supervisor(a_plan(a_maximum_loss(500))))

    supervisor.judge(4_950_000, 4_950_000, 7, 0)
    supervisor.turn_day(TUESDAY, 4_950_000, 4_950_000)

    assert supervisor.is_over
    assert supervisor.gate.state is TradingState.HALTED
    assert (supervisor.at_ns, supervisor.edge) == (7, NO_FLOOR)


def test_the_first_end_is_the_one_that_is_told() -> None:
    supervisor = opened(a_supervisor(a_plan(a_maximum_loss(500), a_daily_loss(700, Effect.HARD)), AfterBreach.CONTINUE))

    supervisor.judge(4_950_000, 4_950_000, 7, 0)
    supervisor.judge(4_930_000, 4_930_000, 8, 0)

    assert (supervisor.at_ns, supervisor.reason) == (7, "maximum_loss: equity 49500.00 touched the floor 49500.00")
    assert len(supervisor.violations) == 2


def test_a_run_that_goes_on_keeps_its_gate_open_and_holds_what_it_holds() -> None:
    supervisor = opened(a_supervisor(a_plan(a_maximum_loss(500)), AfterBreach.CONTINUE))

    event = supervisor.judge(4_950_000, 4_950_000, 7, 0)

    assert event is not None
    assert not supervisor.must_close(event)
    assert not supervisor.is_over
    assert supervisor.gate.state is TradingState.ACTIVE


def test_a_soft_violation_closes_whatever_happens_after_the_end() -> None:
    supervisor = opened(a_supervisor(a_plan(a_daily_loss(100)), AfterBreach.CONTINUE))

    event = supervisor.judge(4_990_000, 4_990_000, 7, 0)

    assert event is not None
    assert supervisor.must_close(event)


@pytest.mark.parametrize(("shift", "flatten"), [(-1, False), (0, False), (1, True)])
def test_the_hour_to_be_flat_comes_with_the_first_bar_that_ends_after_it(shift: int, flatten: bool) -> None:
    supervisor = opened(a_supervisor(a_plan(day=FLAT_BY_310)))

    assert supervisor.must_flatten(at("2026-01-05 15:08", "America/Chicago") + shift) is flatten


def test_the_hour_to_be_flat_comes_once_a_day_and_lets_reductions_through_meanwhile() -> None:
    supervisor = opened(a_supervisor(a_plan(day=FLAT_BY_310)))
    hour = at("2026-01-05 15:10", "America/Chicago")

    answers = [supervisor.must_flatten(hour), supervisor.must_flatten(hour)]
    reducing = supervisor.gate.state, supervisor.gate.reason
    supervisor.turn_day(TUESDAY, START, START)

    assert answers == [True, False]
    assert reducing == (
        TradingState.REDUCING,
        "the plan must be flat by its hour; entries open again at 2026-01-05 23:00 UTC",
    )
    assert supervisor.must_flatten(at("2026-01-06 15:10", "America/Chicago"))


def test_the_hour_to_be_flat_does_not_loosen_a_lock() -> None:
    supervisor = opened(a_supervisor(a_plan(a_daily_loss(100), day=FLAT_BY_310)))
    supervisor.judge(4_990_000, 4_990_000, 7, 0)

    supervisor.must_flatten(at("2026-01-05 15:10", "America/Chicago"))

    assert supervisor.gate.state is TradingState.HALTED


def test_a_target_passes_when_the_day_is_closed_and_stops_the_days() -> None:
    supervisor = opened(a_supervisor(a_plan(a_target(1_000), a_maximum_loss(500))))

    supervisor.turn_day(TUESDAY, START + 100_000, START + 100_000)
    supervisor.turn_day(TUESDAY + 10**15, START, START)

    assert supervisor.status is PlanStatus.PASSED
    assert supervisor.is_over
    assert len(supervisor.days) == 1
    assert supervisor.edge == NO_FLOOR


def test_a_failed_account_does_not_pass_any_more() -> None:
    supervisor = opened(a_supervisor(a_plan(a_target(1_000), a_maximum_loss(500)), AfterBreach.CONTINUE))
    supervisor.judge(4_950_000, 4_950_000, 7, 0)

    supervisor.turn_day(TUESDAY, START + 200_000, START + 200_000)

    assert supervisor.status is PlanStatus.FAILED


def test_closing_a_day_that_never_began_does_nothing() -> None:
    supervisor = a_supervisor(a_plan(a_target(1)))

    supervisor.close_day(START, 7)

    assert supervisor.days == []
    assert supervisor.status is PlanStatus.ACTIVE
