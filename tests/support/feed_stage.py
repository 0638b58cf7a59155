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
from propbots.data.ticks import TickColumns
from propbots.domain.bar import Bar
from propbots.domain.event import OrderCanceled, OrderEvent, OrderFilled, TimerFired
from propbots.domain.instrument import AssetClass, Instrument
from propbots.domain.session import SessionCalendar, SessionSpan, UtcDays
from propbots.domain.time import from_nanoseconds
from propbots.domain.timeframe import SECOND
from propbots.engine.caution import BARE
from propbots.rules.plan import Plan
from propbots.simulation.event_driver import run_backtest
from propbots.simulation.request import BacktestRequest, OtherFeed
from propbots.strategy.base import Strategy
from propbots.venue.path import PathPolicy
from stage import FUTURE, START, columns_of

__all__ = ["ABC", "ABC_QUIET", "XYZ_QUIET", "Act", "FeedStory", "Listener", "abc", "both", "clock", "in_abc"]
__all__ += ["minutes", "play_feeds", "xyz"]

ABC = Instrument("ABC", AssetClass.FUTURES, tick_size=Decimal(1), point_value=Decimal(100))
"""The other instrument; a tick is worth ten times as much as that of `XYZ`."""
XYZ_QUIET, ABC_QUIET = "100 100 100 100", "2000 2000 2000 2000"
Act = Callable[[Any], object]
"""What a script does with its actor, as `stage.buy` and its like return it."""


def clock(moment: str) -> datetime:
    """Return a time of the day on which the stage's bars begin, such as `00:03:30`."""
    hours, minutes_, seconds = (*map(int, moment.split(":")), 0)[:3]
    return from_nanoseconds(START) + timedelta(hours=hours, minutes=minutes_, seconds=seconds)


def minutes(bars: Mapping[str, str], *, instrument: Instrument = FUTURE) -> BarColumns:
    """Bars of a minute by the time at which they open, written as `open high low close`."""
    opens = [START + int((clock(moment) - clock("00:00")).total_seconds()) * SECOND for moment in bars]
    rows = [[int(price) for price in row.split()] for row in bars.values()]
    return columns_of(rows, opens, instrument=instrument)


def xyz(**changes: str) -> BarColumns:
    """Ten quiet minutes of the main instrument but for some, named as `m3`; an empty one is missing."""
    bars = {f"00:{number:02}": changes.get(f"m{number}", XYZ_QUIET) for number in range(10)}
    return minutes({moment: bar for moment, bar in bars.items() if bar})


def abc(**changes: str) -> BarColumns:
    """Ten quiet minutes of the other instrument but for some, named as `m3`; an empty one is missing."""
    bars = {f"00:{number:02}": changes.get(f"m{number}", ABC_QUIET) for number in range(10)}
    return minutes({moment: bar for moment, bar in bars.items() if bar}, instrument=ABC)


def in_abc(act: Callable[..., Act], quantity: int = 1, **terms: object) -> Act:
    """Do what is done in the main instrument in the other one."""
    return act(quantity, instrument="ABC", **terms)


def both(*acts: Act) -> Act:
    """Do several things at one event."""

    def act(actor: Listener) -> None:
        for one in acts:
            one(actor)

    return act


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

    @property
    def ends(self) -> list[str]:
        """Each order that ended without being filled, as `HH:MM:SS canceled|expired (REASON)`."""
        kinds = {"OrderCanceled": "canceled", "OrderExpired": "expired"}
        return [
            f"{from_nanoseconds(event.event_time_ns):%H:%M:%S} {kinds[type(event).__name__]}"
            + (f" ({event.reason})" if isinstance(event, OrderCanceled) else "")
            for event in self.actor.events
            if type(event).__name__ in kinds
        ]

    @property
    def trades(self) -> tuple[Any, ...]:
        """The trades, typed loosely so that their decimals may be compared with whole numbers."""
        return tuple(self.record.trades)

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
    calendar_of_other: SessionCalendar | None = None,
    ticks_of_other: TickColumns | None = None,
    plan: Plan | None = None,
    path: PathPolicy = PathPolicy.WORST_CASE,
    commission: str = "0",
    actor: type[Listener] = Listener,
    **options: Any,
) -> FeedStory:
    """Run a script over two instruments, and once more without fences: both must tell the same story.

    Args:
        main: Bars of the main instrument.
        other: Bars of the other one.
        script: What is done at an event, such as `00:03:00 ABC 3m`.
        feeds: What is subscribed to.
        timers: When they fire, by name.
        calendar: Sessions of the main instrument, UTC days if left out.
        calendar_of_other: Sessions of the other one, those of the main one if left out.
        ticks_of_other: From which the bars of the other one were made, in a run on ticks.
        plan: Whose rules hold.
        path: What is taken for the path inside a bar.
        commission: Per contract and side, of both.
        actor: Who follows the script.
        options: Of the request.
    """
    stories = []
    for fenced in (True, False):
        player = actor().learn(script, feeds, timers or {})
        sessions, costs = calendar or UtcDays(), CostInputs(Decimal(commission), 0, "option")
        request = BacktestRequest(
            player,
            "script",
            {},
            main,
            sessions,
            Decimal(50_000),
            costs,
            others=(OtherFeed(FeedBars(other, calendar_of_other or sessions, ticks_of_other), costs),),
            plan=plan,
            caution=BARE,
            path=path,
            fenced=fenced,
            **options,
        )
        stories.append(FeedStory(run_backtest(request), player))
    story, bare = stories
    assert (story.fills, story.actor.heard) == (bare.fills, bare.actor.heard)
    assert story.record.fingerprint == bare.record.fingerprint
    assert story.trades == bare.trades
    for column in ("balance", "equity", "equity_low", "equity_high", "position"):
        assert story.money(column) == bare.money(column), column
    return story
