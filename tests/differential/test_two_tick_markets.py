"""Two instruments on ticks under one account: fences only save time, whatever both hold."""

from decimal import Decimal

import attrs
import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from propbots.data.feed_set import FeedBars
from propbots.data.record import CostInputs, RunRecord
from propbots.data.tick_bars import bars_of_ticks
from propbots.data.ticks import TickColumns
from propbots.domain.timeframe import MINUTE, Timeframe
from propbots.simulation.event_driver import run_backtest
from propbots.simulation.request import OtherFeed
from random_feeds import OTHER, FeedActor, Feeds, Script, scripts_of_events
from random_market import CALENDAR, Market
from random_run import Conditions, conditions
from random_ticks import on_ticks, tick_series

TWENTY_MINUTES = Timeframe(20 * MINUTE)
NAMES = st.sampled_from((("OTH",), ("1h", "OTH", "OTH 1h"), ()))
LATENCIES = st.sampled_from((0, 1, 1_000_000, 120_000_000_000))


@st.composite
def markets(draw: st.DrawFn) -> tuple[Feeds, TickColumns, TickColumns]:
    """Ticks of both instruments, and the bars of both with what is asked for."""
    main, other = draw(tick_series()), attrs.evolve(draw(tick_series()), instrument=OTHER)
    bars, beside = (bars_of_ticks(ticks, TWENTY_MINUTES, CALENDAR) for ticks in (main, other))
    return Feeds(Market(bars, bars), beside, draw(NAMES), draw(st.sampled_from(((), ((90, 30),))))), main, other


def run(
    market: tuple[Feeds, TickColumns, TickColumns], script: Script, how: Conditions, *, latency: int, fenced: bool
) -> tuple[RunRecord, FeedActor]:
    feeds, main, other = market
    actor = FeedActor().follow(script, feeds)
    costs = CostInputs(Decimal("0.75"), how.slippage, "option")
    beside = OtherFeed(FeedBars(feeds.other, CALENDAR, other), costs)
    request = on_ticks(actor, main, how, fenced=fenced, latency_ns=latency)
    return run_backtest(attrs.evolve(request, others=(beside,))), actor


@settings(deadline=None)
@given(markets(), scripts_of_events(), conditions(), LATENCIES)
def test_a_run_with_fences_equals_the_run_without(
    market: tuple[Feeds, TickColumns, TickColumns], script: Script, how: Conditions, latency: int
) -> None:
    fenced, actor = run(market, script, how, latency=latency, fenced=True)
    bare, bare_actor = run(market, script, how, latency=latency, fenced=False)

    assert actor.told == bare_actor.told
    assert actor.heard == bare_actor.heard
    assert list(fenced.trades) == list(bare.trades)
    for column in ("balance", "equity", "equity_low", "equity_high", "position"):
        assert np.array_equal(getattr(fenced.account, column), getattr(bare.account, column)), column
    assert fenced.plan == bare.plan
    assert fenced.fingerprint == bare.fingerprint
