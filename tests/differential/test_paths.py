"""The policies for the path inside a bar agree where nothing is ambiguous, bound one another, and miss no order."""

import attrs
from hypothesis import given, settings
from hypothesis import strategies as st

from propbots.data.record import RunRecord
from propbots.domain.event import OrderAccepted, OrderCanceled, OrderEvent, OrderFilled
from propbots.simulation.event_driver import run_backtest
from propbots.venue.path import PathPolicy
from random_market import Market, markets
from random_run import Conditions, RandomActor, Wish, conditions, wishes

KINDS = ("market", "limit", "stop", "stop_limit", "trailing", "on_open", "enter_long", "enter_short", "exit")
EXITS = st.fixed_dictionaries(
    {},
    optional={name: st.integers(1, 9) for name in ("stop_loss_ticks", "take_profit_ticks", "trailing_stop_ticks")},
)
BRACKETS = st.builds(
    Wish,
    kind=st.sampled_from(("market", "limit", "stop")),
    sign=st.sampled_from((1, -1)),
    near=st.integers(-2, 9),
    exits=EXITS,
)
PLAIN = st.builds(Wish, kind=st.sampled_from(("limit", "stop")), sign=st.sampled_from((1, -1)), near=st.integers(-2, 9))


def run(market: Market, script: list[list[Wish]], how: Conditions) -> tuple[RunRecord, RandomActor]:
    actor = RandomActor().learn(script, [])
    return run_backtest(how.request(actor, market)), actor


def told(event: OrderEvent) -> tuple[object, ...]:
    """What happened, without the number that the venue gave it."""
    if isinstance(event, OrderFilled):
        return event.client_order_id, event.last_quantity_steps, event.last_price_steps, event.reason
    return event.client_order_id, type(event).__name__, event.event_time_ns


@settings(deadline=None)
@given(markets(5), st.lists(wishes(KINDS), max_size=2), st.lists(wishes(KINDS), max_size=3), conditions())
def test_every_policy_tells_the_same_story_where_no_bar_is_ambiguous(
    market: Market, first: list[Wish], second: list[Wish], how: Conditions
) -> None:
    how = attrs.evolve(how, finer=False, first=0)
    runs = [run(market, [first, second], attrs.evolve(how, path=path)) for path in PathPolicy]

    if all(record.ambiguous_bars == 0 for record, _ in runs):
        stories = [[told(event) for event in actor.heard] for _, actor in runs]
        assert all(story == stories[0] for story in stories)


@settings(deadline=None)
@given(markets(3), BRACKETS, st.integers(0, 2), st.integers(0, 1))
def test_no_path_ends_a_bar_worse_for_a_bracket_than_the_worst_case(
    market: Market, bracket: Wish, slippage: int, through: int
) -> None:
    three = attrs.evolve(market, bars=market.bars.select(slice(3)))
    ends = {
        path: run(three, [[], [bracket]], Conditions(path=path, slippage=slippage, through=through))[0].account.equity[
            -1
        ]
        for path in PathPolicy
    }

    assert ends[PathPolicy.WORST_CASE] == min(ends.values())


@settings(deadline=None)
@given(markets(), st.lists(st.lists(PLAIN, max_size=2), min_size=3, max_size=8), conditions(st.none()))
def test_no_order_is_left_that_a_bar_has_certainly_reached(
    market: Market, script: list[list[Wish]], how: Conditions
) -> None:
    how = attrs.evolve(how, finer=False, first=0, volume_limit=None)
    record, actor = run(market, script, how)

    bars = record.bars
    accepted = {event.client_order_id: event for event in actor.heard if isinstance(event, OrderAccepted)}
    for event in actor.heard:
        if isinstance(event, OrderCanceled) and event.reason == "end_of_data":
            order = accepted[event.client_order_id]
            seen = bars.open_time >= order.event_time_ns
            sign = actor.signs[event.client_order_id]
            if order.limit_steps is not None:
                reached = (bars.low if sign > 0 else -bars.high) <= sign * order.limit_steps - how.through
            else:
                assert order.stop_steps is not None
                reached = (bars.high if sign > 0 else -bars.low) >= sign * order.stop_steps
            assert not (seen & reached).any()
