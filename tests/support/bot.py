"""One bot without a market: an engine whose strategy does what a test tells it to."""

from collections.abc import Callable

import attrs

from propbots.domain.bar import Bar
from propbots.domain.event import OrderEvent, OrderFilled
from propbots.domain.scale import Scale
from propbots.domain.session import UtcDays
from propbots.engine.account import Account
from propbots.engine.engine import Engine
from propbots.engine.gate import RiskGate
from propbots.engine.life import AfterBreach
from propbots.engine.market import Market
from propbots.engine.order_rules import build_order_rules
from propbots.engine.supervisor import Supervisor
from propbots.rules.account_state import build_plan_state
from propbots.rules.day import FirmCalendar
from propbots.rules.plan import Plan
from propbots.strategy.desk import Desk
from propbots.strategy.market_view import MarketView
from propbots.strategy.sizing import FixedQuantity
from propbots.strategy.trader import Trader
from stage import FUTURE, START, a_feed

__all__ = ["Puppet", "a_bar", "a_bot", "a_supervisor"]


def _nothing(_seen: object) -> None:
    """Do nothing."""


@attrs.define(eq=False)
class Puppet:
    """A trader whose handlers a test sets; it remembers what it was told."""

    on_bar: Callable[[Bar], None] = _nothing
    told: list[OrderEvent] = attrs.field(factory=list)
    react: Callable[[OrderEvent], None] = _nothing
    codes: bytes | None = None

    def on_fill(self, fill: OrderFilled) -> None:
        """Remember it."""
        self.told.append(fill)
        self.react(fill)

    def on_order(self, event: OrderEvent) -> None:
        """Remember it."""
        self.told.append(event)
        self.react(event)

    def on_stop(self) -> None:
        """Do nothing."""


def a_bar(open_: int = 100, high: int = 101, low: int = 99, close: int = 100, *, number: int = 0) -> Bar:
    """A bar of a minute; bars follow one another without a gap."""
    minute = 60_000_000_000
    opened = START + number * minute
    return Bar(opened, opened + minute, open_, high, low, close, 1.0, a_feed())


def a_supervisor(plan: Plan, after_breach: AfterBreach = AfterBreach.STOP) -> Supervisor:
    """A plan at work on an account of its own."""
    scale = Scale.of(FUTURE, amounts=plan.amounts())
    state = build_plan_state(plan, scale)
    firm = FirmCalendar(plan.day, UtcDays())
    rules = build_order_rules(plan, firm, [FUTURE], {})
    return Supervisor(scale, state, firm, RiskGate(scale, plan), after_breach, order_rules=rules)


def a_bot(plan: Plan | None = None, *, quantity: int = 1) -> tuple[Engine, Puppet]:
    """An engine with 50,000.00, and the trader in it."""
    supervisor = None if plan is None else a_supervisor(plan)
    scale = Scale.of(FUTURE) if supervisor is None else supervisor.scale
    account = Account(5_000_000)
    main = Market(account.open(scale))
    puppet = Puppet()
    gate = RiskGate(scale) if supervisor is None else supervisor.gate
    desk = Desk({"": MarketView(main.holding, scale, FixedQuantity(quantity))})
    trader = Trader(puppet.on_bar, puppet.on_fill, puppet.on_order)
    return Engine(account, {"": main}, gate, desk, trader, supervisor), puppet
