"""The engine's one step: every mode takes its events through here. Read this first."""

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from propbots.domain.bar import Bar
from propbots.domain.event import OrderEvent
from propbots.engine.decision import Decision, Flatten
from propbots.engine.engine import Engine, Notice

__all__ = ["Stretch", "step", "walk"]

_NOTHING: tuple[Decision, ...] = ()
_ENDED: tuple[Decision, ...] = (Flatten(0, "account ended"),)


class Stretch(NamedTuple):
    """Bars that have closed, oldest first, and what none of them goes beyond.

    Attributes:
        bars: One after the other; each is fetched when the decisions at the last one are taken.
        low_steps: No bar is lower.
        high_steps: No bar is higher.
        close_time_ns: No bar ends later.
        events: What else happens before the first of them.
    """

    bars: Iterable[Bar]
    low_steps: int
    high_steps: int
    close_time_ns: int
    events: Sequence[Notice] = ()


def step(engine: Engine, event: Notice | OrderEvent) -> Sequence[Decision]:
    """Take one event and return what is to be done.

    Args:
        engine: The state of one bot.
        event: A bar that has closed, something that happened to an order, a timer, or a turn of the session.

    Returns:
        The decisions in their order; once the plan has ended the account, that everything be closed.
    """
    if isinstance(event, OrderEvent):
        engine.take(event)
        return engine.decide() if engine.desk.wishes else _NOTHING
    if isinstance(event, Bar) and not engine.is_beside(event):
        alone = Stretch((event,), event.low_steps, event.high_steps, event.close_time_ns)
    else:
        alone = Stretch((), 0, 0, 0, (event,))
    return next(walk(engine, (alone,)), _NOTHING)


def walk(engine: Engine, stretches: Iterable[Stretch]) -> Iterator[Sequence[Decision]]:
    """Take bars one after the other, and give the decisions at each bar that leads to any.

    A bar first meets the price fences. Between them no order can fill, no rule can break and no day can turn, so the
    inside of the bar is not worth a look; a fence may stand too near, never too far. A stretch that as a whole lies
    between the fences is quiet: its bars need not be asked one by one. Then the strategy sees the bar, and what it
    wishes passes the risk gate. Whoever takes the decisions may move the fences before the next bar.

    Args:
        engine: The state of one bot.
        stretches: Of bars, the oldest first.
    """
    desk, view, market, on_bar = engine.desk, engine.desk.main, engine.main, engine.on_bar
    for bars, low, high, until, events in stretches:
        for event in events:
            engine.hear(event)
            if engine.ended:
                yield _ENDED
                return
            if desk.wishes:
                yield engine.decide()
        quiet = market.is_between_fences(low, high, until)
        for bar in bars:
            if not quiet and not market.is_between_fences(bar.low_steps, bar.high_steps, bar.close_time_ns):
                market.look_closely(bar)
                if engine.has_ended():
                    yield _ENDED
                    return
                quiet = market.is_between_fences(low, high, until)
            view.bar = bar
            on_bar(bar)
            if desk.wishes:
                yield engine.decide()
                quiet = market.is_between_fences(low, high, until)
