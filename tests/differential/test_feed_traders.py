"""Strategies over several feeds act the same however they are fed and driven, and never upon what is still to come."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial

import attrs
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from propbots.data.record import RunRecord
from propbots.domain.bar import Bar, Feed
from propbots.engine.core import Stretch, step
from propbots.engine.decision import Decision
from propbots.engine.engine import Engine
from propbots.series.expression import Expression, crosses_above, high, low
from propbots.series.program import ColumnProgram
from propbots.simulation import composition, event_driver
from propbots.simulation.event_driver import run_backtest
from propbots.simulation.fields import bar_fields
from propbots.simulation.run_feeds import RunFeeds
from propbots.strategy.base import Rules, RuleStrategy, Strategy
from propbots.strategy.desk import Desk
from propbots.strategy.trader import Trader, stream_trader
from random_feeds import FeedActor, Feeds, Script, feeds, run_request, scripts_of_events
from random_market import CALENDAR
from random_rules import NUMBERS, Declared
from random_run import Conditions, conditions

Build = Callable[..., Trader]
NAMES = st.sampled_from(("1h", "IDX", "2h", "IDX 2h", "4h", "1d", "OTH", "OTH 2h", "OTH 1d"))
"""Some name the same feed twice, and the first two the main one."""
VALUES = st.one_of(NUMBERS, st.builds(lambda source, name: source.on(name), NUMBERS, NAMES))
CONDITIONS = st.one_of(
    st.builds(lambda one, other: one > other, VALUES, VALUES),
    st.builds(crosses_above, VALUES, VALUES),
    st.builds(lambda one, other, name: (one > other).on(name), NUMBERS, NUMBERS, NAMES),
    st.builds(lambda one, other, name: crosses_above(one, other).on(name).lag(1), NUMBERS, NUMBERS, NAMES),
)
DISTANCES: tuple[int | Expression | None, ...] = (None, 4, (high - low).on("2h"), high - low.on("OTH"))
RULES = st.builds(
    Rules,
    long_entry=CONDITIONS,
    short_entry=st.one_of(st.none(), CONDITIONS),
    long_exit=st.one_of(st.none(), CONDITIONS),
    stop=st.sampled_from(DISTANCES),
    target=st.sampled_from(DISTANCES),
)


def run_actor(market: Feeds, script: Script, how: Conditions) -> tuple[RunRecord, FeedActor]:
    actor = FeedActor().follow(script, market)
    return run_backtest(run_request(actor, market, how)), actor


def run_rules(market: Feeds, text: Rules, how: Conditions, *, fenced: bool = True) -> RunRecord:
    request = run_request(FeedActor(), market, how, fenced=fenced)
    return run_backtest(attrs.evolve(request, strategy=Declared(text=text)))


def fed_bar_by_bar(market: Feeds) -> Build:
    """Return what builds a trader whose indicators are fed bar by bar, as a live bot's are, after a silent warm-up."""

    def build(
        strategy: RuleStrategy | Strategy,
        desk: Desk,
        _program: ColumnProgram,
        _find: Callable[[Bar], int],
        first: int,
        elsewhere: RunFeeds,
    ) -> Trader:
        trader = stream_trader(strategy, desk, bar_fields(CALENDAR), elsewhere.find, elsewhere.main_feed)
        script = []
        if isinstance(strategy, FeedActor):
            script, strategy.events = strategy.events, []
        for bar in _before(market, first, elsewhere, trader.others):
            trader.others.get(bar.feed, trader.on_bar)(bar)
        desk.wishes.clear()
        if isinstance(strategy, FeedActor):
            strategy.follow(script, market)
        return trader

    return build


def _before(market: Feeds, first: int, elsewhere: RunFeeds, others: Iterable[Feed]) -> list[Bar]:
    """Return what was finished before the run began, in its order."""
    begins_ns = market.main.bars.open_time.item(first)
    beside = [elsewhere.feeds.of(feed).bars for feed in others]
    finished = [bar for bars in beside for bar in bars.bars() if bar.close_time_ns <= begins_ns]
    known = [*finished, *market.main.bars.select(slice(first)).bars()]
    return sorted(known, key=lambda bar: (bar.close_time_ns, bar.feed == elsewhere.main_feed, -bar.feed.length_ns))


def one_event_at_a_time(engine: Engine, stretches: Iterable[Stretch]) -> Iterator[Sequence[Decision]]:
    """Drive an engine as a live bot does."""
    for stretch in stretches:
        for events in (stretch.events, stretch.bars):
            for event in events:
                decisions = step(engine, event)
                if decisions:
                    yield decisions
                if engine.ended:
                    return


@settings(deadline=None)
@given(feeds(), scripts_of_events(), conditions())
def test_an_event_strategy_acts_the_same_from_columns_and_from_the_stream(
    market: Feeds, script: Script, how: Conditions
) -> None:
    how = attrs.evolve(how, first=0)
    record, actor = run_actor(market, script, how)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(composition, "column_trader", fed_bar_by_bar(market))
        streamed, stream_actor = run_actor(market, script, how)

    assert stream_actor.told == actor.told
    assert streamed.fingerprint == record.fingerprint


@settings(deadline=None)
@given(feeds(), RULES, conditions())
def test_rules_act_the_same_from_columns_and_from_the_stream(market: Feeds, text: Rules, how: Conditions) -> None:
    record = run_rules(market, text, how)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(composition, "column_trader", fed_bar_by_bar(market))
        streamed = run_rules(market, text, how)

    assert list(streamed.trades) == list(record.trades)
    assert streamed.fingerprint == record.fingerprint


@settings(deadline=None)
@given(feeds(), scripts_of_events(), conditions())
def test_an_engine_that_steps_from_event_to_event_does_what_it_does_in_stretches(
    market: Feeds, script: Script, how: Conditions
) -> None:
    record, actor = run_actor(market, script, how)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(event_driver, "walk", one_event_at_a_time)
        stepped, stepped_actor = run_actor(market, script, how)

    assert stepped_actor.told == actor.told
    assert stepped.fingerprint == record.fingerprint


@settings(deadline=None)
@given(feeds(), RULES, conditions())
def test_rules_over_several_feeds_miss_nothing_between_fences(market: Feeds, text: Rules, how: Conditions) -> None:
    fenced, bare = (run_rules(market, text, how, fenced=fenced) for fenced in (True, False))

    assert list(fenced.trades) == list(bare.trades)
    for column in ("balance", "equity", "equity_low", "equity_high", "position"):
        assert np.array_equal(getattr(fenced.account, column), getattr(bare.account, column)), column
    assert fenced.fingerprint == bare.fingerprint


@settings(deadline=None)
@given(feeds(), RULES, conditions(), st.data())
def test_cutting_all_data_changes_nothing_of_rules_before_the_cut(
    market: Feeds, text: Rules, how: Conditions, data: st.DataObject
) -> None:
    how = attrs.evolve(how, first=0)
    closes = market.main.bars.close_time
    moment = data.draw(st.integers(closes.item(0), closes.item(-1)))

    whole, part = (run_rules(each, text, how) for each in (market, market.until(moment)))

    same = len(part.bars) - 1
    ended = partial(_ended_before, moment=part.bars.close_time.item(-1))
    assert ended(part) == ended(whole)
    for column in ("balance", "equity", "equity_low", "equity_high", "position"):
        assert np.array_equal(getattr(part.account, column)[:same], getattr(whole.account, column)[:same]), column


def _ended_before(record: RunRecord, moment: int) -> list[object]:
    return [trade for trade in record.trades if trade.exit_time_ns < moment]
