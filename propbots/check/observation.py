"""One run of a strategy, with everything that it decided and everything that it looked at."""

import sys
from collections.abc import Callable, Iterator, Mapping
from itertools import chain, starmap
from types import FrameType
from typing import cast

import attrs
import numpy as np

from propbots.check.finding import Place
from propbots.check.part import list_parts
from propbots.check.watch import package_of
from propbots.data.columns import BarColumns
from propbots.domain.bar import Bar
from propbots.domain.decision import CancelOrder, ModifyOrder
from propbots.domain.event import Signal
from propbots.domain.order import OrderRequest
from propbots.series.expression import Column, Expression
from propbots.series.program import FIELDS, ColumnProgram, FeedColumns, StreamProgram
from propbots.series.warm_up import count_settled
from propbots.simulation.event_driver import Progress, run_backtest
from propbots.simulation.fields import ColumnFields
from propbots.simulation.request import BacktestRequest
from propbots.simulation.run_feeds import RunFeeds
from propbots.strategy.base import Rules, RuleStrategy, Strategy
from propbots.strategy.declarations import Declarations
from propbots.strategy.desk import Desk, Wish

__all__ = ["Observation", "Wished", "observe"]


@attrs.frozen
class Wished:
    """A wish of a strategy.

    Attributes:
        time_ns: Close of the last bar that the strategy had seen.
        wish: What it asked for.
        at_bar: Whether it was asked for when that bar was seen, and not when something happened to an order later.
        place: The author's line.
    """

    time_ns: int
    wish: Wish
    at_bar: bool
    place: Place | None = attrs.field(eq=False)


@attrs.define(eq=False)
class Observation:
    """One run.

    Attributes:
        request: What ran; `bars` of it were seen.
        wishes: What an event strategy asked for, in order; rules ask for nothing beyond their conditions.
        expressions: What the strategy reads or is made of.
        trades: How many it made.
        is_at_bar: Whether it is being shown a bar just now.
    """

    request: BacktestRequest
    wishes: list[Wished] = attrs.field(factory=list)
    expressions: list[Expression] = attrs.field(factory=list)
    trades: int = 0
    is_at_bar: bool = False

    @property
    def bars(self) -> BarColumns:
        """All bars, those for warming up included."""
        return self.request.columns

    def columns(self) -> list[Column]:
        """Return each part of its expressions over all bars, as a backtest sees them."""
        fields = ColumnFields(self.bars, self.request.calendar)
        return list(ColumnProgram(fields, self._feeds.columns).compute_each(list_parts(self.expressions)))

    def streamed(self) -> list[Column]:
        """Return the same, fed bar by bar, as a live bot sees them."""
        feeds = self._feeds
        parts = list_parts(self.expressions)
        program = StreamProgram(parts, lambda name: feeds.find(name) == feeds.main_feed)
        advance = _beside(program, {name: feeds.columns(name) for name in program.feeds})
        rows = starmap(advance, enumerate(_rows(ColumnFields(self.bars, self.request.calendar))))
        return list(np.fromiter(chain.from_iterable(rows), np.float64).reshape(-1, max(len(parts), 1)).T)

    def count_settled(self) -> int:
        """Return after how many bars the choice of the first one no longer shows in the expressions."""
        return max((count_settled(one, self._count_main_bars) for one in self.expressions), default=0)

    def _count_main_bars(self, feed: str, bars: int) -> int:
        """Return how much history, at most, holds so many bars of a feed before its last finished one, all whole."""
        last = self._feeds.columns(feed).last
        begins = last - bars - 1  # the bar in which the history begins may be there in part
        taken = np.arange(len(last)) - np.searchsorted(last, begins)
        return int(taken.max(initial=-1, where=begins >= 0)) if (begins >= 0).any() else len(last)

    @property
    def _feeds(self) -> RunFeeds:
        return RunFeeds(self.request.feeds, self.bars, self.bars.open_time.item(self.request.first))


