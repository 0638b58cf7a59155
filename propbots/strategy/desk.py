"""Where a strategy stands: what it may know of the account, and where it leaves its wishes."""

from collections.abc import Callable
from decimal import Decimal
from itertools import count
from typing import Protocol

import attrs
from msgspec.structs import replace

from propbots.domain.bar import Bar
from propbots.domain.decision import CancelOrder, ModifyOrder
from propbots.domain.event import Signal
from propbots.domain.order import OrderRequest
from propbots.domain.scale import STEPS_MAX, Scale, compute_steps
from propbots.domain.trade import PositionSide
from propbots.strategy.sizing import Sizer

__all__ = ["AccountView", "Desk", "Position", "Wish"]

Wish = Signal | OrderRequest | CancelOrder | ModifyOrder


class AccountView(Protocol):
    """What a strategy may know of its account, in whole steps and units."""

    position_steps: int
    balance_units: int

    def equity_at(self, price: int) -> int:
        """Return balance and open profit and loss at a price in ticks."""

    @property
    def average_price(self) -> Decimal | None:
        """Mean entry price of what is held; None when flat."""


@attrs.frozen
class Position:
    """What is held of an instrument."""

    side: PositionSide
    quantity: Decimal
    average_price: Decimal | None


class Desk:
    """One strategy's view of its account and the tray with its wishes.

    Attributes:
        next_id: Returns a new name for an order.

    Args:
        account: What it may know.
        scale: How prices, quantities and money are counted.
        sizer: Says how large orders are that name no quantity.
        id_prefix: Begins the names of its orders.
    """

    __slots__ = ("account", "bar", "next_id", "scale", "sizer", "wishes")

    def __init__(self, account: AccountView, scale: Scale, sizer: Sizer, id_prefix: str = "") -> None:
        """Start with an empty tray."""
        self.account = account
        self.scale = scale
        self.sizer = sizer
        self.bar: Bar | None = None
        self.wishes: list[Wish] = []
        self.next_id: Callable[[], str] = (f"{id_prefix}{number}" for number in count(1)).__next__

    def signal(self, signal: Signal) -> None:
        """Leave a wish that is still to be sized."""
        self.wishes.append(signal)

    def request(self, request: OrderRequest) -> str:
        """Leave a wish for an order and return the order's name."""
        name = self.next_id()
        self.wishes.append(_named(request, name))
        return name

    def cancel(self, cancel: CancelOrder) -> None:
        """Leave a wish for an order's end."""
        self.wishes.append(cancel)

    def modify(self, modify: ModifyOrder) -> None:
        """Leave a wish for other prices."""
        self.wishes.append(modify)

    def price_steps(self, price: Decimal | int | None) -> int | None:
        """Return a price in ticks.

        Raises:
            ValueError: If it lies between two ticks.
        """
        if price is None:
            return None
        tick_size = self.scale.instrument.tick_size
        steps = compute_steps(Decimal(price), tick_size)
        if steps is None:
            raise ValueError(f"price must be a multiple of the tick size {tick_size} (was {price})")
        if abs(steps) > STEPS_MAX:
            raise ValueError(f"price must be within {STEPS_MAX} ticks of 0 (was {price})")
        return steps

    @property
    def position(self) -> Position:
        """What is held now."""
        steps = self.account.position_steps
        side = PositionSide.LONG if steps > 0 else PositionSide.SHORT if steps < 0 else PositionSide.FLAT
        return Position(side, self.scale.to_quantity(abs(steps)), self.account.average_price)

    @property
    def balance(self) -> Decimal:
        """Closed balance."""
        return self.scale.to_money(self.account.balance_units)

    @property
    def equity(self) -> Decimal:
        """Balance and open profit and loss at the last price."""
        price = 0 if self.bar is None else self.bar.close_steps
        return self.scale.to_money(self.account.equity_at(price))

    @property
    def now_ns(self) -> int:
        """The close of the bar at hand, nanoseconds since 1970 UTC."""
        return 0 if self.bar is None else self.bar.close_time_ns


def _named(request: OrderRequest, name: str) -> OrderRequest:

    return replace(request, client_order_id=name)
