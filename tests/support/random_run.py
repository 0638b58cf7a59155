"""Random orders, plans and ways to run them, for the properties that hold whatever they are."""

from datetime import time
from decimal import Decimal
from typing import Any

import attrs
from hypothesis import strategies as st

from propbots.data.record import CostInputs
from propbots.domain.bar import Bar
from propbots.domain.event import OrderEvent, OrderFilled
from propbots.domain.order import TimeInForce
from propbots.domain.time import from_nanoseconds
from propbots.domain.timeframe import HOUR, MINUTE
from propbots.engine.caution import BARE, CAREFUL, Caution
from propbots.engine.life import AfterBreach
from propbots.rules.plan import FirmDayRules, Plan
from propbots.rules.release import Impact, Release, ReleaseCalendar
from propbots.rules.rule import (
    Consistency,
    ContractCap,
    DailyLoss,
    Effect,
    FloatingLoss,
    Hedging,
    MaximumLoss,
    MaximumLossBasis,
    NewsWindow,
    OrderRate,
    Payout,
    PositionIdea,
    ProfitTarget,
    Reference,
    Rule,
)
from propbots.simulation.request import BacktestRequest, Size
from propbots.strategy.base import Strategy
from propbots.venue.path import PathPolicy
from random_market import CALENDAR, FIRST_NS, INDEX, Market

__all__ = [
    "BALANCE",
    "Conditions",
    "RandomActor",
    "Wish",
    "conditions",
    "plans",
    "scripts",
    "wishes",
]

BALANCE = Decimal(10_000)


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
        life: How long it lives: 0 for ever or a day, below 0 at once, above 0 so many thirds of an hour.
        after: Which of the orders asked for before it waits for, the last being 1; 0 for none.
        targets: Targets that close a part each: distance, and how many steps.
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
    life: int = 0
    after: int = 0
    targets: tuple[tuple[int, int], ...] = ()


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
        life=st.sampled_from((0, 0, 0, 0, -1, -2, 1, 2, 3, 7)),
        after=st.sampled_from((0, 0, 0, 0, 1, 1, 2)),
        targets=st.one_of(
            st.just(()), st.lists(st.tuples(st.integers(1, 6), st.integers(1, 2)), max_size=3).map(tuple)
        ),
    )


def scripts(most: int = 24) -> st.SearchStrategy[list[list[Wish]]]:
    """What a random strategy asks for on each bar."""
    return st.lists(st.lists(wishes(), max_size=3), min_size=min(6, most), max_size=most)


