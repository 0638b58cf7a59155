"""What the engine asks of a strategy, whichever way it was written and however its indicators are fed."""

from bisect import bisect_left
from collections.abc import Callable, Sequence
from math import ceil
from typing import Protocol

import attrs
import numpy as np

from propbots.domain.bar import Bar
from propbots.domain.event import OrderEvent, OrderFilled, Signal, SignalKind
from propbots.errors import PluginContractBroken
from propbots.series.expression import Column, Expression
from propbots.series.program import ColumnProgram, StreamProgram
from propbots.strategy.base import Rules, RuleStrategy, Strategy
from propbots.strategy.desk import Desk
from propbots.strategy.reading import ColumnFeed, ReadingSet, StreamFeed
from propbots.strategy.signal_code import compute_codes, conditions, decide, join

__all__ = ["Trader", "column_trader", "stream_trader"]

FieldReader = Callable[[Bar], tuple[float, ...]]
"""Turns a bar into the fields of `StreamProgram.advance`."""
Distances = tuple[int | None, int | None, int | None]
"""Of stop, target and trail, in ticks."""


_EXIT, _BUY_ENTRY, _SELL_ENTRY = SignalKind.EXIT, SignalKind.BUY_ENTRY, SignalKind.SELL_ENTRY


class Trader(Protocol):
    """A strategy with its indicators, as the engine drives it.

    Attributes:
        codes: One number a bar, 0 where `on_bar` does nothing, so that a driver over history may pass the bar
            over; None where `on_bar` must see every bar.
    """

    @property
    def codes(self) -> list[int] | None:
        """Where `on_bar` does something."""

    @property
    def on_bar(self) -> Callable[[Bar], None]:
        """Take a bar that has closed and leave wishes on the desk."""

    @property
    def on_fill(self) -> Callable[[OrderFilled], None]:
        """Take an execution."""

    @property
    def on_order(self) -> Callable[[OrderEvent], None]:
        """Take what else happened to an order."""

    @property
    def on_stop(self) -> Callable[[], None]:
        """Finish."""


@attrs.frozen
class _Handlers:
    """A trader made of functions, which are called by the million."""

    on_bar: Callable[[Bar], None]
    on_fill: Callable[[OrderFilled], None]
    on_order: Callable[[OrderEvent], None]
    on_stop: Callable[[], None]
    codes: list[int] | None = None


def _ignore(_event: object) -> None:
    """Rules look at bars alone."""


def _nothing() -> None:
    """Rules have nothing to finish."""


def column_trader(
    strategy: RuleStrategy | Strategy, desk: Desk, program: ColumnProgram, times: Sequence[int], first: int = 0
) -> Trader:
    """Return a trader whose indicators are worked out over whole columns before the first bar.

    Args:
        strategy: To be driven.
        desk: Where its wishes go.
        program: Over all bars.
        times: When each bar begins, nanoseconds since 1970 UTC.
        first: Index of the first bar that it will be given; those before warm its indicators up.
    """
    if isinstance(strategy, Strategy):
        readings = _start(strategy, desk)
        feed = ColumnFeed(readings, program, first)
        program.forget()
        return _event_handlers(strategy, _column_reader(feed, strategy) if readings.readings else strategy.on_bar)
    rules = _read_rules(strategy)
    codes = compute_codes(rules, program).tolist()
    columns = [program.compute(one) if isinstance(one, Expression) else one for one in _distances(rules)]
    program.forget()
    act = _actor(desk, _distance_finder(columns, times, float(desk.scale.instrument.tick_size)))

    def on_bar(bar: Bar) -> None:
        code = codes[bisect_left(times, bar.open_time_ns)]
        if code:
            act(bar, code)

    return _Handlers(on_bar, _ignore, _ignore, _nothing, codes[first:] if first else codes)


def stream_trader(strategy: RuleStrategy | Strategy, desk: Desk, read: FieldReader) -> Trader:
    """Return a trader whose indicators are fed bar by bar, with no history.

    Args:
        strategy: To be driven.
        desk: Where its wishes go.
        read: Turns a bar into the fields that indicators read.
    """
    if isinstance(strategy, RuleStrategy):
        return _rule_handlers(_stream_rules(_read_rules(strategy), desk, read))
    feed = StreamFeed(_start(strategy, desk))
    handle = strategy.on_bar

    def on_bar(bar: Bar) -> None:
        feed.advance(read(bar))
        handle(bar)

    return _event_handlers(strategy, on_bar)


