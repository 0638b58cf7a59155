"""What happens beside the main feed: bars of other feeds, trading days that open or are over, timers."""

from propbots.domain.bar import Bar
from propbots.domain.event import SessionEvent, TimerFired
from propbots.engine.engine import Engine

__all__ = ["Notice", "hear", "is_beside"]

Notice = Bar | TimerFired | SessionEvent
"""What happens beside the main feed."""


def is_beside(engine: Engine, bar: Bar) -> bool:
    """Whether a bar is of another feed than the main one."""
    return bar.feed in engine.venues or bar.feed in engine.trader.others


def hear(engine: Engine, event: Notice) -> None:
    """Take what happens beside the main feed, and let the strategy react."""
    trader = engine.trader
    now_ns = event.close_time_ns if isinstance(event, Bar) else event.event_time_ns
    engine.desk.clock_ns = now_ns
    for market in engine.each:
        if market.wake is not None and now_ns > market.fence_time_ns:
            market.wake(now_ns)
            if engine.has_ended():
                return
    if isinstance(event, Bar):
        _hear_bar(engine, event)
        return
    if isinstance(event, TimerFired):
        if trader.on_timer is not None:
            trader.on_timer(event)
        return
    handle = trader.on_session_open if event.is_open else trader.on_session_close
    if handle is not None:
        handle(event.session)


def _hear_bar(engine: Engine, bar: Bar) -> None:
    market = engine.venues.get(bar.feed)
    if market is not None:
        if not market.is_between_fences(bar.low_steps, bar.high_steps, bar.close_time_ns):
            market.look_closely(bar)
            if engine.has_ended():
                return
        engine.desk.view(bar.instrument.id).bar = bar
    handle = engine.trader.others.get(bar.feed)
    if handle is not None:
        handle(bar)
