"""How many orders were sent, exits included, for a plan that lets only so many be sent."""

from collections import deque

import attrs

from propbots.domain.time import from_nanoseconds
from propbots.domain.timeframe import SECOND
from propbots.engine.gate import Denial
from propbots.rules.day import FirmCalendar
from propbots.rules.plan import Plan
from propbots.rules.rule import OrderRate

__all__ = ["SentOrders"]

_BEFORE_ALL = -(2**62)


@attrs.define(eq=False)
class SentOrders:
    """Counts what is sent, by the firm's day and by the second.

    Attributes:
        calendar: The firm's days.
        rule: How many may be sent; None while the plan has no such rule.
    """

    calendar: FirmCalendar
    rule: OrderRate | None = None
    _today: int = 0
    _day_ends_ns: int = _BEFORE_ALL
    _latest: deque[int] = attrs.field(factory=deque)
    """When the orders were sent of the last second."""

    def adopt(self, plan: Plan) -> None:
        """Go on with the rule of a plan; what was sent stays counted."""
        self.rule = plan.find(OrderRate)

    def note(self, now_ns: int) -> None:
        """Count an order that is sent, whatever it does: a firm counts reductions as well."""
        self._turn(now_ns)
        self._today += 1
        self._latest.append(now_ns)

    def object_to(self, now_ns: int, wanted: int) -> Denial | None:
        """Refuse what would be more than may be sent.

        Args:
            now_ns: When it would be sent, nanoseconds since 1970 UTC.
            wanted: How many orders: an entry is sent with its exits, or not at all.
        """
        rule = self.rule
        if rule is None:
            return None
        self._turn(now_ns)
        if rule.per_day is not None and self._today + wanted > rule.per_day:
            opens = from_nanoseconds(self._day_ends_ns)
            return _refuse(
                self._today, wanted, f"in the firm's day, which ends at {opens:%Y-%m-%d %H:%M} UTC", rule.per_day
            )
        if rule.per_second is not None and len(self._latest) + wanted > rule.per_second:
            return _refuse(len(self._latest), wanted, "within a second", rule.per_second)
        return None

    def _turn(self, now_ns: int) -> None:
        """Begin to count afresh where a day or a second is over."""
        if now_ns >= self._day_ends_ns:
            self._today, self._day_ends_ns = 0, self.calendar.day_at(now_ns).end_ns
        while self._latest and now_ns - self._latest[0] >= SECOND:
            self._latest.popleft()


def _refuse(sent: int, wanted: int, span: str, most: int) -> Denial:
    with_exits = f", {wanted - 1} of them exits," if wanted > 1 else ""
    orders = "order" if wanted == 1 else "orders"
    message = f"{wanted} more {orders}{with_exits} would make {sent + wanted} sent {span}; the plan lets {most} be sent"
    return Denial("order_rate", "order_rate", message)
