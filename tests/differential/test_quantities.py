"""Whatever is asked for, every quantity is accounted for, and nothing that may only reduce does more."""

from collections import Counter

from hypothesis import given, settings
from hypothesis import strategies as st

from propbots.domain.event import OrderFilled, Side
from propbots.domain.order import TERMINAL, Order, OrderStatus
from propbots.engine.core import walk
from propbots.engine.engine import Engine
from propbots.simulation.composition import compose_run
from propbots.simulation.wakefulness import find_stretches
from random_market import Market, markets
from random_run import Conditions, RandomActor, Wish, conditions, scripts, wishes


def run(market: Market, script: list[list[Wish]], on_fills: list[Wish], how: Conditions) -> tuple[Engine, RandomActor]:
    """Run a script and return the engine behind it."""
    actor = RandomActor().learn(script, on_fills)
    found = compose_run(how.request(actor, market))
    engine, venue = found.engine, found.markets[0]
    for decisions in walk(engine, find_stretches(found.cursor, engine, lambda _done, _all: None)):
        if engine.ended:
            break
        venue.take(decisions)
    *_, last = found.bars.bars()
    venue.close_out(last, "end_of_data")
    return engine, actor


@settings(deadline=None)
@given(markets(), scripts(), st.lists(wishes(), max_size=3), conditions())
def test_what_was_asked_for_is_filled_or_has_ended(
    market: Market, script: list[list[Wish]], on_fills: list[Wish], how: Conditions
) -> None:
    engine, _ = run(market, script, on_fills, how)

    filled: Counter[str] = Counter()
    for event in engine.journal:
        if isinstance(event, OrderFilled):
            filled[event.client_order_id] += event.last_quantity_steps
    orders: list[Order] = list(engine.ended_orders.values())
    assert all(order.status in TERMINAL for order in orders)
    assert engine.orders == {}
    for order in orders:
        assert filled[order.client_order_id] == order.filled_quantity_steps < order.quantity_steps
        assert order.status is not OrderStatus.FILLED
    assert all(filled[name] for name in engine.filled_orders)


@settings(deadline=None)
@given(markets(), scripts(), st.lists(wishes(), max_size=3), conditions())
def test_what_may_only_reduce_never_turns_a_position(
    market: Market, script: list[list[Wish]], on_fills: list[Wish], how: Conditions
) -> None:
    engine, actor = run(market, script, on_fills, how)

    reducing = {"stop", "trailing_stop", "target", "end_of_data", "flat_by", "daily_loss", "maximum_loss", "passed"}
    position = 0
    for event in actor.heard:
        if isinstance(event, OrderFilled):
            sign = 1 if event.side is Side.BUY else -1
            before, position = position, position + sign * event.last_quantity_steps
            if event.reason in reducing:
                assert before * sign < 0
                assert position * sign <= 0
    assert position == engine.account.holdings[0].position_steps == 0
