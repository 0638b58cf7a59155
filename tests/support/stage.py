"""A stage for bars: prices in, a script of decisions beside them, and the fills that follow, told in a line each.

The instrument has a tick of 1 and a point worth 10, so that every number of a scenario can be worked out by hand. Bars
open every other minute and last one, so that a fill's time tells whether it happened at an open or inside the bar.
"""

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from types import MappingProxyType
from typing import Any, Unpack

import attrs
import numpy as np
from typing_extensions import override

from propbots.data.columns import BarColumns
from propbots.data.record import CostInputs, RunRecord
from propbots.data.table import DataSource
from propbots.domain.bar import Bar, Feed
from propbots.domain.event import OrderAccepted, OrderDenied, OrderEvent, OrderFilled
from propbots.domain.instrument import AssetClass, Instrument
from propbots.domain.session import SessionCalendar, UtcDays
from propbots.domain.timeframe import MINUTE, Timeframe
from propbots.engine.caution import BARE, Caution
from propbots.rules.plan import Plan
from propbots.simulation.event_driver import run_backtest
from propbots.simulation.request import BacktestRequest
from propbots.strategy.base import Strategy
from propbots.strategy.terms import OrderTerms, Price
from propbots.venue.path import PathPolicy

__all__ = [
    "FUTURE",
    "START",
    "Act",
    "Actor",
    "Script",
    "Story",
    "a_feed",
    "bars",
    "buy",
    "cancel",
    "columns_of",
    "enter_long",
    "enter_short",
    "exit_",
    "modify",
    "play",
    "play_once",
    "sell",
]

FUTURE = Instrument("XYZ", AssetClass.FUTURES, tick_size=Decimal(1), point_value=Decimal(10))
START = 1_767_571_200 * 1_000_000_000
"""2026-01-05 00:00 UTC, a Monday."""
SPACING = 2 * MINUTE

Act = Callable[["Actor"], object]
Script = Mapping[int, Act | Sequence[Act]]


def a_feed(timeframe: int = MINUTE, instrument: Instrument = FUTURE) -> Feed:
    """Bars of the instrument of nothing."""
    return Feed(instrument, Timeframe(timeframe))


def columns_of(
    rows: Sequence[Sequence[int]],
    opens_ns: Sequence[int],
    *,
    duration: int = MINUTE,
    instrument: Instrument = FUTURE,
    volumes: Sequence[float] | None = None,
) -> BarColumns:
    """Bars from open, high, low and close in ticks, when each of them opens, and how much was traded in each."""
    prices = np.array(rows, dtype=np.int64).reshape(-1, 4)
    times = np.array(opens_ns, dtype=np.int64)
    return BarColumns(
        a_feed(duration, instrument),
        times,
        times + duration,
        *(prices[:, column].copy() for column in range(4)),
        volume=np.ones(len(times)) if volumes is None else np.array(volumes, dtype=np.float64),
        source=DataSource("nowhere", "written by hand", "0" * 64),
        rows=len(times),
    )


def bars(
    *rows: str,
    opens_ns: Sequence[int] | None = None,
    duration: int = MINUTE,
    volumes: Sequence[float] | None = None,
) -> BarColumns:
    """Bars written as `open high low close`, every other minute unless their opens are given."""
    times = [START + number * SPACING for number in range(len(rows))] if opens_ns is None else opens_ns
    prices = [[int(price) for price in row.split()] for row in rows]
    return columns_of(prices, times, duration=duration, volumes=volumes)


class Actor(Strategy):
    """A strategy that follows a script and remembers what happened to its orders."""

    def learn(self, script: Script) -> "Actor":
        """Take a script: what to do at the close of each bar, by its index."""
        self.script = script
        self.index = -1
        self.names: dict[str, str] = {}
        self.fills: list[OrderFilled] = []
        self.events: list[OrderEvent] = []
        return self

    @override
    def on_bar(self, bar: Bar) -> None:
        """Do what the script says of this bar."""
        del bar
        self.index += 1
        acts = self.script.get(self.index, ())
        for act in (acts,) if callable(acts) else acts:
            act(self)

    @override
    def on_fill(self, fill: OrderFilled) -> None:
        """Remember it."""
        self.fills.append(fill)

    @override
    def on_order(self, event: OrderEvent) -> None:
        """Remember it."""
        self.events.append(event)


def buy(quantity: Price | None = 1, *, name: str = "", **terms: Unpack[OrderTerms]) -> Act:
    """Buy, on terms of `Strategy.buy`; the name is for a later cancel or modify."""
    return lambda actor: actor.names.update({name: actor.buy(quantity, **terms)})


