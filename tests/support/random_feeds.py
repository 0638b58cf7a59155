"""Random strategies that hear of two instruments on several timeframes, for what must hold whatever they do."""

from datetime import timedelta
from decimal import Decimal

import attrs
from hypothesis import strategies as st
from hypothesis.vendor.pretty import RepresentationPrinter
from typing_extensions import override

from propbots.data.columns import BarColumns
from propbots.data.feed_set import FeedBars
from propbots.data.record import CostInputs
from propbots.domain.bar import Bar, Feed
from propbots.domain.event import OrderFilled, TimerFired
from propbots.domain.instrument import AssetClass, Instrument
from propbots.domain.session import SessionSpan
from propbots.domain.time import from_nanoseconds
from propbots.domain.timeframe import MINUTE
from propbots.series.expression import close, high, low
from propbots.simulation.request import BacktestRequest, OtherFeed
from random_market import CALENDAR, FIRST_NS, Market, markets
from random_run import Conditions, RandomActor, Wish, wishes

__all__ = ["OTHER", "FeedActor", "Feeds", "Script", "TwoMarketActor", "feeds", "run_request", "scripts_of_events"]

OTHER = Instrument(
    "OTH",
    AssetClass.FUTURES,
    Decimal("0.25"),
    Decimal(20),
    quantity_step=Decimal("0.5"),
    mini_units=Decimal("0.5"),
    underlying="IDX",
)
Script = list[list[tuple[bool, Wish]]]
"""What is asked for at each event, and whether in the other instrument."""


@attrs.frozen
class Feeds:
    """Two instruments, and what a strategy asks to hear of.

    Attributes:
        main: Bars of an hour.
        other: Bars of an hour, or of a third of it.
        names: The feeds that are subscribed to.
        timers: When each fires first, in minutes from the first day's beginning, and how often from there on.
    """

    main: Market
    other: BarColumns
    names: tuple[str, ...] = ()
    timers: tuple[tuple[int, int], ...] = ()

    def _repr_pretty_(self, printer: RepresentationPrinter, cycle: bool) -> None:
        """Show the prices of a failing example, a bar a piece."""
        self.main._repr_pretty_(printer, cycle)
        Market(self.other, self.other)._repr_pretty_(printer, cycle)
        printer.text(f"{self.names} {self.timers} {self.other.volume.tolist()}")

    def until(self, moment_ns: int) -> "Feeds":
        """Return the same as it was known at a moment."""
        known = [columns.select(columns.close_time <= moment_ns) for columns in (self.main.bars, self.main.parts)]
        other = self.other.select(self.other.close_time <= moment_ns)
        return attrs.evolve(self, main=Market(*known), other=other)


@st.composite
def feeds(draw: st.DrawFn, most: int = 14) -> Feeds:
    """Any two instruments that go their own ways, and any feeds of both."""
    main, beside = draw(markets(most)), draw(markets(most))
    worked = draw(st.sampled_from((beside.bars, beside.bars, beside.parts)))
    names = ("2h", "4h", "1d", "OTH", "OTH 2h", "OTH 4h", "OTH 1d", "IDX 3h")
    chosen = draw(st.lists(st.sampled_from(names), unique=True, max_size=4))
    timers = st.tuples(st.integers(0, 40 * 60), st.sampled_from((0, 0, 30, 60, 7 * 60)))
    other = attrs.evolve(worked, feed=Feed(OTHER, worked.feed.timeframe))
    return Feeds(main, other, tuple(chosen), tuple(draw(st.lists(timers, max_size=3))))


def scripts_of_events(most: int = 40) -> st.SearchStrategy[Script]:
    """What a random strategy asks for at each event that it hears of."""
    return st.lists(st.lists(st.tuples(st.booleans(), wishes()), max_size=2), min_size=6, max_size=most)


class TwoMarketActor(RandomActor):
    """Asks for what its script says in either of two markets, and remembers where each fill was."""

    def begin(self, script: Script) -> None:
        """Take a script."""
        self.learn([], [])
        self.events = list(script)
        self.closes = {"": 1_000, OTHER.id: 1_000}
        self.held = {"": 0, OTHER.id: 0}

    @override
    def on_fill(self, fill: OrderFilled) -> None:
        """Remember where it was: where the position is another one since."""
        held = {"": self.position_steps, OTHER.id: self._desk.view(OTHER.id).account.position_steps}
        (home,) = (name for name, steps in held.items() if steps != self.held[name])
        self.held = held
        self.told.append((fill.event_time_ns, "fill", home, fill))
        super().on_fill(fill)

    def act(self) -> None:
        """Ask for what the script says of the event at hand."""
        if self.index < len(self.events):
            for is_other, wish in self.events[self.index]:
                self.where = OTHER.id if is_other else ""
                self.close = self.closes[self.where]
                self.ask(wish)


class FeedActor(TwoMarketActor):
    """Asks for what its script says at each event, and writes down all that it is told and reads."""

    def follow(self, script: Script, feeds: Feeds) -> "FeedActor":
        """Take a script."""
        self.begin(script)
        self.feeds = feeds
        return self

    @override
    def on_start(self) -> None:
        """Ask for feeds, timers, and values on other feeds."""
        for name in self.feeds.names:
            self.subscribe(name)
        for number, (first, every) in enumerate(self.feeds.timers):
            at_ns = FIRST_NS + first * MINUTE
            if every or at_ns > self._desk.now_ns:
                interval = timedelta(minutes=every) if every else None
                self.set_timer(f"timer {number}", from_nanoseconds(at_ns), every=interval)
        self.values = [
            self.indicator(one)
            for one in ((high - low).on("2h"), close.on("OTH"), close - close.lag(1).on("OTH 2h"), close)
        ]

    @override
    def on_bar(self, bar: Bar) -> None:
        """Write it down, and act."""
        self.closes["" if bar.instrument.id != OTHER.id else OTHER.id] = bar.close_steps
        self._hear(
            bar.close_time_ns,
            bar.feed.name if bar.feed != self.feeds.main.bars.feed else "bar",
            bar.open_steps,
            bar.high_steps,
            bar.low_steps,
            bar.close_steps,
        )

    @override
    def on_timer(self, timer: TimerFired) -> None:
        """Write it down, and act."""
        self._hear(timer.event_time_ns, timer.name)

    @override
    def on_session_open(self, session: SessionSpan) -> None:
        """Write it down, and act."""
        self._hear(session.open_time_ns, "session opens")

    @override
    def on_session_close(self, session: SessionSpan) -> None:
        """Write it down, and act."""
        self._hear(session.close_time_ns, "session over")

    def _hear(self, moment_ns: int, what: str, *facts: object) -> None:
        self.index, self.now_ns = self.index + 1, moment_ns
        values = tuple(value for reading in self.values for value in (reading.value, reading.previous))
        self.told.append((moment_ns, what, (*facts, values, self.equity, self.position_of(OTHER.id))))
        self.act()


def run_request(actor: FeedActor, market: Feeds, how: Conditions, *, fenced: bool = True) -> BacktestRequest:
    """Build the backtest of a random strategy over two instruments."""
    costs = CostInputs(Decimal("0.75"), how.slippage, "option", how.spread, how.volume_limit, how.impact)
    other = OtherFeed(FeedBars(market.other, CALENDAR), costs)
    return attrs.evolve(how.request(actor, market.main, fenced=fenced), others=(other,))
