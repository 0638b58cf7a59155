"""The exits of an entry: placed as it fills, each no larger than what is still held of it."""

from typing import TYPE_CHECKING

from propbots.venue.book import WorkingOrder

if TYPE_CHECKING:
    from propbots.venue.matching import Matcher

__all__ = ["end_exit", "follow_entry", "follow_exit"]


def follow_entry(matcher: "Matcher", entry: WorkingOrder, quantity: int, fill: int) -> None:
    """Place the exits of an entry at its first fill, and let them cover more at later ones.

    Args:
        matcher: Where they work.
        entry: Of which a part or all was filled; distances count from its first fill.
        quantity: Of this fill, in quantity steps.
        fill: At which price, in ticks.
    """
    name, book = entry.order.client_order_id, matcher.book
    covered = book.cover(name, quantity)
    for exit_ in book.family(name):
        if exit_.is_held:
            book.activate(exit_, fill, entry.request.protection)
            exit_.is_resting = (exit_.limit - matcher.price) * exit_.sign < matcher.costs.limit_through_steps
            matcher.accept(exit_)
        _fit(matcher, exit_, covered)


def follow_exit(matcher: "Matcher", exit_: WorkingOrder, quantity: int) -> None:
    """Let the other exits of an entry cover less, now that one of them filled: one updates the other.

    Args:
        matcher: Where they work.
        exit_: The exit that filled.
        quantity: Of this fill, in quantity steps.
    """
    name, book = exit_.order.parent_id or "", matcher.book
    held = -matcher.holding.position_steps * exit_.sign
    covered = min(book.cover(name, -quantity), max(held, 0))
    for other in book.family(name):
        if other is exit_:
            continue
        if covered:
            _fit(matcher, other, covered)
        else:
            end_exit(matcher, other, "other side filled")


def end_exit(matcher: "Matcher", exit_: WorkingOrder, reason: str) -> None:
    """End an exit that has nothing to protect, unless its entry may still fill: then it waits for that again."""
    if matcher.book.get(exit_.order.parent_id or "") is None:
        matcher.cancel(exit_, reason)
    else:
        matcher.book.hold(exit_)


def _fit(matcher: "Matcher", exit_: WorkingOrder, covered: int) -> None:
    """Give an exit the quantity that it may fill: what is covered, and never more than it was asked for."""
    order = exit_.order
    total = min(order.request.quantity_steps, order.filled_quantity_steps + covered)
    if total != order.quantity_steps and not exit_.is_held:
        matcher.resize(exit_, total)
