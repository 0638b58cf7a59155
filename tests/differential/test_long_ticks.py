"""Runs of more ticks than are made and measured at once, with bars that end between them."""

from collections.abc import Callable

import numpy as np

from propbots.data.columns import CHUNK
from propbots.data.ticks import TickColumns, tell_apart
from propbots.domain.bar import Bar
from stage import FUTURE, START
from tick_stage import MILLISECOND, TickActor, play_ticks, ticks

COUNT = 2 * CHUNK + 777


def a_long_series() -> TickColumns:
    """Quotes and prints of a random walk, some three hundred a minute, some at one moment."""
    draw = np.random.default_rng(7).integers
    is_trade, moves = draw(0, 5, COUNT) < 2, draw(-1, 2, COUNT)
    bid = 1_000 + np.cumsum(np.where(is_trade, 0, moves))
    ask = np.where(is_trade, bid, bid + 1)
    time = tell_apart(START + np.cumsum(draw(0, 400, COUNT)) * MILLISECOND)
    sizes = draw(5, 100, COUNT), np.where(is_trade, 0, draw(5, 100, COUNT))
    return TickColumns(FUTURE, time, is_trade, bid, ask, *sizes, ticks("0 print 1").source, COUNT)


def enter(side: str) -> Callable[[TickActor], object]:
    def act(actor: TickActor) -> None:
        if not actor.position_steps:
            getattr(actor, side)(1, stop_loss_ticks=9, take_profit_ticks=12)

    return act


def test_chunk_holds_the_very_ticks_that_are_read_one_by_one() -> None:
    series = a_long_series()

    for first, last in ((0, 10), (CHUNK - 3, CHUNK + 3), (COUNT - 5, COUNT + 5)):
        read = [series.read(index) for index in range(first, min(last, COUNT))]

        assert list(series.chunk(first, last)) == read
    assert sum(1 for _ in series.ticks()) == COUNT


def test_every_tick_is_told_once_and_in_order_and_orders_fill_as_without_fences() -> None:
    series = a_long_series()
    script = {index: enter("buy" if index % 100 else "sell") for index in range(5, COUNT, 50)}

    story = play_ticks(series, script)

    told = [tick for tick in story.actor.told if not isinstance(tick, Bar)]
    assert told == list(series.ticks())
    assert sum(isinstance(one, Bar) for one in story.actor.told) > 20
    assert len(story.record.trades) > 20
    assert story.record.looked_at_closely < COUNT // 4
