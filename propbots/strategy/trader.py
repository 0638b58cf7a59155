"""What the engine asks of a strategy, whichever way it was written and however its indicators are fed."""

from collections.abc import Callable
from itertools import islice
from math import ceil, inf, isfinite
from typing import Protocol

import attrs
import numpy as np

from propbots.domain.bar import Bar
from propbots.domain.event import OrderEvent, OrderFilled, Signal, SignalKind
from propbots.domain.scale import STEPS_MAX
from propbots.errors import ConfigurationError, PluginContractBroken
from propbots.series.expression import Column, Expression
from propbots.series.program import ColumnProgram, StreamProgram
from propbots.strategy.base import Rules, RuleStrategy, Strategy
from propbots.strategy.desk import Desk
from propbots.strategy.handlers import require_handlers
from propbots.strategy.reading import ColumnFeed, ReadingSet, StreamFeed
from propbots.strategy.signal_code import conditions, decide, join, join_columns

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
    def codes(self) -> bytes | None:
        """Where `on_bar` does something."""

    @property
    def on_bar(self) -> Callable[[Bar], None]:
        """Take a bar that has closed and leave wishes on the desk."""

    @property
    def on_fill(self) -> Callable[[OrderFilled], None] | None:
        """Take an execution; None if it does not listen."""

    @property
    def on_order(self) -> Callable[[OrderEvent], None] | None:
        """Take what else happened to an order; None if it does not listen."""

    @property
    def on_stop(self) -> Callable[[], None]:
        """Finish."""


@attrs.frozen
class _Handlers:
    """A trader made of functions, which are called by the million."""

    on_bar: Callable[[Bar], None]
    on_fill: Callable[[OrderFilled], None] | None = None
    on_order: Callable[[OrderEvent], None] | None = None
    on_stop: Callable[[], None] = lambda: None
    codes: bytes | None = None


def column_trader(
    strategy: RuleStrategy | Strategy, desk: Desk, program: ColumnProgram, find: Callable[[Bar], int], first: int = 0
) -> Trader:
    """Return a trader whose indicators are worked out over whole columns before the first bar.

    Args:
        strategy: To be driven.
        desk: Where its wishes go.
        program: Over all bars.
        find: Returns the index of a bar among those that it will be given.
        first: Index of the first bar that it will be given; those before warm its indicators up.
    """
    require_handlers(strategy)
    if isinstance(strategy, Strategy):
        readings = _start(strategy, desk)
        feed = ColumnFeed(readings, program, first)
        return _event_handlers(strategy, feed.before(strategy.on_bar))
    rules = _read_rules(strategy)
    bits, asked = [bit for bit, _ in conditions(rules)], [condition for _, condition in conditions(rules)]
    distances = _distances(rules)
    worked_out = program.compute_each([*asked, *(one for one in distances if isinstance(one, Expression))])
    codes = join_columns(bits, islice(worked_out, len(bits)), program.size)[first:].tobytes()
    columns = [next(worked_out)[first:] if isinstance(one, Expression) else one for one in distances]
    act = _actor(desk, _distance_finder(columns, find, float(desk.scale.instrument.tick_size)))

    def on_bar(bar: Bar) -> None:
        code = codes[find(bar)]
        if code:
            act(bar, code)

    return _Handlers(on_bar, codes=codes)


def stream_trader(strategy: RuleStrategy | Strategy, desk: Desk, read: FieldReader) -> Trader:
    """Return a trader whose indicators are fed bar by bar, with no history.

    Args:
        strategy: To be driven.
        desk: Where its wishes go.
        read: Turns a bar into the fields that indicators read.
    """
    require_handlers(strategy)
    if isinstance(strategy, RuleStrategy):
        return _Handlers(_stream_rules(_read_rules(strategy), desk, read))
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
    return _Handlers(
        on_bar,
        strategy.on_fill if _listens(strategy.on_fill, Strategy.on_fill) else None,
        strategy.on_order if _listens(strategy.on_order, Strategy.on_order) else None,
        strategy.on_stop,
    )


def _listens(handler: Callable[..., None], inherited: Callable[..., None]) -> bool:
    """Whether a strategy has a handler of its own, and not the one that does nothing."""
    return getattr(handler, "__func__", None) is not inherited


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
    distances: "list[int | Column | None]", find: Callable[[Bar], int], tick: float
) -> Callable[[Bar], Distances | None]:
    """Return what finds the distances at a bar: the same at all, or those of its index."""
    if not any(isinstance(one, np.ndarray) for one in distances):
        constant = _to_ticks([one for one in distances if not isinstance(one, np.ndarray)], tick)
        return lambda _bar: constant

    def find_distances(bar: Bar) -> Distances | None:
        index = find(bar)
        return _to_ticks([float(one[index]) if isinstance(one, np.ndarray) else one for one in distances], tick)

    return find_distances


def _to_ticks(distances: list[int | float | None], tick: float) -> Distances | None:
    """Return distances in price as whole ticks, rounded up; None if one of them is NaN, infinite or not above 0.

    A millionth of a tick is noise of the floats and rounds nothing up: 100.4 - 100.1 is three ticks of 0.1.

    Raises:
        ConfigurationError: If one is beyond all prices.
    """
    found = [ceil(round(one / tick, 6)) if isinstance(one, float) and isfinite(one) else one for one in distances]
    if not all(one is None or 0 < one < inf for one in found):  # which NaN is neither
        return None
    farthest = max((one for one in found if one is not None), default=0)
    if farthest > STEPS_MAX:
        raise ConfigurationError(f"a stop, target or trail must be at most {STEPS_MAX} ticks away (was {farthest})")
    stop, target, trail = found
    return stop, target, trail  # type: ignore[return-value]  # -- what is neither None nor finite went before
