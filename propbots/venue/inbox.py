"""What the engine decided and what is still on its way to the book."""

from collections import deque
from collections.abc import Iterator, Sequence

import attrs

from propbots.engine.decision import Decision, SubmitOrder

__all__ = ["Inbox"]


@attrs.define(eq=False)
class Inbox:
    """Decisions on their way, those that arrive first in front."""

    _waiting: deque[tuple[int, Decision]] = attrs.field(factory=deque)

    def post(self, decisions: Sequence[Decision], arrives_ns: int) -> None:
        """Send decisions, which arrive at a moment in nanoseconds since 1970 UTC."""
        self._waiting.extend((arrives_ns, decision) for decision in decisions)

    def take(self, until_ns: int) -> Iterator[tuple[int, Decision]]:
        """Give what has arrived until a moment, each with its own."""
        while self._waiting and self._waiting[0][0] <= until_ns:
            yield self._waiting.popleft()

    def arrivals(self) -> Iterator[int]:
        """Give the moments at which something arrives."""
        return (arrives_ns for arrives_ns, _ in self._waiting)

    def recall(self) -> list[str]:
        """Call everything back, and return the names of the orders that were on their way."""
        decisions = [decision for _, decision in self._waiting if isinstance(decision, SubmitOrder)]
        self._waiting.clear()
        orders = [approved.order for decision in decisions for approved in (decision.approved, *decision.exits)]
        return [order.client_order_id for order in orders]
