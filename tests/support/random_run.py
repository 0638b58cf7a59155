"""Random markets, orders, plans and ways to run them, for the properties that hold whatever they are."""

from datetime import date, time, timedelta
from decimal import Decimal

import attrs
import numpy as np
from hypothesis import strategies as st
from hypothesis.vendor.pretty import RepresentationPrinter

from propbots.data.columns import BarColumns
from propbots.data.record import CostInputs
from propbots.data.table import DataSource
from propbots.domain.bar import Bar, Feed
from propbots.domain.event import OrderEvent, OrderFilled, Side
from propbots.domain.instrument import AssetClass, Instrument
from propbots.domain.order import TimeInForce
from propbots.domain.session import SessionSpan, SessionTable
from propbots.domain.timeframe import DAY, HOUR, MINUTE, Timeframe
from propbots.engine.supervisor import AfterBreach
from propbots.rules.plan import (
    Consistency,
    ContractCap,
    DailyLoss,
    Effect,
    FirmDayRules,
    MaximumLoss,
    MaximumLossBasis,
    Plan,
    ProfitTarget,
    Rule,
)
from propbots.simulation.request import BacktestRequest, Size
from propbots.strategy.base import Strategy
from propbots.venue.path import PathPolicy

__all__ = [
    "BALANCE",
    "INDEX",
    "Conditions",
    "Market",
    "RandomActor",
    "Wish",
    "conditions",
    "markets",
    "plans",
    "scripts",
    "wishes",
]

INDEX = Instrument(
    "IDX", AssetClass.FUTURES, Decimal("0.25"), Decimal(50), quantity_step=Decimal("0.5"), mini_units=Decimal("0.5")
)
BALANCE = Decimal(10_000)
FIRST_DAY = date(2026, 1, 5)
FIRST_NS = 20_458 * DAY
PART = 20 * MINUTE


def _calendar(days: int = 200) -> SessionTable:
    """Weekdays from 22:00 on the evening before to 21:00, every fifth closing at 12:00."""
    spans = []
    for number in range(days):
        day = FIRST_DAY + timedelta(days=number)
        if day.weekday() < 5:
            midnight = FIRST_NS + number * DAY
            close = 12 * HOUR if number % 5 == 4 else 21 * HOUR
            spans.append(SessionSpan(day, midnight - 2 * HOUR, midnight + close))
    return SessionTable("weekdays", spans)


CALENDAR = _calendar()


@attrs.frozen(eq=False)
class Market:
    """Hourly bars, and the bars of a third of an hour of which they are made."""

    bars: BarColumns
    parts: BarColumns

    def _repr_pretty_(self, printer: RepresentationPrinter, cycle: bool) -> None:
        """Show the prices of a failing example, a bar a piece."""
        columns = self.bars
        rows = zip(columns.open_time, columns.open, columns.high, columns.low, columns.close, strict=True)
        shown = (
            f"{(opened - FIRST_NS) / HOUR:g}h {first} {high} {low} {last}" for opened, first, high, low, last in rows
        )
        printer.text(f"Market({'; '.join(shown)})")


_LENGTHS = st.sampled_from((0, 0, 1, 1, 2, 3, 5, 9))
_MOVES = st.integers(-7, 7)
_GAPS = st.sampled_from((0, 0, 0, 0, 1, -1, 3, -3, 12, -12))
_PARTS = st.one_of(st.just((0, 0, 0, 0)), st.tuples(_GAPS, _MOVES, _LENGTHS, _LENGTHS))
_HOURS = st.sampled_from((1, 1, 1, 1, 1, 1, 2, 4, 7, 24, 25, 60))


@st.composite
def markets(draw: st.DrawFn, most: int = 24) -> Market:
    """Bars with gaps, locked prices, missing hours and days of a single bar."""
    shape = st.lists(st.tuples(_HOURS, st.lists(_PARTS, min_size=1, max_size=3)), min_size=min(10, most), max_size=most)
    price, now = 1_000, FIRST_NS
    whole: list[tuple[int, ...]] = []
    parts: list[tuple[int, ...]] = []
    for hours, pieces in draw(shape):
        now += hours * HOUR
        inside = []
        for number, (gap, move, up, down) in enumerate(pieces):
            first = price + gap
            price = first + move
            high, low = max(first, price) + up, min(first, price) - down
            inside.append((now + number * PART, now + (number + 1) * PART, first, high, low, price))
        highs, lows = (pick(row[at] for row in inside) for pick, at in ((max, 3), (min, 4)))
        whole.append((now, now + HOUR, inside[0][2], highs, lows, price))
        parts += inside
    return Market(_columns(whole, HOUR), _columns(parts, PART))


