"""Fills matched one step at a time, first in first out: slow, and by nobody's engine."""

from collections import deque

from propbots.domain.event import OrderFilled

__all__ = ["match_fills"]


def match_fills(fills: list[OrderFilled]) -> tuple[list[tuple[int, int]], int]:
    """Return the lots of one step that are open, as sign and price, and what the closed ones made, in ticks."""
    lots: deque[tuple[int, int]] = deque()
    made = 0
    for fill in fills:
        for _ in range(fill.last_quantity_steps):
            if lots and lots[0][0] == -fill.side.sign:
                sign, paid = lots.popleft()
                made += sign * (fill.last_price_steps - paid)
            else:
                lots.append((fill.side.sign, fill.last_price_steps))
    return list(lots), made
