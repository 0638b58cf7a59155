"""Two instruments on ticks under one account, whatever they do."""

from decimal import Decimal
from itertools import pairwise
from typing import Any

import numpy as np
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from matched_fills import match_fills
from propbots.data.record import RunRecord
from propbots.domain.tick import QuoteTick, TradeTick
from propbots.simulation.event_driver import run_backtest
from random_feeds import OTHER, Script, scripts_of_events
from random_run import BALANCE, Conditions, conditions
from random_tick_pairs import Pair, PairActor, on_pair, pairs

LATENCIES = st.sampled_from((0, 1, 5, 1_000_000, 120_000_000_000))


def run(pair: Pair, script: Script, how: Conditions, **options: Any) -> tuple[RunRecord, PairActor]:
    actor = PairActor().follow(script)
    return run_backtest(on_pair(actor, pair, how, **options)), actor


@settings(deadline=None)
@given(pairs(), scripts_of_events(), conditions(), LATENCIES)
def test_run_with_fences_equals_the_run_without(pair: Pair, script: Script, how: Conditions, latency: int) -> None:
    fenced, actor = run(pair, script, how, latency_ns=latency)
    bare, bare_actor = run(pair, script, how, latency_ns=latency, fenced=False)

    assert actor.told == bare_actor.told
    assert list(fenced.trades) == list(bare.trades)
    for column in ("balance", "equity", "equity_low", "equity_high", "position", "floor"):
        assert np.array_equal(getattr(fenced.account, column), getattr(bare.account, column)), column
    assert fenced.plan == bare.plan
    assert fenced.fingerprint == bare.fingerprint


@settings(deadline=None)
@given(pairs(), scripts_of_events(), conditions(st.none()))
def test_ticks_of_both_come_in_the_order_of_time(pair: Pair, script: Script, how: Conditions) -> None:
    record, actor = run(pair, script, how)

    told = [one for one in actor.told if one[1] == "tick"]
    each = [
        (tick.event_time_ns, rank, tick) for rank, ticks in ((0, pair.other), (1, pair.main)) for tick in ticks.ticks()
    ]
    begins = min(record.bars.open_time.item(0), pair.main.time.item(0))
    expected = [tick for now, _, tick in sorted(each, key=lambda one: one[:2]) if begins <= now]
    assert [_facts(one[2]) for one in told] == [_facts(tick) for tick in expected[: len(told)]]
    assert all(one[0] < other[0] for one, other in pairwise(told))
    assert sum(one[2].instrument.id != OTHER.id for one in told) == (pair.main.time >= begins).sum()


def _facts(tick: QuoteTick | TradeTick) -> tuple[object, ...]:
    """All of a tick but its time, which may be a nanosecond later."""
    return type(tick), tick.instrument.id, tick.reach


@settings(deadline=None)
@given(pairs(), scripts_of_events(), conditions(), LATENCIES, st.data())
def test_cutting_all_ticks_at_any_moment_changes_nothing_before_it(
    pair: Pair, script: Script, how: Conditions, latency: int, data: st.DataObject
) -> None:
    first, last = pair.main.time[0].item(), pair.main.time[-1].item()
    cut = pair.until(data.draw(st.integers(first, last)))
    record, whole = run(pair, script, how, latency_ns=latency)
    # That a feed has prints is known of it beforehand; of what is cut here it would show only later.
    begins = min(record.bars.open_time.item(0), pair.main.time.item(0))
    assume(cut.prints_since(begins) == pair.prints_since(begins))
    _, part = run(cut, script, how, latency_ns=latency)

    end = cut.main.time[-1].item() - 200
    before = [[one for one in actor.told if one[0] < end] for actor in (part, whole)]
    assert before[0] == before[1]


@settings(deadline=None)
@given(pairs(), scripts_of_events(), conditions(), LATENCIES)
def test_account_is_what_its_fills_make_it(pair: Pair, script: Script, how: Conditions, latency: int) -> None:
    """Worked out anew from the fills, first in first out, and where each could be closed at its last quote or print."""
    record, actor = run(pair, script, how, latency_ns=latency)

    money, account = record.scale.to_money, record.account
    ends = record.bars.close_time.tolist()
    told = {one[0]: place for place, one in enumerate(actor.told) if one[1] == "bar"}
    places = [told[end] for end in ends[:-1]] + [len(actor.told)]
    found = [
        (money(balance), money(equity))
        for balance, equity in zip(account.balance.tolist(), account.equity.tolist(), strict=True)
    ]
    assert found == [_worth(record, actor, place) for place in places]
    assert (account.equity_low <= account.equity).all()
    assert (account.equity <= account.equity_high).all()
    assert account.position[-1] == 0
    for moment, equity in ((one[0], one[3]) for one in actor.told if one[1] == "tick"):
        row = min(int(np.searchsorted(record.bars.close_time, moment, side="right")), len(ends) - 1)
        assert money(account.equity_low.item(row)) <= equity <= money(account.equity_high.item(row))


def _worth(record: RunRecord, actor: PairActor, place: int) -> tuple[Decimal, Decimal]:
    """Return balance and equity after the first things that the strategy was told."""
    told, balance, open_ = actor.told[:place], BALANCE, Decimal(0)
    for home in ("", OTHER.id):
        fills = [one[3] for one in told if one[1] == "fill" and one[2] == home]
        ticks = [one[2] for one in told if one[1] == "tick" and (one[2].instrument.id == OTHER.id) == bool(home)]
        lots, closed = match_fills(fills)
        instrument = OTHER if home else record.scale.instrument
        worth = instrument.tick_size * instrument.point_value * instrument.quantity_step
        balance += closed * worth - sum(record.scale.to_money(fill.commission_units) for fill in fills)
        open_ += sum(sign * (_price(ticks, sign) - paid) for sign, paid in lots) * worth
    return balance, balance + open_


def _price(ticks: list[QuoteTick | TradeTick], sign: int) -> int:
    """Return where a lot could be closed after some ticks."""
    quotes = [tick for tick in ticks if isinstance(tick, QuoteTick)]
    if quotes:
        return quotes[-1].bid_steps if sign > 0 else quotes[-1].ask_steps
    return ticks[-1].reach[0]
