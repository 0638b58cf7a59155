"""Several feeds under one account, whatever they hold and whatever is decided on them."""

from collections import deque
from collections.abc import Iterator
from decimal import Decimal
from itertools import chain

import attrs
import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from propbots.data.feed_set import FeedBars, FeedSet
from propbots.data.record import RunRecord
from propbots.domain.event import OrderFilled
from propbots.domain.timeframe import MINUTE
from propbots.simulation.event_driver import run_backtest
from random_feeds import OTHER, FeedActor, Feeds, Script, feeds, run_request, scripts_of_events
from random_market import CALENDAR, FIRST_NS
from random_run import BALANCE, Conditions, conditions

Moment = tuple[int, int, int, int, str]


def run(market: Feeds, script: Script, how: Conditions, *, fenced: bool = True) -> tuple[RunRecord, FeedActor]:
    actor = FeedActor().follow(script, market)
    return run_backtest(run_request(actor, market, how, fenced=fenced)), actor


@settings(deadline=None)
@given(feeds(), scripts_of_events(), conditions(st.none()))
def test_events_come_in_the_order_that_the_page_tells(market: Feeds, script: Script, how: Conditions) -> None:
    record, actor = run(market, script, how)

    begins, ends = record.bars.open_time.item(0), market.main.bars.close_time.item(-1)
    each = chain(_bars(market), _timers(market, ends), _sessions(ends))
    # What opens belongs to what comes then, and what is over to what came before.
    expected = sorted(
        (moment, *facts)
        for moment, *facts in each
        if (begins <= moment < ends if facts[-1] == "session opens" else begins < moment <= ends)
    )
    told = [one[:2] for one in actor.told if isinstance(one[1], str) and one[1] != "fill"]
    assert told == [(moment, what) for moment, *_, what in expected]


def _bars(market: Feeds) -> Iterator[Moment]:
    main = market.main.bars
    known = FeedSet(FeedBars(main, CALENDAR), FeedBars(main, CALENDAR), [FeedBars(market.other, CALENDAR)])
    for moment in main.close_time.tolist():
        yield moment, 1, 0, 0, "bar"
    for place, name in enumerate(market.names):
        bars = known.find(name).bars
        first = -1 if bars.feed == market.other.feed else place  # what works orders comes first among its length
        for moment in bars.close_time.tolist():
            yield moment, 0, -bars.feed.length_ns, first, bars.feed.name


def _timers(market: Feeds, ends: int) -> Iterator[Moment]:
    for number, (first, every) in enumerate(market.timers):
        step = every * MINUTE
        for moment in range(FIRST_NS + first * MINUTE, ends + 1, step) if step else [FIRST_NS + first * MINUTE]:
            yield moment, 3, 0, 0, f"timer {number}"


def _sessions(ends: int) -> Iterator[Moment]:
    moment = FIRST_NS
    while moment <= ends:
        span = CALENDAR.span_at(moment)
        yield span.open_time_ns, 4, 0, 0, "session opens"
        yield span.close_time_ns, 2, 0, 0, "session over"
        moment = span.close_time_ns


@settings(deadline=None)
@given(feeds(), scripts_of_events(), conditions(), st.data())
def test_cutting_all_data_at_any_moment_changes_nothing_before_it(
    market: Feeds, script: Script, how: Conditions, data: st.DataObject
) -> None:
    how = attrs.evolve(how, first=0)
    closes = market.main.bars.close_time
    moment = data.draw(st.integers(closes.item(0), closes.item(-1)))
    whole, heard = run(market, script, how)
    part, heard_before = run(market.until(moment), script, how)

    last = part.bars.close_time.item(-1)
    assert heard_before.told_before(last) == heard.told_before(last)
    same = len(part.bars) - 1
    for column in ("balance", "equity", "equity_low", "equity_high", "position", "day"):
        assert np.array_equal(getattr(part.account, column)[:same], getattr(whole.account, column)[:same]), column


@settings(deadline=None)
@given(feeds(), scripts_of_events(), conditions())
def test_run_with_fences_equals_the_run_without(market: Feeds, script: Script, how: Conditions) -> None:
    fenced, actor = run(market, script, how)
    bare, bare_actor = run(market, script, how, fenced=False)

    assert actor.told == bare_actor.told
    assert actor.heard == bare_actor.heard
    assert list(fenced.trades) == list(bare.trades)
    for column in ("time", "balance", "equity", "equity_low", "equity_high", "position", "day", "floor"):
        assert np.array_equal(getattr(fenced.account, column), getattr(bare.account, column)), column
    assert fenced.plan == bare.plan
    assert fenced.fingerprint == bare.fingerprint


@settings(deadline=None)
@given(feeds(), scripts_of_events(), conditions())
def test_account_is_what_its_fills_make_it(market: Feeds, script: Script, how: Conditions) -> None:
    """Worked out anew from the fills before each close and the last closes, first in first out."""
    record, actor = run(market, script, how)

    money = record.scale.to_money
    found = [
        (money(balance), money(equity))
        for balance, equity in zip(record.account.balance.tolist(), record.account.equity.tolist(), strict=True)
    ]
    assert found == list(_account(record, actor, market))
    assert (record.account.equity_low <= record.account.equity).all()
    assert (record.account.equity_high >= record.account.equity).all()


def _account(record: RunRecord, actor: FeedActor, market: Feeds) -> Iterator[tuple[Decimal, Decimal]]:
    """Give balance and equity at each close of the main feed."""
    closes = record.bars.close_time.tolist()
    for moment in closes:
        told = actor.told if moment == closes[-1] else actor.told_before(moment)
        balance, equity = BALANCE, Decimal(0)
        for home, bars in (("", market.main.bars), (OTHER.id, market.other)):
            fills = [one[3] for one in told if one[1] == "fill" and one[2] == home]
            lots, closed = _match(fills)
            worth = bars.feed.instrument.tick_size * bars.feed.instrument.point_value * Decimal("0.5")
            price = bars.close[bars.close_time <= moment][-1].item() if lots else 0
            balance += closed * worth - sum(record.scale.to_money(fill.commission_units) for fill in fills)
            equity += sum(price - paid if sign > 0 else paid - price for sign, paid in lots) * worth
        yield balance, balance + equity


def _match(fills: list[OrderFilled]) -> tuple[list[tuple[int, int]], int]:
    """Return the lots of one step that are open, as sign and price, and what the closed ones made, in ticks."""
    lots: deque[tuple[int, int]] = deque()
    made = 0
    for fill in fills:
        for _ in range(fill.last_quantity_steps):
            if lots and lots[0][0] == -fill.side.sign:
                sign, paid = lots.popleft()
                made += sign * (fill.last_price_steps - paid)
            else:
                lots.append((fill.side.sign, fill.last_price_steps))
    return list(lots), made
