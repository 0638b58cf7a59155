"""The engine's step: between its fences a bar goes to the strategy alone."""

import pytest

from bot import a_bar, a_bot
from propbots.domain.bar import Bar
from propbots.domain.event import OrderAccepted, OrderFilled, Side, Signal, SignalKind
from propbots.engine.core import step
from propbots.engine.decision import Flatten, SubmitOrder
from propbots.engine.engine import Engine
from rule_script import a_maximum_loss, a_plan


def fenced(engine: Engine, low: int = 95, high: int = 105, time_ns: int = 2**62) -> list[Bar]:
    """Place the fences, and return the list of the bars that are looked at closely."""
    looked: list[Bar] = []
    engine.main.look_closely = looked.append
    engine.main.fence_low, engine.main.fence_high, engine.main.fence_time_ns = low, high, time_ns
    return looked


@pytest.mark.parametrize(
    ("high", "low", "closely"), [(104, 96, False), (105, 96, True), (104, 95, True), (106, 94, True)]
)
def test_a_bar_is_looked_at_closely_when_it_reaches_a_fence(high: int, low: int, closely: bool) -> None:
    engine, _ = a_bot()
    looked = fenced(engine)

    step(engine, a_bar(100, high, low, 100))

    assert bool(looked) is closely


@pytest.mark.parametrize(("late", "closely"), [(0, False), (1, True)])
def test_a_bar_is_looked_at_closely_when_it_ends_after_the_fence_of_time(late: int, closely: bool) -> None:
    engine, _ = a_bot()
    bar = a_bar()
    looked = fenced(engine, time_ns=bar.close_time_ns - late)

    step(engine, bar)

    assert bool(looked) is closely


def test_a_new_engine_looks_at_its_first_bar_closely() -> None:
    engine, _ = a_bot()
    looked: list[Bar] = []
    engine.main.look_closely = looked.append

    step(engine, a_bar())

    assert len(looked) == 1


def test_the_strategy_sees_every_bar_after_what_happened_in_it() -> None:
    engine, puppet = a_bot()
    order: list[str] = []
    engine.on_bar = lambda _bar: order.append("strategy")
    fenced(engine, low=1_000)
    engine.main.look_closely = lambda _bar: order.append("market")

    step(engine, a_bar())
    fenced(engine)
    step(engine, a_bar())

    assert order == ["market", "strategy", "strategy"]
    assert puppet.told == []


def test_a_wish_becomes_a_decision_at_the_close_of_its_bar() -> None:
    engine, _ = a_bot()
    bar = a_bar()
    engine.on_bar = lambda _bar: engine.desk.signal(Signal(0, SignalKind.BUY_ENTRY))
    fenced(engine)

    (decision,) = step(engine, bar)

    assert isinstance(decision, SubmitOrder)
    assert engine.journal[0].event_time_ns == bar.close_time_ns


def test_without_a_wish_nothing_is_decided() -> None:
    engine, _ = a_bot()
    fenced(engine)

    assert list(step(engine, a_bar())) == []


def test_once_the_account_has_ended_all_is_closed_and_the_strategy_sees_no_bar() -> None:
    engine, _ = a_bot(a_plan(a_maximum_loss(50)))
    seen: list[Bar] = []
    engine.on_bar = seen.append

    def fail(bar: Bar) -> None:
        assert engine.supervisor is not None
        engine.supervisor.turn_day(bar.open_time_ns, 5_000_000, 5_000_000)
        engine.supervisor.judge(4_995_000, 4_995_000, bar.close_time_ns, bar.open_time_ns)

    engine.main.look_closely = fail

    decisions = step(engine, a_bar())

    assert [type(decision) for decision in decisions] == [Flatten]
    assert engine.ended
    assert seen == []


def test_an_order_event_reaches_account_and_strategy_and_what_it_wishes_is_decided() -> None:
    engine, puppet = a_bot()
    fenced(engine)
    engine.on_bar = lambda _bar: engine.desk.signal(Signal(0, SignalKind.BUY_ENTRY))
    (submit,) = step(engine, a_bar())
    assert isinstance(submit, SubmitOrder)
    name = submit.approved.order.client_order_id
    puppet.react = lambda _event: engine.desk.signal(Signal(0, SignalKind.EXIT))

    nothing = step(engine, OrderAccepted(name, 1))
    decisions = step(engine, OrderFilled(name, 2, Side.BUY, 1, 100, 0, "signal", "x"))

    assert list(nothing) == []
    assert engine.main.holding.position_steps == 1
    assert [type(event) for event in puppet.told] == [OrderAccepted, OrderFilled]
    (leave,) = decisions
    assert isinstance(leave, SubmitOrder)
    assert leave.approved.order.request.side is Side.SELL
