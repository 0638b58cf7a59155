"""What the engine asks of a strategy, whichever way it was written and however its indicators are fed."""

from collections.abc import Callable
from math import ceil
from typing import Protocol

import numpy as np

from propbots.domain.bar import Bar
from propbots.domain.event import OrderEvent, OrderFilled, Signal, SignalKind
from propbots.series.expression import Column, Expression
from propbots.series.program import ColumnProgram, StreamProgram
from propbots.strategy.base import Rules, RuleStrategy, Strategy
from propbots.strategy.desk import Desk
from propbots.strategy.reading import ColumnFeed, ReadingSet, StreamFeed
from propbots.strategy.signal_code import compute_codes, conditions, decide, join

__all__ = ["EventTrader", "RuleTrader", "Trader", "column_trader", "stream_trader"]

Distances = tuple[int | None, int | None, int | None]
"""Of stop, target and trail, in ticks."""
FieldReader = Callable[[Bar], tuple[float, ...]]
"""Turns a bar into the fields of `StreamProgram.advance`."""


class Trader(Protocol):
    """A strategy with its indicators, as the engine drives it."""

    def on_bar(self, bar: Bar) -> None:
        """Take a bar that has closed and leave wishes on the desk."""

    def on_fill(self, fill: OrderFilled) -> None:
        """Take an execution."""

    def on_order(self, event: OrderEvent) -> None:
        """Take what else happened to an order."""

    def on_stop(self) -> None:
        """Finish."""


class RuleTrader:
    """Drives a rule strategy from a source of codes and distances.

    Args:
        desk: Where its wishes go.
        next_code: Takes a bar and returns its code.
        next_distances: Returns the distances of stop, target and trail in ticks at the bar at hand; None while one of
            them has no value yet, which holds entries back.
    """

    def __init__(
        self,
        desk: Desk,
        next_code: Callable[[Bar], int],
        next_distances: Callable[[], Distances | None],
    ) -> None:
        """Remember the sources."""
        self._desk = desk
        self._account = desk.account
        self._next_code = next_code
        self._next_distances = next_distances

    def on_bar(self, bar: Bar) -> None:
        """Leave the signals that follow from the bar's conditions."""
        code = self._next_code(bar)
        if not code:
            return
        leave, entry = decide(code, self._account.position_steps)
        desk, now = self._desk, bar.close_time_ns
        if leave:
            desk.signal(Signal(now, SignalKind.EXIT))
        distances = self._next_distances() if entry else None
        if distances is not None:
            kind = SignalKind.BUY_ENTRY if entry > 0 else SignalKind.SELL_ENTRY
            desk.signal(Signal(now, kind, *distances))

    def on_fill(self, fill: OrderFilled) -> None:
        """Do nothing: rules look at bars."""

    def on_order(self, event: OrderEvent) -> None:
        """Do nothing: rules look at bars."""

    def on_stop(self) -> None:
        """Do nothing."""


class EventTrader:
    """Drives an event strategy.

    Args:
        strategy: Connected and started.
        advance: Moves the strategy's readings to the bar at hand.
    """

    def __init__(self, strategy: Strategy, advance: Callable[[Bar], None]) -> None:
        """Remember the strategy's handlers."""
        self._advance = advance
        self._handle = strategy.on_bar
        self.on_fill = strategy.on_fill
        self.on_order = strategy.on_order
        self.on_stop = strategy.on_stop

    def on_bar(self, bar: Bar) -> None:
        """Move the readings, then let the strategy react."""
        self._advance(bar)
        self._handle(bar)


def column_trader(strategy: RuleStrategy | Strategy, desk: Desk, program: ColumnProgram, first: int = 0) -> Trader:
    """Return a trader whose indicators are worked out over whole columns before the first bar.

    Args:
        strategy: To be driven.
        desk: Where its wishes go.
        program: Over all bars.
        first: Index of the first bar that it will be given; those before warm its indicators up.
    """
    if isinstance(strategy, Strategy):
        readings = _start(strategy, desk)
        feed = ColumnFeed(readings, program, first)
        program.forget()
        return EventTrader(strategy, lambda _bar: feed.advance()) if readings.readings else _without_readings(strategy)
    rules = strategy.rules()
    codes = iter(compute_codes(rules, program)[first:].tolist())
    distances = [_distance_column(distance, program) for distance in (rules.stop, rules.target, rules.trail)]
    program.forget()
    position = first - 1

    def next_code(_bar: Bar) -> int:
        nonlocal position
        position += 1
        return next(codes)

    tick = float(desk.scale.instrument.tick_size)
    return RuleTrader(desk, next_code, lambda: _pick(distances, position, tick))


def stream_trader(strategy: RuleStrategy | Strategy, desk: Desk, read: FieldReader) -> Trader:
    """Return a trader whose indicators are fed bar by bar, with no history.

    Args:
        strategy: To be driven.
        desk: Where its wishes go.
        read: Turns a bar into the fields that indicators read.
    """
    if isinstance(strategy, Strategy):
        feed = StreamFeed(_start(strategy, desk))
        return EventTrader(strategy, lambda bar: feed.advance(read(bar)))
    return _stream_rules(strategy.rules(), desk, read)


def _stream_rules(rules: Rules, desk: Desk, read: FieldReader) -> Trader:
    pairs = conditions(rules)
    bits = [bit for bit, _ in pairs]
    distances = (rules.stop, rules.target, rules.trail)
    moving = [distance for distance in distances if isinstance(distance, Expression)]
    program = StreamProgram([*(condition for _, condition in pairs), *moving])
    tick = float(desk.scale.instrument.tick_size)
    latest: list[float] = []

    def next_code(bar: Bar) -> int:
        values = program.advance(read(bar))
        latest[:] = values[len(bits) :]
        return join(bits, values[: len(bits)])

    def next_distances() -> Distances | None:
        left = iter(latest)
        return _to_ticks([next(left) if isinstance(one, Expression) else one for one in distances], tick)

    return RuleTrader(desk, next_code, next_distances)


def _start(strategy: Strategy, desk: Desk) -> ReadingSet:
    readings = ReadingSet()
    strategy.connect(desk, readings)
    strategy.on_start()
    return readings


def _without_readings(strategy: Strategy) -> Trader:
    return EventTrader(strategy, lambda _bar: None)


def _distance_column(distance: int | Expression | None, program: ColumnProgram) -> int | Column | None:
    return program.compute(distance) if isinstance(distance, Expression) else distance


def _pick(distances: "list[int | Column | None]", position: int, tick: float) -> Distances | None:
    return _to_ticks([float(one[position]) if isinstance(one, np.ndarray) else one for one in distances], tick)


def _to_ticks(distances: list[int | float | None], tick: float) -> Distances | None:
    """Return distances in price as whole ticks, rounded up, 1 at least; None if one of them has no value."""
    if any(one != one for one in distances):  # noqa: PLR0124 -- NaN is what differs from itself
        return None
    stop, target, trail = (max(1, ceil(one / tick)) if isinstance(one, float) else one for one in distances)
    return stop, target, trail
