"""What happens: order events, account and system events, commands; and what is decided."""

from datetime import datetime
from enum import StrEnum

import msgspec

from propbots.domain.session import SessionSpan
from propbots.domain.time import from_nanoseconds

__all__ = [
    "AccountUpdated",
    "Command",
    "CommandKind",
    "OrderAccepted",
    "OrderCancelRequested",
    "OrderCanceled",
    "OrderDenied",
    "OrderEvent",
    "OrderExpired",
    "OrderFilled",
    "OrderModified",
    "OrderModifyDenied",
    "OrderModifyRequested",
    "OrderOutcomeUnknown",
    "OrderRejected",
    "OrderSubmitted",
    "RiskEvent",
    "RiskEventKind",
    "SessionEvent",
    "Side",
    "Signal",
    "SignalKind",
    "SystemEvent",
    "SystemEventKind",
    "TimerFired",
]


class Side(StrEnum):
    """The direction of an order."""

    BUY = "buy"
    SELL = "sell"

    @property
    def sign(self) -> int:
        """1 for a buy, -1 for a sell."""
        return 1 if self is _BUY else -1

    @property
    def opposite(self) -> "Side":
        """The other direction."""
        return _SELL if self is _BUY else _BUY


_BUY, _SELL = Side.BUY, Side.SELL


class OrderEvent(msgspec.Struct, gc=False, frozen=True, tag=True):
    """Something that happened to one order."""

    client_order_id: str
    event_time_ns: int


class OrderDenied(OrderEvent, gc=False, frozen=True, tag=True):
    """Our own risk gate refused it; nothing was sent."""

    code: str
    message: str


class OrderSubmitted(OrderEvent, gc=False, frozen=True, tag=True):
    """It is durable with us and on its way."""


class OrderAccepted(OrderEvent, gc=False, frozen=True, tag=True):
    """The venue has it, with the prices it works at."""

    limit_steps: int | None = None
    stop_steps: int | None = None


class OrderRejected(OrderEvent, gc=False, frozen=True, tag=True):
    """The broker refused it."""

    message: str


class OrderOutcomeUnknown(OrderEvent, gc=False, frozen=True, tag=True):
    """Nobody knows whether it reached the broker."""

    message: str


class OrderModifyRequested(OrderEvent, gc=False, frozen=True, tag=True):
    """We asked for other prices or another quantity."""


class OrderModified(OrderEvent, gc=False, frozen=True, tag=True):
    """The venue works it at other prices, or for another quantity in all."""

    limit_steps: int | None = None
    stop_steps: int | None = None
    quantity_steps: int | None = None


class OrderModifyDenied(OrderEvent, gc=False, frozen=True, tag=True):
    """Our own risk gate refused a change; nothing was sent, and the order works on as it was."""

    code: str
    message: str


class OrderCancelRequested(OrderEvent, gc=False, frozen=True, tag=True):
    """We asked for its end."""


class OrderCanceled(OrderEvent, gc=False, frozen=True, tag=True):
    """It ended before it was filled."""

    reason: str = ""


class OrderExpired(OrderEvent, gc=False, frozen=True, tag=True):
    """Its time in force ran out."""


class OrderFilled(OrderEvent, gc=False, frozen=True, tag=True):
    """A part or all of it was executed.

    Attributes:
        side: The order's.
        last_quantity_steps: Of this fill.
        last_price_steps: Of this fill.
        commission_units: Paid for this fill, in whole units of money.
        reason: Why the order existed, for the trade list.
        execution_id: The venue's name for the fill, unique.
    """

    side: Side
    last_quantity_steps: int
    last_price_steps: int
    commission_units: int
    reason: str
    execution_id: str


class AccountUpdated(msgspec.Struct, gc=False, frozen=True):
    """What the broker says of the account, in whole units of money."""

    event_time_ns: int
    balance_units: int
    equity_units: int


class TimerFired(msgspec.Struct, gc=False, frozen=True):
    """A moment that somebody waited for has come."""

    event_time_ns: int
    name: str

    @property
    def event_time(self) -> datetime:
        """When it fired, UTC."""
        return from_nanoseconds(self.event_time_ns)


class SessionEvent(msgspec.Struct, gc=False, frozen=True):
    """A trading day of an exchange opens, or is over."""

    event_time_ns: int
    session: SessionSpan
    is_open: bool


class CommandKind(StrEnum):
    """What a person may order the engine to do."""

    FLATTEN = "flatten"
    KILL = "kill"
    REARM = "rearm"
    STOP = "stop"


class Command(msgspec.Struct, gc=False, frozen=True):
    """A person's order to the engine."""

    event_time_ns: int
    kind: CommandKind
    issuer: str


class SystemEventKind(StrEnum):
    """What can happen to the machine around the engine."""

    STARTED = "started"
    STOPPED = "stopped"
    CONNECTION_LOST = "connection_lost"
    CONNECTION_RESTORED = "connection_restored"
    ERROR = "error"


class SystemEvent(msgspec.Struct, gc=False, frozen=True):
    """Something that happened to the machine around the engine."""

    event_time_ns: int
    kind: SystemEventKind
    message: str = ""


class SignalKind(StrEnum):
    """What a strategy wants."""

    BUY_ENTRY = "buy_entry"
    SELL_ENTRY = "sell_entry"
    EXIT = "exit"


class Signal(msgspec.Struct, gc=False, frozen=True):
    """A strategy's wish, not yet sized.

    Attributes:
        event_time_ns: When it was decided.
        kind: What is wanted.
        stop_offset_steps: Distance of the protective stop from the entry in ticks, where there is one.
        target_offset_steps: Distance of the target from the entry in ticks, where there is one.
        trail_steps: Distance of a trailing stop in ticks, where there is one.
        instrument: The instrument's id; empty for the bot's main one.
    """

    event_time_ns: int
    kind: SignalKind
    stop_offset_steps: int | None = None
    target_offset_steps: int | None = None
    trail_steps: int | None = None
    instrument: str = ""


class RiskEventKind(StrEnum):
    """How serious a word of the risk gate is."""

    DENIED = "denied"
    WARNING = "warning"
    VIOLATION = "violation"


class RiskEvent(msgspec.Struct, gc=False, frozen=True, tag=True):
    """What the risk gate or a firm's rule said.

    Attributes:
        event_time_ns: When.
        kind: How serious.
        rule: Whose rule, such as `maximum_loss`.
        effect: `hard`, `soft`, `payout`, or empty for a refusal.
        message: With the rule's numbers.
    """

    event_time_ns: int
    kind: RiskEventKind
    rule: str
    effect: str
    message: str