def _read_rules(strategy: RuleStrategy) -> Rules:
    rules: object = strategy.rules()
    if not isinstance(rules, Rules):
        raise PluginContractBroken(f"rules of {type(strategy).__name__} must be Rules (was {rules!r})")
    return rules


def _start(strategy: Strategy, desk: Desk) -> ReadingSet:
    readings = ReadingSet()
    strategy.connect(desk, readings)
    strategy.on_start()
    return readings


def _event_handlers(strategy: Strategy, on_bar: Callable[[Bar], None]) -> Trader:
    return _Handlers(on_bar, strategy.on_fill, strategy.on_order, strategy.on_stop)


def _rule_handlers(on_bar: Callable[[Bar], None]) -> Trader:
    return _Handlers(on_bar, _ignore, _ignore, _nothing)


def _column_reader(feed: ColumnFeed, strategy: Strategy) -> Callable[[Bar], None]:
    """Return a handler that moves the readings to the bar and lets the strategy react, in as few calls as can be."""
    pairs, handle = feed.pairs, strategy.on_bar

    def on_bar(bar: Bar) -> None:
        for reading, take in pairs:
            reading.previous = reading.value
            reading.value = take()
        handle(bar)

    return on_bar


def _actor(desk: Desk, find_distances: Callable[[Bar], Distances | None]) -> Callable[[Bar, int], None]:
    """Return what leaves the signals that follow from a bar's conditions.

    Args:
        desk: Where they go.
        find_distances: Returns the distances of stop, target and trail at a bar; None while one of them has no value
            yet, which holds entries back.
    """
    account = desk.account

    def act(bar: Bar, code: int) -> None:
        leave, entry = decide(code, account.position_steps)
        now = bar.close_time_ns
        if leave:
            desk.signal(Signal(now, _EXIT))
        distances = find_distances(bar) if entry else None
        if distances is not None:
            desk.signal(Signal(now, _BUY_ENTRY if entry > 0 else _SELL_ENTRY, *distances))

    return act


def _stream_rules(rules: Rules, desk: Desk, read: FieldReader) -> Callable[[Bar], None]:
    pairs = conditions(rules)
    bits = [bit for bit, _ in pairs]
    distances = _distances(rules)
    moving = [distance for distance in distances if isinstance(distance, Expression)]
    program = StreamProgram([*(condition for _, condition in pairs), *moving])
    tick = float(desk.scale.instrument.tick_size)
    latest: list[float] = []

    def find_distances(_bar: Bar) -> Distances | None:
        left = iter(latest)
        return _to_ticks([next(left) if isinstance(one, Expression) else one for one in distances], tick)

    act = _actor(desk, find_distances)

    def on_bar(bar: Bar) -> None:
        values = program.advance(read(bar))
        latest[:] = values[len(bits) :]
        code = join(bits, values[: len(bits)])
        if code:
            act(bar, code)

    return on_bar


def _distances(rules: Rules) -> tuple[int | Expression | None, ...]:
    return rules.stop, rules.target, rules.trail


def _distance_finder(
    distances: "list[int | Column | None]", times: Sequence[int], tick: float
) -> Callable[[Bar], Distances | None]:
    """Return what finds the distances at a bar: the same at all, or those of its index."""
    if not any(isinstance(one, np.ndarray) for one in distances):
        constant = _to_ticks([one for one in distances if not isinstance(one, np.ndarray)], tick)
        return lambda _bar: constant

    def find(bar: Bar) -> Distances | None:
        index = bisect_left(times, bar.open_time_ns)
        return _to_ticks([float(one[index]) if isinstance(one, np.ndarray) else one for one in distances], tick)

    return find


def _to_ticks(distances: list[int | float | None], tick: float) -> Distances | None:
    """Return distances in price as whole ticks, rounded up, 1 at least; None if one of them has no value.

    A millionth of a tick is noise of the floats and rounds nothing up: 100.4 - 100.1 is three ticks of 0.1.
    """
    if any(one != one for one in distances):  # noqa: PLR0124 -- NaN is what differs from itself
        return None
    stop, target, trail = (max(1, ceil(round(one / tick, 6))) if isinstance(one, float) else one for one in distances)
    return stop, target, trail
