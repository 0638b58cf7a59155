"""One run of a strategy, with everything that it decided and everything that it looked at."""

import sys
from collections.abc import Callable
from inspect import getsourcefile
from itertools import chain
from types import FrameType
from typing import cast

import attrs
import numpy as np

from propbots.check.finding import Place
from propbots.check.watch import package_of
from propbots.data.columns import BarColumns
from propbots.domain.bar import Bar
from propbots.domain.decision import CancelOrder, ModifyOrder
from propbots.domain.event import Signal
from propbots.domain.order import OrderRequest
from propbots.series.expression import Column, Expression
from propbots.series.indicator import Output
from propbots.series.program import FIELDS, ColumnProgram, StreamProgram
from propbots.simulation.event_driver import Progress, run_backtest
from propbots.simulation.fields import ColumnFields
from propbots.simulation.request import BacktestRequest
from propbots.strategy.base import Rules, RuleStrategy, Strategy
from propbots.strategy.declarations import Declarations
from propbots.strategy.desk import Desk, Wish

__all__ = ["Observation", "Wished", "find_file", "is_written_by_author", "kind_of", "list_parts", "observe"]


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
        program = ColumnProgram(ColumnFields(self.bars, self.request.calendar))
        return list(program.compute_each(list_parts(self.expressions)))

    def streamed(self) -> list[Column]:
        """Return the same, fed bar by bar, as a live bot sees them."""
        fields, parts = ColumnFields(self.bars, self.request.calendar), list_parts(self.expressions)
        rows = map(StreamProgram(parts).advance, zip(*(fields[name].tolist() for name in FIELDS), strict=True))
        return list(np.fromiter(chain.from_iterable(rows), np.float64).reshape(-1, max(len(parts), 1)).T)


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


def list_parts(expressions: list[Expression]) -> list[Expression]:
    """Return expressions, and the indicators in them, each once and after what it is made from.

    The kernel's own operators in between are left out: what they make of equal numbers is equal. Of an indicator of
    several values its values are there.
    """
    whole = set(expressions)
    found: dict[Expression, None] = {}

    def visit(one: Expression) -> None:
        if one in found:
            return
        for part in one.inputs:
            visit(part)
        if len(one.outputs) == 1 and (one in whole or is_written_by_author(one)):
            found[one] = None

    for one in expressions:
        visit(one)
    return list(found)


def kind_of(one: Expression) -> type:
    """Return the class that works an expression out."""
    return type(one.indicator if isinstance(one, Output) else one)


def is_written_by_author(one: Expression) -> bool:
    """Whether an expression is worked out by other code than the kernel's."""
    return find_file(kind_of(one)) is not None


def find_file(kind: type) -> str | None:
    """Return the file in which a class is written; None for one of the kernel, or one that lies in no file."""
    if kind.__module__.partition(".")[0] == "propbots":
        return None
    try:
        return getsourcefile(kind)
    except (TypeError, OSError):
        return None