def _columns(rows: list[tuple[int, ...]], timeframe: int) -> BarColumns:
    columns = np.array(rows, dtype=np.int64).T.copy()
    volume = np.ones(len(rows))
    source = DataSource("nowhere", "random", "0" * 64)
    return BarColumns(Feed(INDEX, Timeframe(timeframe)), *columns, volume=volume, source=source, rows=len(rows))


@attrs.frozen
class Wish:
    """One thing that a random strategy asks for, its prices told as ticks from the close.

    Attributes:
        kind: What is asked for.
        sign: 1 for a buy, -1 for a sell.
        steps: Quantity steps.
        near: Distance of the price, away from the market for a resting order.
        far: Distance of a second price.
        exits: Kinds of protective exits, each with its distance.
        day: Whether it lives for a day.
        reduce_only: Whether it may only reduce.
        oco: Whether it belongs to the group of the bar's orders.
    """

    kind: str
    sign: int = 1
    steps: int = 1
    near: int = 0
    far: int = 0
    exits: dict[str, int] = attrs.field(factory=dict)
    day: bool = False
    reduce_only: bool = False
    oco: bool = False


_ORDERS = ("market", "limit", "stop", "stop_limit", "trailing", "on_open")
_OTHERS = ("enter_long", "enter_short", "exit", "cancel", "modify")
_EXITS = st.dictionaries(
    st.sampled_from(("stop_loss_ticks", "take_profit_ticks", "trailing_stop_ticks", "stop_loss", "take_profit")),
    st.integers(1, 9),
    max_size=2,
).filter(lambda exits: not {"stop_loss", "stop_loss_ticks"} <= set(exits) and not _two_targets(exits))


def _two_targets(exits: dict[str, int]) -> bool:
    return {"take_profit", "take_profit_ticks"} <= set(exits)


def wishes(kinds: tuple[str, ...] = _ORDERS + _OTHERS) -> st.SearchStrategy[Wish]:
    """Any wish of some kinds."""
    rarely = st.sampled_from((False, False, False, True))
    return st.builds(
        Wish,
        kind=st.sampled_from(kinds),
        sign=st.sampled_from((1, -1)),
        steps=st.integers(1, 3),
        near=st.integers(-2, 9),
        far=st.integers(-4, 4),
        exits=st.one_of(st.just({}), _EXITS),
        day=rarely,
        reduce_only=rarely,
        oco=rarely,
    )


def scripts(most: int = 24) -> st.SearchStrategy[list[list[Wish]]]:
    """What a random strategy asks for on each bar."""
    return st.lists(st.lists(wishes(), max_size=3), min_size=min(6, most), max_size=most)


class RandomActor(Strategy):
    """Asks for what its script says, on bars and now and then on fills, and remembers all that it was told."""

    def learn(self, script: list[list[Wish]], on_fills: list[Wish]) -> "RandomActor":
        """Take a script and the wishes that follow its first fills."""
        self.script, self.on_fills = script, list(on_fills)
        self.index, self.close = -1, 0
        self.orders: list[str] = []
        self.signs: dict[str, int] = {}
        self.heard: list[OrderEvent] = []
        return self

    def on_bar(self, bar: Bar) -> None:
        """Ask for the bar's wishes."""
        self.index += 1
        self.close = bar.close_steps
        if self.index < len(self.script):
            for wish in self.script[self.index]:
                self.ask(wish)

    def on_fill(self, fill: OrderFilled) -> None:
        """Remember it, and ask for something now and then."""
        self.heard.append(fill)
        if self.on_fills:
            self.ask(self.on_fills.pop())

    def on_order(self, event: OrderEvent) -> None:
        """Remember it."""
        self.heard.append(event)

    def ask(self, wish: Wish) -> None:
        """Ask for one wish."""
        if wish.kind in ("enter_long", "enter_short", "exit"):
            getattr(self, wish.kind)()
        elif wish.kind == "cancel" and self.orders:
            self.cancel(self.orders[wish.near % len(self.orders)])
        elif wish.kind == "modify" and self.orders:
            name = self.orders[wish.near % len(self.orders)]
            self.modify(name, limit_price=self._price(wish.far), stop_price=self._price(-wish.far))
        elif wish.kind in _ORDERS:
            send = self.buy if wish.sign > 0 else self.sell
            name = send(wish.steps * INDEX.quantity_step, **self._prices(wish), **self._terms(wish))
            self.orders.append(name)
            self.signs[name] = wish.sign

    def _price(self, ticks: int) -> Decimal:
        return (self.close + ticks) * INDEX.tick_size

    def _prices(self, wish: Wish) -> dict[str, object]:
        stop = wish.sign * wish.near
        match wish.kind:
            case "limit":
                return {"limit_price": self._price(-stop)}
            case "stop":
                return {"stop_price": self._price(stop)}
            case "stop_limit":
                return {"stop_price": self._price(stop), "limit_price": self._price(stop + wish.sign * wish.far)}
            case "trailing":
                return {"trail_ticks": max(1, wish.near)}
            case "on_open":
                return {"on_open": True}
            case _:
                return {}

    def _terms(self, wish: Wish) -> dict[str, object]:
        exits: dict[str, object] = dict(wish.exits)
        if "stop_loss" in exits:
            exits["stop_loss"] = self._price(-wish.sign * wish.exits["stop_loss"])
        if "take_profit" in exits:
            exits["take_profit"] = self._price(wish.sign * wish.exits["take_profit"])
        terms = {
            "time_in_force": TimeInForce.DAY if wish.day else TimeInForce.GTC,
            "reduce_only": wish.reduce_only,
            "oco_group": f"bar {self.index}" if wish.oco else None,
        }
        return exits | terms


