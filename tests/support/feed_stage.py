"""A stage for several feeds: bars of two instruments, what is decided at each event, and what came of it."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

import attrs
from typing_extensions import override

from propbots.data.columns import BarColumns
from propbots.data.feed_set import FeedBars
from propbots.data.record import CostInputs, RunRecord
from propbots.domain.bar import Bar
from propbots.domain.event import OrderEvent, OrderFilled, TimerFired
from propbots.domain.instrument import AssetClass, Instrument
from propbots.domain.session import SessionCalendar, SessionSpan, UtcDays
from propbots.domain.time import from_nanoseconds
from propbots.domain.timeframe import SECOND
from propbots.rules.plan import Plan
from propbots.simulation.event_driver import run_backtest
from propbots.simulation.request import BacktestRequest, OtherFeed
from propbots.strategy.base import Strategy
from propbots.venue.path import PathPolicy
from stage import FUTURE, START, columns_of

__all__ = ["ABC", "FeedStory", "clock", "minutes", "play_feeds"]

ABC = Instrument("ABC", AssetClass.FUTURES, tick_size=Decimal(1), point_value=Decimal(100))
"""The other instrument; a tick is worth ten times as much as that of `XYZ`."""
Act = Callable[["Listener"], object]


def clock(moment: str) -> datetime:
    """Return a time of the day on which the stage's bars begin, such as `00:03:30`."""
    hours, minutes_, seconds = (*map(int, moment.split(":")), 0)[:3]
    return from_nanoseconds(START) + timedelta(hours=hours, minutes=minutes_, seconds=seconds)


def minutes(bars: Mapping[str, str], *, instrument: Instrument = FUTURE) -> BarColumns:
    """Bars of a minute by the time at which they open, written as `open high low close`."""
    opens = [START + int((clock(moment) - clock("00:00")).total_seconds()) * SECOND for moment in bars]
    rows = [[int(price) for price in row.split()] for row in bars.values()]
    return columns_of(rows, opens, instrument=instrument)


class Listener(Strategy):
    """Writes down what it hears, and does what its script says of an event, such as `00:03:00 ABC 3m`."""

    def learn(
        self, script: Mapping[str, Act | Sequence[Act]], feeds: Sequence[str], timers: Mapping[str, str]
    ) -> "Listener":
        """Take a script, the feeds that are asked for, and the timers by name with their times."""
        self.script, self.feeds, self.timers = script, feeds, timers
        self.heard: list[tuple[str, str]] = []
        self.names: dict[str, str] = {}
        self.fills: list[OrderFilled] = []
        self.events: list[OrderEvent] = []
        return self

    @override
    def on_start(self) -> None:
        """Ask for the feeds and set the timers."""
        for feed in self.feeds:
            self.subscribe(feed)
        for name, moment in self.timers.items():
            self.set_timer(name, clock(moment))

    @override
    def on_bar(self, bar: Bar) -> None:
        """Write it down."""
        self._hear(bar.close_time, bar.feed.name)

    @override
    def on_timer(self, timer: TimerFired) -> None:
        """Write it down."""
        self._hear(timer.event_time, f"timer {timer.name}")

    @override
    def on_session_open(self, session: SessionSpan) -> None:
        """Write it down."""
        self._hear(session.open_time, "session opens")

    @override
    def on_session_close(self, session: SessionSpan) -> None:
        """Write it down."""
        self._hear(session.close_time, "session over")

    @override
    def on_fill(self, fill: OrderFilled) -> None:
        """Remember it."""
        self.fills.append(fill)

    @override
    def on_order(self, event: OrderEvent) -> None:
        """Remember it."""
        self.events.append(event)

    def _hear(self, moment: datetime, what: str) -> None:
        told = f"{moment:%H:%M:%S}"
        self.heard.append((told, what))
        acts = self.script.get(f"{told} {what}", ())
        for act in (acts,) if callable(acts) else acts:
            act(self)


@attrs.frozen(eq=False)
class FeedStory:
    """What came of a script."""

    record: RunRecord
    actor: Listener

    @property
    def fills(self) -> list[str]:
        """Each fill as `HH:MM:SS INSTRUMENT SIDE QUANTITY at PRICE (REASON)`."""
        homes = {trade.instrument for trade in self.record.trades}
        assert homes <= {"XYZ", "ABC"}
        return [
            f"{from_nanoseconds(fill.event_time_ns):%H:%M:%S} {self.home(fill)} {fill.side} "
            f"{fill.last_quantity_steps} at {fill.last_price_steps} ({fill.reason})"
            for fill in self.actor.fills
        ]

    def home(self, fill: OrderFilled) -> str:
        """Return the instrument of a fill: prices of ABC are above 1,000 on this stage."""
        return "ABC" if fill.last_price_steps > 1_000 else "XYZ"

    def money(self, column: str) -> list[Any]:
        """Return a column of the account as money, typed loosely so that it compares with whole numbers."""
        return [self.record.scale.to_money(units) for units in getattr(self.record.account, column).tolist()]


def play_feeds(
    main: BarColumns,
    other: BarColumns,
    script: Mapping[str, Act | Sequence[Act]],
    *,
    feeds: Sequence[str] = (),
    timers: Mapping[str, str] | None = None,
    calendar: SessionCalendar | None = None,
    plan: Plan | None = None,
    path: PathPolicy = PathPolicy.WORST_CASE,
) -> FeedStory:
    """Run a script over two instruments, and once more without fences: both must tell the same story."""
    stories = []
    for fenced in (True, False):
        actor = Listener().learn(script, feeds, timers or {})
        sessions, free = calendar or UtcDays(), CostInputs(Decimal(0), 0, "option")
        request = BacktestRequest(
            actor,
            "script",
            {},
            main,
            sessions,
            Decimal(50_000),
            free,
            others=(OtherFeed(FeedBars(other, sessions), free),),
            plan=plan,
            path=path,
            fenced=fenced,
        )
        stories.append(FeedStory(run_backtest(request), actor))
    story, bare = stories
    assert (story.fills, story.actor.heard) == (bare.fills, bare.actor.heard)
    assert story.record.fingerprint == bare.record.fingerprint
    for column in ("balance", "equity", "equity_low", "equity_high", "position"):
        assert story.money(column) == bare.money(column), column
    return story
