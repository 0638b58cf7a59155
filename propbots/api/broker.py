"""What a broker's plugin implements."""

from collections.abc import AsyncIterator
from typing import Protocol

from propbots.domain.event import AccountUpdated, OrderEvent
from propbots.engine.gate import ApprovedOrder

__all__ = ["AccountUpdated", "ApprovedOrder", "Broker", "OrderEvent"]


class Broker(Protocol):
    """A way to a broker for one account.

    Whatever happens to an order comes back through `events`; a method returns when the wish has left the machine. A
    broker takes approved orders only, and only the risk gate makes them.
    """

    async def connect(self) -> None:
        """Connect and log on."""

    async def disconnect(self) -> None:
        """Log off; orders that rest at the broker stay there."""

    async def submit(self, order: ApprovedOrder) -> None:
        """Send an order, once. It is never sent again, whatever happens."""

    async def modify(self, client_order_id: str, *, limit_steps: int | None, stop_steps: int | None) -> None:
        """Ask for other prices; None leaves a price as it is."""

    async def cancel(self, client_order_id: str) -> None:
        """Ask for an order's end."""

    async def flatten(self) -> None:
        """Cancel every order and close every position."""

    def events(self) -> AsyncIterator[OrderEvent | AccountUpdated]:
        """Give what the broker says, in its order, until disconnected."""
