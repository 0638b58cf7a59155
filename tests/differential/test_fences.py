"""Fences only save time: with and without them a run is the same, to the last unit and event."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from random_run import Conditions, Market, RandomActor, Wish, conditions, markets, scripts, wishes

from propbots.data.record import RunRecord
from propbots.domain.event import OrderEvent
from propbots.simulation.event_driver import run_backtest
from propbots.venue import market as simulated_market
from propbots.venue.book import WorkingOrder

Script = list[list[Wish]]


def run(
    market: Market, script: Script, on_fills: list[Wish], how: Conditions, *, fenced: bool
) -> tuple[RunRecord, list[OrderEvent]]:
    actor = RandomActor().learn(script, on_fills)
    record = run_backtest(how.request(actor, market, fenced=fenced))
    return record, actor.heard


def require_equal(market: Market, script: Script, on_fills: list[Wish], how: Conditions) -> None:
    fenced, heard = run(market, script, on_fills, how, fenced=True)
    bare, heard_bare = run(market, script, on_fills, how, fenced=False)

    assert heard == heard_bare
    assert fenced.trades == bare.trades
    for column in ("time", "balance", "equity", "equity_low", "equity_high", "position", "day"):
        left, right = getattr(fenced.account, column), getattr(bare.account, column)
        assert np.array_equal(left, right), f"{column}: {left} with fences, {right} without"
    assert np.array_equal(fenced.account.floor, bare.account.floor)
    assert fenced.plan == bare.plan
    assert (fenced.ambiguous_bars, fenced.denied_orders) == (bare.ambiguous_bars, bare.denied_orders)
    assert fenced.fingerprint == bare.fingerprint


@settings(deadline=None)
@given(markets(), scripts(), st.lists(wishes(), max_size=3), conditions())
def test_a_run_with_fences_equals_the_run_without(
    market: Market, script: Script, on_fills: list[Wish], how: Conditions
) -> None:
    require_equal(market, script, on_fills, how)
