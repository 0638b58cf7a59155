"""What the engine asks of a strategy, whichever way it was written and however its indicators are fed."""

from collections.abc import Callable, Iterator, Mapping
from itertools import islice
from typing import Any, Protocol

import attrs

from propbots.domain.bar import Bar, Feed
from propbots.domain.event import OrderEvent, OrderFilled, Signal, SignalKind, TimerFired
from propbots.domain.session import SessionSpan
from propbots.domain.tick import QuoteTick, TradeTick
from propbots.errors import PluginContractBroken
from propbots.series.expression import Expression
from propbots.series.program import ColumnProgram, StreamProgram
from propbots.strategy.base import Rules, RuleStrategy, Strategy
from propbots.strategy.declarations import Declarations
from propbots.strategy.desk import Desk
from propbots.strategy.distance import Distances, find_distances_at, list_distances, to_ticks
from propbots.strategy.handlers import require_handlers
from propbots.strategy.reading import ColumnFeed, Reading, StreamFeed
from propbots.strategy.signal_code import conditions, decide, join, join_columns

__all__ = ["Elsewhere", "Trader", "column_trader", "stream_trader"]

FieldReader = Callable[[Bar], tuple[float, ...]]
"""Turns a bar into the fields of `StreamProgram.advance`."""


_OPTIONAL = ("on_fill", "on_order", "on_quote", "on_trade", "on_timer", "on_session_open", "on_session_close")
_EXIT, _BUY_ENTRY, _SELL_ENTRY = SignalKind.EXIT, SignalKind.BUY_ENTRY, SignalKind.SELL_ENTRY


class Elsewhere(Protocol):
    """The feeds beside the main one, over history."""

    @property
    def main_feed(self) -> Feed:
        """The main feed, which may be asked for by its name like any other."""

    def find(self, name: str) -> Feed:
        """Return a feed by what a strategy calls it.

        Raises:
            ConfigurationError: If there is none.
        """

    def read(self, name: str) -> tuple[ColumnProgram, int]:
        """Return what works expressions out over a feed's bars, and the index of the first that will be given."""


@attrs.frozen
class Trader:
    """A strategy with its indicators, as the engine drives it: functions, which are called by the million.

    Attributes:
        on_bar: Takes a bar of the main feed that has closed, and leaves wishes on the desk.
        on_fill: Takes an execution; None if it does not listen, as for all that follow.
        on_order: Takes what else happened to an order.
        on_quote: Takes a quote.
        on_trade: Takes a public print.
        on_timer: Takes a timer that fired.
        on_session_open: Takes a trading day that begins.
        on_session_close: Takes a trading day that is over.
        on_stop: Finishes.
        others: Take bars of other feeds, by feed.
        codes: One number a bar, 0 where `on_bar` does nothing, so that a driver over history may pass the bar
            over; None where `on_bar` must see every bar.
    """

    on_bar: Callable[[Bar], None]
    on_fill: Callable[[OrderFilled], None] | None = None
    on_order: Callable[[OrderEvent], None] | None = None
    on_quote: Callable[[QuoteTick], None] | None = None
    on_trade: Callable[[TradeTick], None] | None = None
    on_timer: Callable[[TimerFired], None] | None = None
    on_session_open: Callable[[SessionSpan], None] | None = None
    on_session_close: Callable[[SessionSpan], None] | None = None
    on_stop: Callable[[], None] = lambda: None
    others: Mapping[Feed, Callable[[Bar], None]] = attrs.field(factory=dict)
    codes: bytes | None = None


