"""What a strategy may know of one market, and how prices and quantities are counted there."""

from decimal import Decimal
from typing import Protocol

import attrs

from propbots.domain.bar import Bar
from propbots.domain.scale import STEPS_MAX, Scale, compute_steps
from propbots.domain.tick import QuoteTick, TradeTick
from propbots.domain.trade import PositionSide
from propbots.strategy.sizing import Sizer

__all__ = ["AccountView", "MarketView", "Position"]


class AccountView(Protocol):
    """What a strategy may know of its account in one market, in whole steps and units."""

    @property
    def position_steps(self) -> int:
        """What is held in quantity steps, negative when short."""

    @property
    def balance_units(self) -> int:
        """Closed balance of the account."""

    def open_at(self, price: int) -> int:
        """Return the open profit and loss at a price in ticks."""

    @property
    def average_price(self) -> Decimal | None:
        """Mean entry price of what is held; None when flat."""


@attrs.frozen
class Position:
    """What is held of an instrument."""

    side: PositionSide
    quantity: Decimal
    average_price: Decimal | None


@attrs.define(eq=False)
class MarketView:
    """One market as a strategy sees it.

    Attributes:
        account: What it may know of the account there.
        scale: How prices, quantities and money are counted.
        sizer: Says how large orders are that name no quantity.
        bar: The last bar that has closed; None before the first.
        quote: The last quote; None before the first, or where there are none.
        trade: The last public print; None before the first, or where there are none.
    """

    account: AccountView
    scale: Scale
    sizer: Sizer
    bar: Bar | None = None
    quote: QuoteTick | None = None
    trade: TradeTick | None = None

    @property
    def position(self) -> Position:
        """What is held now."""
        steps = self.account.position_steps
        side = PositionSide.LONG if steps > 0 else PositionSide.SHORT if steps < 0 else PositionSide.FLAT
        return Position(side, self.scale.to_quantity(abs(steps)), self.account.average_price)

    @property
    def last_steps(self) -> int:
        """The price at which what is held could be closed, as far as it is known, in ticks; 0 before any is."""
        if self.quote is not None:
            return self.quote.ask_steps if self.account.position_steps < 0 else self.quote.bid_steps
        if self.trade is not None:
            return self.trade.price_steps
        return 0 if self.bar is None else self.bar.close_steps

    @property
    def is_known(self) -> bool:
        """Whether anything is known of where the market is."""
        return self.bar is not None or self.quote is not None or self.trade is not None

    @property
    def now_ns(self) -> int:
        """When the market was heard of last, nanoseconds since 1970 UTC; 0 before that."""
        now = 0 if self.bar is None else self.bar.close_time_ns
        if self.quote is not None and self.quote.event_time_ns > now:
            now = self.quote.event_time_ns
        if self.trade is not None and self.trade.event_time_ns > now:
            now = self.trade.event_time_ns
        return now

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
