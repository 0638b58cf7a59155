"""What the engine knows of one instrument's market: what is held there, and within what nothing can happen."""

from collections import deque
from collections.abc import Callable, Iterable
from typing import Any

import attrs

from propbots.engine.account import Holding
from propbots.engine.worst_price import Reserve
from propbots.rules.news import Blackout

__all__ = ["NEVER_HIGH", "NEVER_LOW", "Market"]

NEVER_HIGH = 2**62
"""A price above all prices, and a moment after all moments."""
NEVER_LOW = -(2**62)
"""A price below all prices."""


@attrs.define(eq=False)
class Market:
    """One instrument's market.

    Attributes:
        holding: What is held there.
        look_closely: Works out what a bar or a tick did to orders and account; set by whoever joins engine and venue.
        reserve: What the gate reckons with there; None where it reckons with nothing.
        wake: Works out what was due until a moment, before others hear of it; None where bars work the orders.
        fence_low: The price at or under which something could happen.
        fence_high: The price at or above which something could happen.
        fence_time_ns: The moment after which something could happen.
        blackouts: When nothing may be open or working there, those that are still to come, in order.
        closing_ns: When the next of them begins.
    """

    holding: Holding
    look_closely: Callable[[Any], None] = attrs.field(init=False)
    reserve: Reserve | None = None
    wake: Callable[[int], None] | None = None
    fence_low: int = NEVER_HIGH
    fence_high: int = NEVER_LOW
    fence_time_ns: int = NEVER_LOW
    # No converter makes it one: attrs would then watch every assignment, and fences are set at each bar.
    blackouts: deque[Blackout] = attrs.field(factory=deque)
    closing_ns: int = attrs.field(init=False)

    def __attrs_post_init__(self) -> None:
        """Know when the first blackout begins."""
        self._look_forward()

    def pass_blackouts(self, now_ns: int, until_ns: int) -> bool:
        """Go over the blackouts that begin before a moment, and return whether one has not ended before another.

        Args:
            now_ns: When the market is looked at.
            until_ns: Until when it moves on next.
        """
        is_due = False
        while self.closing_ns < until_ns:
            is_due |= self.blackouts.popleft().ends_ns >= now_ns
            self._look_forward()
        return is_due

    def expect(self, blackouts: Iterable[Blackout], now_ns: int) -> None:
        """Await other blackouts from now on."""
        self.blackouts = deque(one for one in blackouts if one.ends_ns >= now_ns)
        self._look_forward()

    def _look_forward(self) -> None:
        self.closing_ns = self.blackouts[0].begins_ns if self.blackouts else NEVER_HIGH

    def is_between_fences(self, low: int, high: int, time_ns: int) -> bool:
        """Whether nothing can happen between two prices, in ticks, until a moment."""
        return low > self.fence_low and high < self.fence_high and time_ns <= self.fence_time_ns