def sell(quantity: Price | None = 1, *, name: str = "", **terms: Unpack[OrderTerms]) -> Act:
    """Sell, on terms of `Strategy.buy`; the name is for a later cancel or modify."""
    return lambda actor: actor.names.update({name: actor.sell(quantity, **terms)})


def enter_long() -> Act:
    """Signal a buy entry."""
    return lambda actor: actor.enter_long()


def enter_short() -> Act:
    """Signal a sell entry."""
    return lambda actor: actor.enter_short()


def exit_() -> Act:
    """Signal an exit."""
    return lambda actor: actor.exit()


def cancel(name: str) -> Act:
    """Cancel an order by the name it has in the script."""
    return lambda actor: actor.cancel(actor.names[name])


def modify(name: str, **prices: int) -> Act:
    """Work an order of the script at other prices, or for another quantity."""
    return lambda actor: actor.modify(actor.names[name], **prices)


@attrs.frozen(eq=False)
class Story:
    """What came of a script.

    Attributes:
        record: Of the run.
        actor: With the events that it saw.
    """

    record: RunRecord
    actor: Actor

    @property
    def fills(self) -> list[str]:
        """Each fill as `BAR MOMENT: SIDE QUANTITY at PRICE (REASON)`, where the moment is `open` or `inside`."""
        return [
            f"{self.moment(fill.event_time_ns)}: {fill.side} {fill.last_quantity_steps} at {fill.last_price_steps} "
            f"({fill.reason})"
            for fill in self.actor.fills
        ]

    @property
    def ends(self) -> list[str]:
        """Each order that ended without being filled, as `BAR MOMENT: canceled|expired (REASON)`."""
        kinds = {"OrderCanceled": "canceled", "OrderExpired": "expired"}
        return [
            f"{self.moment(event.event_time_ns)}: {kinds[type(event).__name__]}"
            + (f" ({event.reason})" if hasattr(event, "reason") else "")
            for event in self.actor.events
            if type(event).__name__ in kinds
        ]

    @property
    def denials(self) -> list[str]:
        """The code of each refusal of the risk gate."""
        return [event.code for event in self.actor.events if isinstance(event, OrderDenied)]

    @property
    def accepted(self) -> list[tuple[int | None, int | None]]:
        """Limit and stop price of each order as the venue took it."""
        return [
            (event.limit_steps, event.stop_steps) for event in self.actor.events if isinstance(event, OrderAccepted)
        ]

    def moment(self, time_ns: int) -> str:
        """Say which bar's open or inside a time is, or how long after which open."""
        columns = self.record.bars
        opens = {time: f"{index} open" for index, time in enumerate(columns.open_time.tolist())}
        inside = {time: f"{index} inside" for index, time in enumerate(columns.close_time.tolist())}
        known = {**inside, **opens}.get(time_ns)
        if known is not None:
            return known
        index = int(np.searchsorted(columns.open_time, time_ns)) - 1
        return f"{index} after {(time_ns - columns.open_time.item(index)) / 10**9:g} s"

    @property
    def trades(self) -> tuple[Any, ...]:
        """The trades, typed loosely so that their decimals may be compared with whole numbers."""
        return tuple(self.record.trades)

    def money(self, column: str) -> list[Any]:
        """Return a column of the account as money, typed loosely for the same reason."""
        return [self.record.scale.to_money(units) for units in getattr(self.record.account, column).tolist()]


def play_once(
    columns: BarColumns,
    script: Script,
    *,
    fenced: bool = True,
    balance: Decimal | int = 50_000,
    commission: Decimal | str = "0",
    slippage: int = 0,
    costs: Mapping[str, Any] = MappingProxyType({}),
    calendar: SessionCalendar | None = None,
    plan: Plan | None = None,
    caution: Caution = BARE,
    path: PathPolicy = PathPolicy.WORST_CASE,
    actor: type[Actor] = Actor,
    **options: Any,
) -> Story:
    """Run a script over bars."""
    player = actor().learn(script)
    request = BacktestRequest(
        player,
        "script",
        {},
        columns,
        UtcDays() if calendar is None else calendar,
        Decimal(balance),
        CostInputs(Decimal(commission), slippage, "option", **costs),
        plan=plan,
        caution=caution,
        path=path,
        fenced=fenced,
        **options,
    )
    return Story(run_backtest(request), player)


def play(columns: BarColumns, script: Script, **options: Any) -> Story:
    """Run a script over bars, and once more without fences: both must tell the same story."""
    story = play_once(columns, script, **options)
    bare = play_once(columns, script, fenced=False, **options)
    assert story.record.fingerprint == bare.record.fingerprint
    assert story.record.trades == bare.record.trades
    for column in ("equity", "equity_low", "equity_high", "position"):
        assert story.money(column) == bare.money(column), column
    return story
