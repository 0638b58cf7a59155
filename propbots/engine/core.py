"""The engine's one step: every mode takes its events through here. Read this first."""

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from propbots.domain.bar import Bar
from propbots.domain.event import OrderEvent
from propbots.domain.tick import QuoteTick, TradeTick
from propbots.engine.decision import Decision, Flatten
from propbots.engine.engine import Engine
from propbots.engine.hearing import Notice, hear, is_beside

__all__ = ["Stretch", "TickStretch", "step", "walk", "walk_ticks"]

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
    events: Iterable[Notice] = ()


class TickStretch(NamedTuple):
    """Ticks of one instrument, oldest first, and what none of them goes beyond; otherwise as a stretch of bars.

    Attributes:
        ticks: One after the other.
        low_steps: No bid and no print is lower.
        high_steps: No ask and no print is higher.
        until_ns: None is later.
        events: What else happens before the first of them.
        home: The instrument; empty for the main one.
    """

    ticks: Iterable[QuoteTick | TradeTick]
    low_steps: int
    high_steps: int
    until_ns: int
    events: Iterable[Notice] = ()
    home: str = ""


def step(engine: Engine, event: Notice | QuoteTick | TradeTick | OrderEvent) -> Sequence[Decision]:
    """Take one event and return what is to be done.

    Args:
        engine: The state of one bot.
        event: A bar that has closed, a tick, something that happened to an order, a timer, or a turn of the session.

    Returns:
        The decisions in their order; once the plan has ended the account, that everything be closed.
    """
    if isinstance(event, OrderEvent):
        engine.take(event)
        return engine.decide() if engine.desk.wishes else _NOTHING
    if isinstance(event, QuoteTick | TradeTick):
        alone_tick = TickStretch((event,), *event.reach, event.event_time_ns, home=event.instrument.id)
        return next(walk_ticks(engine, (alone_tick,)), _NOTHING)
    if isinstance(event, Bar) and not is_beside(engine, event):
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
        if events:
            yield from _hear(engine, events)
            if engine.ended:
                return
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


def walk_ticks(engine: Engine, stretches: Iterable[TickStretch]) -> Iterator[Sequence[Decision]]:
    """Take ticks one after the other, and give the decisions at each that leads to any; fences as for bars.

    Args:
        engine: The state of one bot.
        stretches: Of ticks, the oldest first.
    """
    desk, markets, on_quote, on_trade = engine.desk, engine.markets, engine.on_quote, engine.on_trade
    for ticks, low, high, until, events, home in stretches:
        if events:
            yield from _hear(engine, events)
            if engine.ended:
                return
        market, view = markets[home], desk.view(home)
        quiet = market.is_between_fences(low, high, until)
        for tick in ticks:
            if not quiet and not market.is_between_fences(*tick.reach, tick.event_time_ns):
                market.look_closely(tick)
                if engine.has_ended():
                    yield _ENDED
                    return
                quiet = market.is_between_fences(low, high, until)
            if type(tick) is QuoteTick:
                view.quote = tick
                on_quote(tick)
            else:
                view.trade = tick
                on_trade(tick)
            if desk.wishes:
                yield engine.decide()
                quiet = market.is_between_fences(low, high, until)


def _hear(engine: Engine, events: Iterable[Notice]) -> Iterator[Sequence[Decision]]:
    """Take what happens beside the main feed, and give the decisions that it leads to."""
    for event in events:
        hear(engine, event)
        if engine.ended:
            yield _ENDED
            return
        if engine.desk.wishes:
            yield engine.decide()
