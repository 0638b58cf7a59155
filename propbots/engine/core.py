"""The engine's one step: every mode takes its events through here. Read this first."""

from collections.abc import Iterable, Iterator, Sequence

from propbots.domain.bar import Bar
from propbots.domain.event import OrderEvent
from propbots.engine.decision import Decision, Flatten
from propbots.engine.engine import Engine

__all__ = ["step", "walk"]

_NOTHING: tuple[Decision, ...] = ()
_ENDED: tuple[Decision, ...] = (Flatten(0, "account ended"),)


def step(engine: Engine, event: Bar | OrderEvent) -> Sequence[Decision]:
    """Take one event and return what is to be done.

    Args:
        engine: The state of one bot.
        event: A bar that has closed, or something that happened to an order.

    Returns:
        The decisions in their order; once the plan has ended the account, that everything be closed.
    """
    if isinstance(event, Bar):
        return next(walk(engine, (event,)), _NOTHING)
    engine.take(event)
    return engine.decide() if engine.desk.wishes else _NOTHING


def walk(engine: Engine, bars: Iterable[Bar]) -> Iterator[Sequence[Decision]]:
    """Take bars one after the other, and give the decisions at each bar that leads to any.

    A bar first meets the price fences. Between them no order can fill, no rule can break and no day can turn, so the
    inside of the bar is not worth a look; a fence may stand too near, never too far. Then the strategy sees the bar,
    and what it wishes passes the risk gate. Whoever takes the decisions may move the fences before the next bar.

    Args:
        engine: The state of one bot.
        bars: That have closed, oldest first; the next one is fetched when the last one's decisions are taken.
    """
    desk, on_bar = engine.desk, engine.on_bar
    low, high, until = engine.fence_low, engine.fence_high, engine.fence_time_ns
    for bar in bars:
        if bar.low_steps <= low or bar.high_steps >= high or bar.close_time_ns > until:
            engine.look_closely(bar)
            if engine.has_ended():
                yield _ENDED
                return
            low, high, until = engine.fence_low, engine.fence_high, engine.fence_time_ns
        desk.bar = bar
        on_bar(bar)
        if desk.wishes:
            yield engine.decide()
            low, high, until = engine.fence_low, engine.fence_high, engine.fence_time_ns
