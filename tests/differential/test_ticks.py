"""A run on ticks: fences only save time, what comes later changes nothing before, and no tick is a step of its own."""

from typing import Any

import attrs
import numpy as np
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from propbots.data.record import RunRecord
from propbots.data.ticks import TickColumns
from propbots.domain.event import OrderEvent
from propbots.simulation.event_driver import run_backtest
from random_run import Conditions, RandomActor, Wish, conditions, scripts, wishes
from random_ticks import ListeningActor, on_ticks, tick_series

Script = list[list[Wish]]
ACTORS = st.sampled_from((RandomActor, ListeningActor))
LATENCIES = st.sampled_from((0, 1, 5, 1_000_000, 120_000_000_000))


def run(
    kind: type[RandomActor], ticks: TickColumns, script: Script, on_fills: list[Wish], how: Conditions, **options: Any
) -> tuple[RunRecord, list[OrderEvent]]:
    actor = kind().learn(script, on_fills)
    return run_backtest(on_ticks(actor, ticks, how, **options)), actor.heard


@settings(deadline=None)
@given(ACTORS, tick_series(), scripts(), st.lists(wishes(), max_size=3), conditions(), LATENCIES)
def test_a_run_with_fences_equals_the_run_without(
    kind: type[RandomActor],
    ticks: TickColumns,
    script: Script,
    on_fills: list[Wish],
    how: Conditions,
    latency: int,
) -> None:
    fenced, heard = run(kind, ticks, script, on_fills, how, fenced=True, latency_ns=latency)
    bare, heard_bare = run(kind, ticks, script, on_fills, how, fenced=False, latency_ns=latency)

    assert heard == heard_bare
    assert list(fenced.trades) == list(bare.trades)
    for column in ("balance", "equity", "equity_low", "equity_high", "position"):
        assert np.array_equal(getattr(fenced.account, column), getattr(bare.account, column)), column
    assert fenced.plan == bare.plan
    assert fenced.fingerprint == bare.fingerprint


@settings(deadline=None)
@given(ACTORS, tick_series(), scripts(), st.lists(wishes(), max_size=3), conditions(), st.floats(0, 1))
def test_what_comes_later_changes_nothing_before(
    kind: type[RandomActor],
    ticks: TickColumns,
    script: Script,
    on_fills: list[Wish],
    how: Conditions,
    cut: float,
) -> None:
    last = max(1, int(len(ticks) * cut))
    moment, latency = ticks.time[last - 1], 5
    how = attrs.evolve(how, plan=None)
    # That a feed has prints is known of it beforehand; of what is cut here it would show only later.
    assume(ticks.select(slice(last)).has_trades == ticks.has_trades)

    _, whole = run(kind, ticks, script, on_fills, how, fenced=True, latency_ns=latency)
    _, part = run(kind, ticks.select(slice(last)), script, on_fills, how, fenced=True, latency_ns=latency)

    def before(heard: list[OrderEvent]) -> list[OrderEvent]:
        return [event for event in heard if event.event_time_ns < moment]

    assert before(part) == before(whole)


@settings(deadline=None)
@given(ACTORS, tick_series(), scripts(), st.lists(wishes(), max_size=3), conditions(), LATENCIES)
def test_money_and_positions_add_up(
    kind: type[RandomActor],
    ticks: TickColumns,
    script: Script,
    on_fills: list[Wish],
    how: Conditions,
    latency: int,
) -> None:
    record, _ = run(kind, ticks, script, on_fills, how, fenced=True, latency_ns=latency)

    columns, account = record.trades.columns, record.account
    start = record.scale.to_units(record.inputs.balance)
    assert account.balance[-1] == start + int(columns.net.sum())
    assert account.position[-1] == 0
    assert account.equity[-1] == account.balance[-1]
    assert (account.equity_low <= account.equity).all()
    assert (account.equity <= account.equity_high).all()
    assert (columns.mae >= 0).all()
    assert (columns.entry_time <= columns.exit_time).all()
