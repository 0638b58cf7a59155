"""The engine's one step: every mode calls it once for each event. Read this first."""

from collections.abc import Sequence

from propbots.domain.bar import Bar
from propbots.domain.event import OrderEvent
from propbots.engine.decision import Decision, Flatten
from propbots.engine.engine import Engine

__all__ = ["step"]

_NOTHING: tuple[Decision, ...] = ()
_ENDED: tuple[Decision, ...] = (Flatten(0, "account ended"),)


def step(engine: Engine, event: Bar | OrderEvent) -> Sequence[Decision]:
    """Take one event and return what is to be done.

    A bar first meets the price fences. Between them no order can fill, no rule can break and no day can turn, so the
    inside of the bar is not worth a look; a fence may stand too near, never too far. Then the strategy sees the bar,
    and what it wishes passes the risk gate.

    Args:
        engine: The state of one bot.
        event: A bar that has closed, or something that happened to an order.

    Returns:
        The decisions in their order; once the plan has ended the account, that everything be closed.
    """
    if type(event) is Bar:
        if (
            event.low_steps <= engine.fence_low
            or event.high_steps >= engine.fence_high
            or event.close_time_ns > engine.fence_time_ns
        ):
            engine.look_closely(event)
            if engine.has_ended():
                return _ENDED
        engine.desk.bar = event
        engine.on_bar(event)
        return engine.decide() if engine.desk.wishes else _NOTHING
    engine.take(event)  # type: ignore[arg-type]  # -- what is no bar is an order event
    return engine.decide() if engine.desk.wishes else _NOTHING
