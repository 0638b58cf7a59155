"""Orders: what may be asked for, the states an order passes through, and the only ways from one to the next."""

from enum import StrEnum

import msgspec

from propbots.domain.event import (
    OrderAccepted,
    OrderCanceled,
    OrderCancelRequested,
    OrderDenied,
    OrderEvent,
    OrderExpired,
    OrderFilled,
    OrderModified,
    OrderModifyRequested,
    OrderOutcomeUnknown,
    OrderRejected,
    OrderSubmitted,
    Side,
)
from propbots.errors import InvariantViolated

__all__ = [
    "TERMINAL",
    "TRANSITIONS",
    "WORKING",
    "Order",
    "OrderRequest",
    "OrderStatus",
    "OrderType",
    "Protection",
    "Side",
    "TimeInForce",
]


class OrderType(StrEnum):
    """How an order finds its price."""

    MARKET = "market"
    LIMIT = "limit"
    STOP = "stop"
    STOP_LIMIT = "stop_limit"
    TRAILING_STOP = "trailing_stop"
    MARKET_ON_OPEN = "market_on_open"


class TimeInForce(StrEnum):
    """How long an order lives."""

    DAY = "day"
    GTC = "gtc"
    GTD = "gtd"
    IOC = "ioc"
    FOK = "fok"

    @property
    def is_immediate(self) -> bool:
        """Whether an order fills at once or not at all."""
        return self is _IOC or self is _FOK


_IOC, _FOK = TimeInForce.IOC, TimeInForce.FOK


class OrderStatus(StrEnum):
    """Where an order stands."""

    INITIALIZED = "initialized"
    DENIED = "denied"
    PENDING_SUBMIT = "pending_submit"
    ACCEPTED = "accepted"
    REJECTED = "rejected"
    OUTCOME_UNKNOWN = "outcome_unknown"
    PENDING_MODIFY = "pending_modify"
    PENDING_CANCEL = "pending_cancel"
    PARTIALLY_FILLED = "partially_filled"
    FILLED = "filled"
    CANCELED = "canceled"
    EXPIRED = "expired"


TERMINAL = frozenset(
    {OrderStatus.DENIED, OrderStatus.REJECTED, OrderStatus.FILLED, OrderStatus.CANCELED, OrderStatus.EXPIRED}
)
"""States that an order leaves only for a fill that arrives late."""

WORKING = frozenset({OrderStatus.ACCEPTED, OrderStatus.PARTIALLY_FILLED})
"""States in which a venue may fill an order."""

_S = OrderStatus
_ACCEPTED, _PARTIALLY_FILLED, _FILLED = _S.ACCEPTED, _S.PARTIALLY_FILLED, _S.FILLED
_AT_THE_BROKER = (_S.ACCEPTED, _S.PARTIALLY_FILLED, _S.PENDING_MODIFY, _S.PENDING_CANCEL)
_IN_DOUBT = (_S.PENDING_SUBMIT, _S.OUTCOME_UNKNOWN)


def _table() -> dict[tuple[OrderStatus, type[OrderEvent]], OrderStatus | None]:
    """Build the transition table; None stands for a state that depends on what is left to fill."""
    table: dict[tuple[OrderStatus, type[OrderEvent]], OrderStatus | None] = {
        (_S.INITIALIZED, OrderDenied): _S.DENIED,
        (_S.INITIALIZED, OrderSubmitted): _S.PENDING_SUBMIT,
        (_S.PENDING_SUBMIT, OrderAccepted): _S.ACCEPTED,
        (_S.PENDING_SUBMIT, OrderOutcomeUnknown): _S.OUTCOME_UNKNOWN,
        (_S.PENDING_MODIFY, OrderOutcomeUnknown): _S.OUTCOME_UNKNOWN,
        (_S.PENDING_CANCEL, OrderOutcomeUnknown): _S.OUTCOME_UNKNOWN,
        (_S.PENDING_MODIFY, OrderModified): None,
        (_S.OUTCOME_UNKNOWN, OrderModified): None,
        (_S.OUTCOME_UNKNOWN, OrderAccepted): None,
        (_S.PARTIALLY_FILLED, OrderAccepted): None,
        (_S.PENDING_CANCEL, OrderAccepted): None,
        (_S.PENDING_CANCEL, OrderModified): _S.PENDING_CANCEL,
        (_S.PENDING_CANCEL, OrderRejected): _S.REJECTED,
        (_S.PENDING_MODIFY, OrderAccepted): None,
    }
    for status in _IN_DOUBT:
        table[status, OrderRejected] = _S.REJECTED
        table[status, OrderCancelRequested] = _S.PENDING_CANCEL
    for status in (_S.ACCEPTED, _S.PARTIALLY_FILLED):
        table[status, OrderModifyRequested] = _S.PENDING_MODIFY
        table[status, OrderCancelRequested] = _S.PENDING_CANCEL
        table[status, OrderModified] = None
    table[_S.PENDING_MODIFY, OrderCancelRequested] = _S.PENDING_CANCEL
    for status in (*_AT_THE_BROKER, *_IN_DOUBT):
        table[status, OrderCanceled] = _S.CANCELED
        table[status, OrderExpired] = _S.EXPIRED
        table[status, OrderFilled] = None
    for status in (_S.CANCELED, _S.EXPIRED, _S.REJECTED):
        table[status, OrderFilled] = None
    return table


TRANSITIONS = _table()
"""(status, kind of event) -> next status; what is not in it cannot happen. None is told by what is left to fill."""