def column_trader(
    strategy: RuleStrategy | Strategy,
    desk: Desk,
    program: ColumnProgram,
    find: Callable[[Bar], int],
    first: int = 0,
    elsewhere: Elsewhere | None = None,
) -> Trader:
    """Return a trader whose indicators are worked out over whole columns before the first bar.

    Args:
        strategy: To be driven.
        desk: Where its wishes go.
        program: Over all bars.
        find: Returns the index of a bar among those that it will be given.
        first: Index of the first bar that it will be given; those before warm its indicators up.
        elsewhere: The feeds beside the main one; None if there are none.
    """
    require_handlers(strategy)
    if isinstance(strategy, Strategy):
        declared = _start(strategy, desk, elsewhere)
        feed = ColumnFeed(_readings_on(declared, ""), program, first)
        others = {} if elsewhere is None else _column_listeners(strategy, declared, elsewhere)
        return _event_handlers(strategy, feed.before(strategy.on_bar), others)
    rules = _read_rules(strategy)
    bits, asked = [bit for bit, _ in conditions(rules)], [condition for _, condition in conditions(rules)]
    distances = list_distances(rules)
    worked_out = program.compute_each([*asked, *(one for one in distances if isinstance(one, Expression))])
    codes = join_columns(bits, islice(worked_out, len(bits)), program.size)[first:].tobytes()
    columns = [next(worked_out)[first:] if isinstance(one, Expression) else one for one in distances]
    act = _actor(desk, find_distances_at(columns, find, float(desk.main.scale.instrument.tick_size)))

    def on_bar(bar: Bar) -> None:
        code = codes[find(bar)]
        if code:
            act(bar, code)

    return Trader(on_bar, codes=codes)


def stream_trader(
    strategy: RuleStrategy | Strategy,
    desk: Desk,
    read: FieldReader,
    find: Callable[[str], Feed] | None = None,
    main: Feed | None = None,
) -> Trader:
    """Return a trader whose indicators are fed bar by bar, with no history.

    Args:
        strategy: To be driven.
        desk: Where its wishes go.
        read: Turns a bar into the fields that indicators read.
        find: Returns a feed by what the strategy calls it; None if there is the main one alone.
        main: The main feed; None if it has no name.
    """
    require_handlers(strategy)
    declared = Declarations() if find is None else Declarations(find, main)
    if isinstance(strategy, RuleStrategy):
        return _stream_rules(_read_rules(strategy), desk, read, declared)
    _connect(strategy, desk, declared)
    feed = StreamFeed(_readings_on(declared, ""), declared.is_main)
    others = {} if find is None else _stream_listeners(strategy, declared, read, find, feed.program)
    handle = strategy.on_bar

    def on_bar(bar: Bar) -> None:
        feed.advance(read(bar))
        handle(bar)

    return _event_handlers(strategy, on_bar, others)


def _readings_on(declared: Declarations, feed: str) -> list[Reading]:
    return [reading for reading in declared.readings if reading.feed == feed]


def _column_listeners(
    strategy: Strategy, declared: Declarations, elsewhere: Elsewhere
) -> dict[Feed, Callable[[Bar], None]]:
    """Return what takes the bars of each feed beside the main one that a strategy reads or follows."""
    handlers: dict[Feed, Callable[[Bar], None]] = {}
    handlers.update((feed, strategy.on_bar) for feed in declared.feeds)
    for name in dict.fromkeys(reading.feed for reading in declared.readings if reading.feed):
        feed = elsewhere.find(name)
        moved = ColumnFeed(_readings_on(declared, name), *elsewhere.read(name))
        handlers[feed] = moved.before(handlers.get(feed, _ignore))
    return handlers


def _stream_listeners(
    strategy: Strategy, declared: Declarations, read: FieldReader, find: Callable[[str], Feed], main: StreamProgram
) -> dict[Feed, Callable[[Bar], None]]:
    """Return the same for indicators that are fed bar by bar."""
    handlers: dict[Feed, Callable[[Bar], None]] = {}
    handlers.update((feed, strategy.on_bar) for feed in declared.feeds)
    for name in dict.fromkeys([*(reading.feed for reading in declared.readings if reading.feed), *main.feeds]):
        moved, feed = StreamFeed(_readings_on(declared, name)), find(name)
        handlers[feed] = _feed_first(moved, main, name, read, handlers.get(feed, _ignore))
    return handlers