@st.composite
def plans(draw: st.DrawFn) -> Plan:
    """Plans whose floors are near, with any of their rules."""
    rules: list[Rule] = []
    distance = st.sampled_from([Decimal(amount) for amount in ("37.5", "50", "100", "111.11", "200", "400")])
    if draw(st.booleans()):
        lock = draw(st.sampled_from((None, BALANCE - 20, BALANCE)))
        rules.append(MaximumLoss(draw(distance), draw(st.sampled_from(MaximumLossBasis)), lock))
    if draw(st.booleans()):
        rules.append(DailyLoss(draw(distance), draw(st.sampled_from((Effect.SOFT, Effect.HARD)))))
    if draw(st.booleans()):
        rules.append(ContractCap(draw(st.sampled_from((Decimal("0.5"), Decimal(1), Decimal(2))))))
    if draw(st.booleans()):
        rules.append(ProfitTarget(draw(st.sampled_from((Decimal("12.5"), Decimal(50), Decimal(200))))))
        rules += draw(st.sampled_from(((), (Consistency(Decimal("0.5")),))))
    roll, flatten, flat = draw(
        st.sampled_from(((time(17), None, None), (time(17), time(15, 10), time(16)), (time(0), time(20), time(21))))
    )
    day = FirmDayRules(draw(st.sampled_from(("UTC", "America/Chicago"))), roll, flatten, flat)
    return Plan("firm/plan", "a plan", "USD", BALANCE, day, tuple(rules))


@attrs.frozen
class Conditions:
    """How a script is run, apart from its bars."""

    plan: Plan | None = None
    path: PathPolicy = PathPolicy.WORST_CASE
    finer: bool = False
    slippage: int = 0
    commission: Decimal = Decimal("1.25")
    through: int = 1
    after_breach: AfterBreach = AfterBreach.STOP
    first: int = 0

    def request(self, strategy: Strategy, market: Market, *, fenced: bool = True) -> BacktestRequest:
        """Build the backtest of a strategy over a market."""
        return BacktestRequest(
            strategy,
            "random",
            {},
            market.bars,
            CALENDAR,
            BALANCE,
            CostInputs(self.commission, self.slippage, "option"),
            Size(Decimal("0.5")),
            plan=self.plan,
            path=self.path,
            after_breach=self.after_breach,
            first=min(self.first, len(market.bars) - 1),
            finer=market.parts if self.finer else None,
            limit_through_ticks=self.through,
            fenced=fenced,
        )


def conditions(plan: st.SearchStrategy[Plan | None] | None = None) -> st.SearchStrategy[Conditions]:
    """Any way to run a script."""
    return st.builds(
        Conditions,
        plan=st.one_of(st.none(), plans()) if plan is None else plan,
        path=st.sampled_from(PathPolicy),
        finer=st.sampled_from((False, False, False, True)),
        slippage=st.integers(0, 2),
        commission=st.sampled_from((Decimal(0), Decimal("1.25"))),
        through=st.integers(0, 2),
        after_breach=st.sampled_from(AfterBreach),
        first=st.sampled_from((0, 0, 0, 3)),
    )


def side_of(sign: int) -> Side:
    """Return the side of a sign."""
    return Side.BUY if sign > 0 else Side.SELL