class Protection(msgspec.Struct, frozen=True):
    """The exits that a bracket places when its entry fills: a stop, a target or both, one cancelling the other.

    Distances are ticks from the entry's fill; prices are whole ticks. At most one of a pair is given.
    """

    stop_offset_steps: int | None = None
    stop_steps: int | None = None
    target_offset_steps: int | None = None
    target_steps: int | None = None
    trail_steps: int | None = None
    targets: tuple[tuple[int, int], ...] = ()
    """Targets that close a part each: distance in ticks and quantity steps, the nearest first."""


class OrderRequest(msgspec.Struct, frozen=True):
    """An order as somebody wishes it, before the risk gate has seen it.

    Attributes:
        side: Buy or sell.
        quantity_steps: How much, in quantity steps, above 0.
        type: How it finds its price.
        limit_steps: Limit price in ticks, for limit and stop-limit orders.
        stop_steps: Trigger in ticks, for stop and stop-limit orders.
        trail_steps: Distance in ticks, for trailing stops.
        time_in_force: How long it lives.
        expires_at_ns: When a `GTD` order ends, nanoseconds since 1970 UTC; 0 for all others.
        reduce_only: Whether it may only make a position smaller; it never flips one.
        reason: Why, for the trade list.
        oco_group: Orders of one group cancel one another when one fills.
        protection: Exits to place when it fills.
        client_order_id: Our name for it; whoever asks leaves it empty and is told.
        instrument: The instrument's id; empty for the bot's main one.
        offset_steps: Of a target that closes a part of an entry, its distance from the entry's fill in ticks.
        after: Name of the order whose fill it waits for; empty for one that works at once.
    """

    side: Side
    quantity_steps: int
    type: OrderType = OrderType.MARKET
    limit_steps: int | None = None
    stop_steps: int | None = None
    trail_steps: int | None = None
    time_in_force: TimeInForce = TimeInForce.GTC
    reduce_only: bool = False
    reason: str = "signal"
    oco_group: str | None = None
    protection: Protection | None = None
    client_order_id: str = ""
    instrument: str = ""
    expires_at_ns: int = 0
    after: str = ""
    offset_steps: int | None = None


class Order(msgspec.Struct):
    """An order with its state; it changes only through `apply`."""

    client_order_id: str
    request: OrderRequest
    status: OrderStatus = OrderStatus.INITIALIZED
    filled_quantity_steps: int = 0
    parent_id: str | None = None
    broker_order_id: str | None = None
    resized_steps: int | None = None
    """The quantity in all for which it works, where that is another than was asked for."""
    stop_steps: int | None = None
    """The trigger at which it works, in ticks, as the venue told it last; None where it told none."""
    limit_steps: int | None = None
    """The limit at which it works, in ticks, as the venue told it last; None where it told none."""
    asked_steps: int = 0
    """The largest quantity in all that was asked for in a change which has not been answered yet; 0 without one."""

    @property
    def quantity_steps(self) -> int:
        """For how much it works in all, filled parts included."""
        return self.request.quantity_steps if self.resized_steps is None else self.resized_steps

    @property
    def leaves_quantity_steps(self) -> int:
        """What is still to be filled."""
        resized = self.resized_steps
        return (self.request.quantity_steps if resized is None else resized) - self.filled_quantity_steps

    @property
    def reach_steps(self) -> int:
        """The most that may still be filled, a change that is on its way included."""
        quantity = self.quantity_steps
        return (self.asked_steps if self.asked_steps > quantity else quantity) - self.filled_quantity_steps

    @property
    def is_terminal(self) -> bool:
        """Whether nothing but a late fill can happen to it any more."""
        return self.status in TERMINAL

    def apply(self, event: OrderEvent) -> None:
        """Move along the transition table.

        Raises:
            InvariantViolated: If the table has no such move, or more was filled than asked for.
        """
        try:
            following = TRANSITIONS[self.status, type(event)]
        except KeyError:
            kind = type(event).__name__
            message = f"order {self.client_order_id} cannot take {kind} while {self.status.value}"
            raise InvariantViolated(message) from None
        if following is None:
            self._settle(event)
        else:
            self.status = following

    @property
    def working_prices(self) -> tuple[int | None, int | None]:
        """Limit and trigger at which it works, or with which it was sent; None for what it was sent without."""
        request = self.request
        limit = request.limit_steps if self.limit_steps is None else self.limit_steps
        stop = request.stop_steps if self.stop_steps is None or request.stop_steps is None else self.stop_steps
        return limit, stop

    def follow_prices(self, event: OrderEvent) -> None:
        """Keep the limit and the trigger that the venue tells, if it tells one."""
        if isinstance(event, OrderAccepted | OrderModified):
            if event.limit_steps is not None:
                self.limit_steps = event.limit_steps
            if event.stop_steps is not None:
                self.stop_steps = event.stop_steps

    def _settle(self, event: OrderEvent) -> None:
        """Move to the state that what is left to fill tells."""
        if type(event) is not OrderFilled:
            self.status = _PARTIALLY_FILLED if self.filled_quantity_steps else _ACCEPTED
            if type(event) is OrderModified and event.quantity_steps is not None:
                self.resized_steps, self.asked_steps = event.quantity_steps, 0
            return
        filled, resized = self.filled_quantity_steps + event.last_quantity_steps, self.resized_steps
        wanted = self.request.quantity_steps if resized is None else resized
        if event.last_quantity_steps <= 0 or filled > wanted:
            raise InvariantViolated(f"order {self.client_order_id} of {wanted} steps cannot fill {filled}")
        self.filled_quantity_steps = filled
        if filled == wanted:
            self.status = _FILLED
        elif self.status not in TERMINAL:
            self.status = _PARTIALLY_FILLED
