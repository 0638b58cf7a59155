"""What stands in the book: the best bid and ask with their sizes, or the last print where nobody quotes."""

import attrs

from propbots.domain.tick import QuoteTick
from propbots.strategy.market_view import MarketView
from propbots.venue.fill import NO_PRICE

__all__ = ["Standing"]


@attrs.define
class Standing:
    """What stands in the book.

    Attributes:
        bid: In ticks; `NO_PRICE` before the first tick.
        ask: In ticks.
        bid_quantity: In quantity steps, 0 where nobody says.
        ask_quantity: In quantity steps, 0 where nobody says.
    """

    bid: int = NO_PRICE
    ask: int = NO_PRICE
    bid_quantity: int = 0
    ask_quantity: int = 0

    @property
    def is_known(self) -> bool:
        """Whether any tick has come."""
        return self.bid != NO_PRICE

    def catch_up(self, view: MarketView) -> None:
        """Stand where the last ticks were that were passed over."""
        if view.quote is not None:
            self.quote(view.quote)
        elif view.trade is not None:
            self.print(view.trade.price_steps)

    def quote(self, quote: QuoteTick) -> None:
        """Take a quote."""
        self.bid, self.ask = quote.bid_steps, quote.ask_steps
        self.bid_quantity, self.ask_quantity = quote.bid_quantity_steps, quote.ask_quantity_steps

    def print(self, price: int) -> None:
        """Take the price of a print for both sides."""
        self.bid = self.ask = price

    def other_side(self, sign: int) -> int:
        """Return the price that a buy (1) or a sell (-1) meets."""
        return self.ask if sign > 0 else self.bid

    def size(self, sign: int) -> int:
        """Return how much a buy or a sell meets; 0 where nobody says."""
        return self.ask_quantity if sign > 0 else self.bid_quantity
