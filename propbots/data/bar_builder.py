"""Bars made tick by tick, the same as those that are made of all ticks at once."""

import math

import attrs

from propbots.data.tick_bars import count_steps
from propbots.domain.bar import Bar, Feed
from propbots.domain.bar_size import BarUnit
from propbots.domain.session import SessionCalendar, SessionSpan
from propbots.domain.tick import QuoteTick, TradeTick
from propbots.domain.timeframe import Timeframe
from propbots.errors import InvariantViolated

__all__ = ["BarBuilder"]

_BEFORE_ALL = -(2**62)


@attrs.define(eq=False)
class _Growing:
    """A bar that is not finished.

    Attributes:
        begin_ns: When it begins, or its first tick was.
        until_ns: When it ends at the latest.
        count: How many ticks are in it.
        quantity: Quantity steps in it.
    """

    begin_ns: int
    until_ns: int
    open: int
    high: int
    low: int
    close: int
    count: int = 0
    quantity: int = 0

    def add(self, price: int, quantity: int) -> None:
        """Take a tick in."""
        self.high = max(self.high, price)
        self.low = min(self.low, price)
        self.close = price
        self.count += 1
        self.quantity += quantity


@attrs.define(eq=False)
class BarBuilder:
    """Makes the bars of one feed while its ticks arrive, as `bars_of_ticks` makes them of all ticks.

    Attributes:
        feed: What the bars are of.
        calendar: The instrument's sessions.
        of_prints: Whether bars are made of prints, and not of bids.
    """

    feed: Feed
    calendar: SessionCalendar
    of_prints: bool = True
    _fill: int = attrs.field(init=False)
    _growing: _Growing | None = attrs.field(default=None, init=False)
    _span: SessionSpan | None = attrs.field(default=None, init=False)
    _session_over_ns: int = attrs.field(default=_BEFORE_ALL, init=False)
    _closed_ns: int = attrs.field(default=_BEFORE_ALL, init=False)

    def __attrs_post_init__(self) -> None:
        """Count what fills a bar once."""
        size = self.feed.timeframe
        self._fill = int(size) if isinstance(size, Timeframe) else count_steps(size, self.feed.instrument)

    def push(self, tick: QuoteTick | TradeTick) -> list[Bar]:
        """Take the next tick in and return the bars that it finished; a large print may finish several.

        Args:
            tick: Not before the one that came last.

        Raises:
            DataError: If the calendar does not reach that far.
        """
        finished = self.advance(tick.event_time_ns)
        if isinstance(tick, TradeTick) and self.of_prints:
            finished += self._take(tick.event_time_ns, tick.price_steps, tick.quantity_steps)
        elif isinstance(tick, QuoteTick) and not self.of_prints:
            finished += self._take(tick.event_time_ns, tick.bid_steps, 0)
        return finished

    def advance(self, now_ns: int) -> list[Bar]:
        """Return the bar that has ended by a moment at which no tick need have come; none if it goes on."""
        if self._growing is None or now_ns < self._growing.until_ns:
            return []
        return [self._finish(self._growing.until_ns - 1)]

    def _take(self, now_ns: int, price: int, quantity: int) -> list[Bar]:
        size = self.feed.timeframe
        if isinstance(size, Timeframe):
            self._grow(now_ns, price, quantity)
            return []
        match size.unit:
            case BarUnit.TICK:
                growing = self._grow(now_ns, price, quantity)
                return [self._finish(now_ns)] if growing.count == self._fill else []
            case BarUnit.VOLUME:
                return self._take_quantity(now_ns, price, quantity)
            case BarUnit.RANGE:
                finished = [self._finish(now_ns)] if self._is_beyond(price) else []
                self._grow(now_ns, price, quantity)
                return finished

    def _take_quantity(self, now_ns: int, price: int, quantity: int) -> list[Bar]:
        finished = []
        while quantity:
            room = self._fill - (self._growing.quantity if self._growing else 0)
            growing = self._grow(now_ns, price, min(room, quantity))
            quantity -= min(room, quantity)
            if growing.quantity == self._fill:
                finished.append(self._finish(now_ns))
        return finished

    def _is_beyond(self, price: int) -> bool:
        """Whether a price would make the bar wider than it may be."""
        growing = self._growing
        return growing is not None and max(growing.high, price) - min(growing.low, price) > self._fill

    def _grow(self, now_ns: int, price: int, quantity: int) -> _Growing:
        if self._growing is None:
            begin_ns, until_ns = self._place(now_ns)
            self._growing = _Growing(begin_ns, until_ns, price, price, price, price)
        self._growing.add(price, quantity)
        return self._growing

    def _place(self, now_ns: int) -> tuple[int, int]:
        """Return when a bar begins whose first tick is now, and when it ends at the latest."""
        span = self._session_at(now_ns)
        size = self.feed.timeframe
        if not isinstance(size, Timeframe):
            return now_ns, span.close_time_ns
        if size.is_daily:
            return max(span.open_time_ns, self._session_over_ns), span.close_time_ns
        begin_ns = span.open_time_ns + (now_ns - span.open_time_ns) // size * size
        return max(begin_ns, self._session_over_ns), min(begin_ns + size, span.close_time_ns)

    def _session_at(self, now_ns: int) -> SessionSpan:
        if self._span is None or now_ns >= self._span.close_time_ns:
            if self._span is not None:
                self._session_over_ns = self._span.close_time_ns
            self._span = self.calendar.span_at(now_ns)
        return self._span

    def _finish(self, known_ns: int) -> Bar:
        """Return the bar, which is known to be finished at a moment."""
        growing, self._growing = self._growing, None
        if growing is None:
            raise InvariantViolated("a bar must have begun before it ends")
        closed_ns = max(known_ns, self._closed_ns) + 1
        begin_ns = max(growing.begin_ns, self._closed_ns)
        self._closed_ns = closed_ns
        numerator, denominator = self.feed.instrument.quantity_step.as_integer_ratio()
        volume = growing.quantity * numerator / denominator if growing.quantity else math.nan
        return Bar(begin_ns, closed_ns, growing.open, growing.high, growing.low, growing.close, volume, self.feed)