def _feed_first(
    moved: StreamFeed, main: StreamProgram, name: str, read: FieldReader, handle: Callable[[Bar], None]
) -> Callable[[Bar], None]:
    def on_bar(bar: Bar) -> None:
        fields = read(bar)
        moved.advance(fields)
        if name in main.feeds:
            main.advance_feed(name, fields)
        handle(bar)

    return on_bar


def _ignore(_bar: Bar) -> None:
    """Take a bar that only moves readings."""


def _read_rules(strategy: RuleStrategy) -> Rules:
    rules: object = strategy.rules()
    if not isinstance(rules, Rules):
        raise PluginContractBroken(f"rules of {type(strategy).__name__} must be Rules (was {rules!r})")
    return rules


def _start(strategy: Strategy, desk: Desk, elsewhere: Elsewhere | None) -> Declarations:
    declared = Declarations() if elsewhere is None else Declarations(elsewhere.find, elsewhere.main_feed)
    _connect(strategy, desk, declared)
    return declared


def _connect(strategy: Strategy, desk: Desk, declared: Declarations) -> None:
    strategy.connect(desk, declared)
    strategy.on_start()


def _event_handlers(
    strategy: Strategy, on_bar: Callable[[Bar], None], others: dict[Feed, Callable[[Bar], None]]
) -> Trader:
    own: dict[str, Any] = dict(_own_handlers(strategy))
    return Trader(on_bar, on_stop=strategy.on_stop, others=others, **own)


def _own_handlers(strategy: Strategy) -> Iterator[tuple[str, Callable[..., None]]]:
    """Give the handlers that a strategy has of its own, and not those that do nothing."""
    for name in _OPTIONAL:
        handler = getattr(strategy, name)
        if getattr(handler, "__func__", None) is not getattr(Strategy, name):
            yield name, handler


def _actor(desk: Desk, find_distances: Callable[[Bar], Distances | None]) -> Callable[[Bar, int], None]:
    """Return what leaves the signals that follow from a bar's conditions.

    Args:
        desk: Where they go.
        find_distances: Returns the distances of stop, target and trail at a bar; None while one of them has no value
            yet, which holds entries back.
    """
    account = desk.main.account

    def act(bar: Bar, code: int) -> None:
        leave, entry = decide(code, account.position_steps)
        now = bar.close_time_ns
        if leave:
            desk.signal(Signal(now, _EXIT))
        distances = find_distances(bar) if entry else None
        if distances is not None:
            desk.signal(Signal(now, _BUY_ENTRY if entry > 0 else _SELL_ENTRY, *distances))

    return act


def _stream_rules(rules: Rules, desk: Desk, read: FieldReader, declared: Declarations) -> Trader:
    pairs = conditions(rules)
    bits = [bit for bit, _ in pairs]
    distances = list_distances(rules)
    moving = [distance for distance in distances if isinstance(distance, Expression)]
    program = StreamProgram([*(condition for _, condition in pairs), *moving], declared.is_main)
    tick = float(desk.main.scale.instrument.tick_size)
    latest: list[float] = []

    def find_distances(_bar: Bar) -> Distances | None:
        left = iter(latest)
        return to_ticks([next(left) if isinstance(one, Expression) else one for one in distances], tick)

    act = _actor(desk, find_distances)

    def on_bar(bar: Bar) -> None:
        values = program.advance(read(bar))
        latest[:] = values[len(bits) :]
        code = join(bits, values[: len(bits)])
        if code:
            act(bar, code)

    others: dict[Feed, Callable[[Bar], None]] = {}
    for name in program.feeds:
        feed = declared.find(name)
        others[feed] = _feed_first(StreamFeed([]), program, name, read, others.get(feed, _ignore))
    return Trader(on_bar, others=others)