class RandomActor(Strategy):
    """Asks for what its script says, on bars and now and then on fills, and remembers all that it was told."""

    def learn(self, script: list[list[Wish]], on_fills: list[Wish]) -> "RandomActor":
        """Take a script and the wishes that follow its first fills."""
        self.script, self.on_fills = script, list(on_fills)
        self.index, self.close, self.now_ns, self.where = -1, 0, 0, ""
        self.orders: list[str] = []
        self.signs: dict[str, int] = {}
        self.heard: list[OrderEvent] = []
        self.told: list[Any] = []
        return self

    def told_before(self, last_ns: int) -> list[Any]:
        """Return all that it was told before the bar of the main feed that closes at a moment; all if none does."""
        places = (place for place, one in enumerate(self.told) if one[:2] == (last_ns, "bar"))
        return self.told[: next(places, len(self.told))]

    def on_bar(self, bar: Bar) -> None:
        """Ask for the bar's wishes."""
        self.index += 1
        self.close, self.now_ns = bar.close_steps, bar.close_time_ns
        self.told.append((bar.close_time_ns, "bar"))
        if self.index < len(self.script):
            for wish in self.script[self.index]:
                self.ask(wish)

    def on_fill(self, fill: OrderFilled) -> None:
        """Remember it, and ask for something now and then."""
        self._note(fill)
        if self.on_fills:
            self.ask(self.on_fills.pop())

    def on_order(self, event: OrderEvent) -> None:
        """Remember it."""
        self._note(event)

    def _note(self, event: OrderEvent) -> None:
        self.heard.append(event)
        self.told.append((event.event_time_ns, event))

    def ask(self, wish: Wish) -> None:
        """Ask for one wish."""
        if wish.kind in ("enter_long", "enter_short", "exit"):
            getattr(self, wish.kind)(self.where)
        elif wish.kind == "cancel" and self.orders:
            self.cancel(self.orders[wish.near % len(self.orders)])
        elif wish.kind == "modify" and self.orders:
            name = self.orders[wish.near % len(self.orders)]
            prices = {"limit_price": self._price(wish.far), "stop_price": self._price(-wish.far)}
            quantity = wish.steps * INDEX.quantity_step if wish.reduce_only or wish.sign > 0 else None
            self.modify(name, **prices, quantity=quantity)
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
        targets, left = [], wish.steps
        for ticks, steps in () if {"take_profit", "take_profit_ticks"} & exits.keys() else wish.targets:
            if steps <= left:
                targets.append((ticks, steps * INDEX.quantity_step))
                left -= steps
        terms = {
            "instrument": self.where,
            **self._life(wish),
            "after": self.orders[-wish.after] if 0 < wish.after <= len(self.orders) and wish.kind != "on_open" else "",
            "targets_ticks": targets,
            "reduce_only": wish.reduce_only,
            "oco_group": f"bar {self.index}" if wish.oco else None,
        }
        return exits | terms

    def _life(self, wish: Wish) -> dict[str, object]:
        if wish.life < 0 and wish.kind in ("market", "limit"):
            return {"time_in_force": TimeInForce.IOC if wish.life == -1 else TimeInForce.FOK}
        if wish.life > 0:
            now_ns = max(self.now_ns, self._desk.now_ns)
            expires_at = from_nanoseconds(now_ns + wish.life * HOUR // 3)
            return {"time_in_force": TimeInForce.GTD, "expires_at": expires_at}
        return {"time_in_force": TimeInForce.DAY if wish.day else TimeInForce.GTC}


_RARELY = st.sampled_from((False, False, True))
_ORDER_RULES = st.tuples(_RARELY, _RARELY, _RARELY, _RARELY).map(
    lambda chosen: tuple(
        rule
        for rule, is_chosen in zip(
            (
                OrderRate(per_day=9, per_second=4),
                Hedging(),
                PositionIdea(Decimal(300), 90),
                NewsWindow(("high",), 20 * 60, 40 * 60),
            ),
            chosen,
            strict=True,
        )
        if is_chosen
    )
)
"""Rules about orders, each in every third plan."""
_NEWS = st.lists(st.integers(-60, 120 * 60), max_size=8).map(
    lambda minutes: ReleaseCalendar([Release(FIRST_NS + one * MINUTE, "a", "USD", Impact.HIGH) for one in minutes])
)
"""Releases of the days in which random markets trade."""


@st.composite
def plans(draw: st.DrawFn) -> Plan:
    """Plans whose floors are near, with any of their rules."""
    rules: list[Rule] = []
    distance = st.sampled_from([Decimal(amount) for amount in ("37.5", "50", "100", "111.11", "200", "400")])
    if draw(st.booleans()):
        lock = draw(st.sampled_from((None, BALANCE - 20, BALANCE)))
        rules.append(MaximumLoss(draw(distance), draw(st.sampled_from(MaximumLossBasis)), lock))
    if draw(st.booleans()):
        effect, reference = draw(st.sampled_from((Effect.SOFT, Effect.HARD))), draw(st.sampled_from(Reference))
        share = draw(st.sampled_from((None, None, Decimal("0.002"), Decimal("0.005"))))
        amount = draw(distance) if share is None else None
        rules.append(DailyLoss(amount, effect, share, reference))
    if draw(st.sampled_from((False, False, True))):
        rules.append(FloatingLoss(draw(distance), draw(st.sampled_from((Effect.SOFT, Effect.HARD)))))
    if draw(st.booleans()):
        rules.append(ContractCap(draw(st.sampled_from((Decimal("0.5"), Decimal(1), Decimal(2))))))
    if draw(st.booleans()):
        rules.append(ProfitTarget(draw(st.sampled_from((Decimal("12.5"), Decimal(50), Decimal(200))))))
        rules += draw(st.sampled_from(((), (Consistency(Decimal("0.5")),))))
    if draw(st.booleans()):
        above, share = draw(st.sampled_from((None, BALANCE + 10))), draw(st.sampled_from((Decimal(1), Decimal("0.5"))))
        rules.append(Payout(draw(st.sampled_from((Decimal(0), Decimal(20)))), share=share, above=above, every_days=1))
    rules += draw(_ORDER_RULES)
    roll, flatten, flat = draw(
        st.sampled_from(((time(17), None, None), (time(17), time(15, 10), time(16)), (time(0), time(20), time(21))))
    )
    day = FirmDayRules(draw(st.sampled_from(("UTC", "America/Chicago"))), roll, flatten, flat)
    return Plan("firm/plan", "a plan", "USD", BALANCE, day, tuple(rules))


@attrs.frozen
class Conditions:
    """How a script is run, apart from its bars."""

    plan: Plan | None = None
    following: tuple[Plan, ...] = ()
    caution: Caution = BARE
    path: PathPolicy = PathPolicy.WORST_CASE
    finer: bool = False
    slippage: int = 0
    commission: Decimal = Decimal("1.25")
    through: int = 1
    after_breach: AfterBreach = AfterBreach.STOP
    first: int = 0
    spread: int = 0
    volume_limit: Decimal | None = None
    impact: Decimal = Decimal(0)
    news: ReleaseCalendar | None = None

    def request(self, strategy: Strategy, market: Market, *, fenced: bool = True) -> BacktestRequest:
        """Build the backtest of a strategy over a market."""
        return BacktestRequest(
            strategy,
            "random",
            {},
            market.bars,
            CALENDAR,
            BALANCE,
            CostInputs(self.commission, self.slippage, "option", self.spread, self.volume_limit, self.impact),
            Size(Decimal("0.5")),
            plan=self.plan,
            following=() if self.plan is None else self.following,
            caution=self.caution,
            path=self.path,
            after_breach=self.after_breach,
            first=min(self.first, len(market.bars) - 1),
            finer=market.parts if self.finer else None,
            limit_through_ticks=self.through,
            fenced=fenced,
            news=self.news,
        )


def conditions(plan: st.SearchStrategy[Plan | None] | None = None) -> st.SearchStrategy[Conditions]:
    """Any way to run a script."""
    return st.builds(
        Conditions,
        plan=st.one_of(st.none(), plans()) if plan is None else plan,
        following=st.one_of(st.just(()), st.tuples(plans()), st.tuples(plans(), plans())),
        caution=st.sampled_from((BARE, CAREFUL, Caution(Decimal("0.5"), Decimal("0.0001"), 1))),
        path=st.sampled_from(PathPolicy),
        finer=st.sampled_from((False, False, False, True)),
        slippage=st.integers(0, 2),
        commission=st.sampled_from((Decimal(0), Decimal("1.25"))),
        through=st.integers(0, 2),
        after_breach=st.sampled_from(AfterBreach),
        first=st.sampled_from((0, 0, 0, 3)),
        spread=st.sampled_from((0, 0, 1, 2)),
        volume_limit=st.sampled_from((None, None, Decimal("0.1"), Decimal("0.5"))),
        impact=st.sampled_from((Decimal(0), Decimal(0), Decimal("0.002"))),
        news=st.one_of(st.none(), _NEWS),
    )