def observe(request: BacktestRequest, *, first: int, last: int, traded: int, progress: Progress) -> Observation:
    """Run a fresh copy of a strategy over some of the bars and note what it does.

    Args:
        request: The run; its strategy is left as it is.
        first: Index of the first bar that is given.
        last: Index behind the last.
        traded: Index of the first bar that is traded; those before warm up.
        progress: Told how far the run is.

    Raises:
        StrategyFailed: If the strategy raises.
    """
    strategy: RuleStrategy | Strategy = attrs.evolve(request.strategy)  # type: ignore[misc]  # -- attrs makes them
    part = attrs.evolve(request.part(first, last), strategy=strategy, first=traded - first)
    seen = Observation(part)
    if isinstance(strategy, RuleStrategy):
        strategy.rules = _noting_rules(strategy.rules, seen)  # type: ignore[method-assign]  # -- of this copy alone
        seen.trades = len(run_backtest(part, progress).trades)
        return seen
    readings = _note_wishes(strategy, seen)
    seen.trades = len(run_backtest(part, progress).trades)
    seen.expressions = [reading.expression for reading in readings().readings]
    return seen


def _rows(fields: Mapping[str, Column]) -> Iterator[tuple[float, ...]]:
    return zip(*(fields[name].tolist() for name in FIELDS), strict=True)


def _beside(
    program: StreamProgram, feeds: Mapping[str, FeedColumns]
) -> Callable[[int, tuple[float, ...]], list[float]]:
    """Return what gives a program a bar, and before it the bars of other feeds that have closed since the last one."""
    waiting = [(name, feed.last, enumerate(_rows(feed.fields))) for name, feed in feeds.items()]
    taken = dict.fromkeys(feeds, -1)

    def advance(index: int, fields: tuple[float, ...]) -> list[float]:
        for name, last, rows in waiting:
            while taken[name] < last[index]:
                taken[name], other = next(rows)
                program.advance_feed(name, other)
        return program.advance(fields)

    return advance


def _noting_rules(rules: Callable[[], Rules], seen: Observation) -> Callable[[], Rules]:
    def noting() -> Rules:
        made = rules()
        if isinstance(made, Rules):
            fields = attrs.asdict(made, recurse=False).values()
            seen.expressions = [value for value in fields if isinstance(value, Expression)]
        return made

    return noting


def _note_wishes(strategy: Strategy, seen: Observation) -> Callable[[], Declarations]:
    """Let a strategy have a desk that notes; return what gives its readings."""
    connect, handle, kept = strategy.connect, strategy.on_bar, [Declarations()]

    def on_bar(bar: Bar) -> None:
        seen.is_at_bar = True
        handle(bar)
        seen.is_at_bar = False

    def noting(desk: Desk, declarations: Declarations) -> None:
        kept[0] = declarations
        connect(cast("Desk", _NotingDesk(desk, seen)), declarations)

    strategy.connect, strategy.on_bar = noting, on_bar  # type: ignore[method-assign]  # -- of this copy alone
    return lambda: kept[0]


class _NotingDesk:
    """A desk that notes each wish with the line of the author that left it."""

    def __init__(self, desk: Desk, seen: Observation) -> None:
        self._desk = desk
        self._seen = seen

    def __getattr__(self, name: str) -> object:
        return getattr(self._desk, name)

    def signal(self, signal: Signal) -> None:
        self._note(signal)
        self._desk.signal(signal)

    def request(self, request: OrderRequest) -> str:
        self._note(request)
        return self._desk.request(request)

    def cancel(self, cancel: CancelOrder) -> None:
        self._note(cancel)
        self._desk.cancel(cancel)

    def modify(self, modify: ModifyOrder) -> None:
        self._note(modify)
        self._desk.modify(modify)

    def _note(self, wish: Wish) -> None:
        frame = sys._getframe(2)  # noqa: SLF001 -- no other way leads to the author's line
        self._seen.wishes.append(Wished(self._desk.now_ns, wish, self._seen.is_at_bar, _author_of(frame)))


def _author_of(frame: FrameType | None) -> Place | None:
    """Return the innermost line that is not the kernel's."""
    while frame is not None:
        if package_of(frame) != "propbots":
            return Place(frame.f_code.co_filename, frame.f_lineno)
        frame = frame.f_back
    return None
