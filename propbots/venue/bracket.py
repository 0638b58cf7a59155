"""The exits of an entry: placed as it fills, each no larger than what is still held of it."""

from typing import TYPE_CHECKING

from propbots.domain.order import OrderStatus, Protection
from propbots.venue.book import WorkingOrder
from propbots.venue.change import tell_change

if TYPE_CHECKING:
    from propbots.venue.matching import Matcher

__all__ = ["end_exit", "end_idle_exits", "follow_entry", "follow_exit", "keep_for_more"]

_NOTHING_LEFT = "nothing left to reduce"


def follow_entry(matcher: "Matcher", entry: WorkingOrder, quantity: int, fill: int) -> None:
    """Place the exits of an entry at its first fill, and let them cover more at later ones.

    Args:
        matcher: Where they work.
        entry: Of which a part or all was filled; distances count from its first fill, or from the first one after what
            had been held of it was closed.
        quantity: Of this fill, in quantity steps.
        fill: At which price, in ticks.
    """
    name, book = entry.order.client_order_id, matcher.book
    covered = book.cover(name, quantity)
    if covered == quantity:
        book.anchors[name] = fill
    for exit_, share in _share_out(book.family(name), covered):
        if share:
            _work(matcher, exit_, share, entry.request.protection)
        else:
            end_exit(matcher, exit_, _NOTHING_LEFT)


def follow_exit(matcher: "Matcher", exit_: WorkingOrder, quantity: int) -> None:
    """Let the exits of an entry cover less, now that one of them filled: one updates the others.

    Args:
        matcher: Where they work.
        exit_: The exit that filled.
        quantity: Of this fill, in quantity steps.
    """
    name, book = exit_.order.parent_id or "", matcher.book
    held = max(0, -matcher.holding.position_steps * exit_.sign)
    covered = book.cover(name, -quantity)
    if covered > held:
        covered = book.cover(name, held - covered)
    for other, share in _share_out(book.family(name), covered):
        if share:
            _work(matcher, other, share, None)
        else:
            end_exit(matcher, other, _NOTHING_LEFT if other is exit_ else "other side filled")


def keep_for_more(matcher: "Matcher", exit_: WorkingOrder, quantity: int) -> bool:
    """Let an exit that is about to be filled whole work for more, if its entry may still fill.

    Args:
        matcher: Where it works.
        exit_: The exit.
        quantity: That it is about to fill, in quantity steps.

    Returns:
        Whether something is left of it then.
    """
    entry = matcher.book.get(exit_.order.parent_id or "")
    if entry is None:
        return False
    filled = exit_.order.filled_quantity_steps + quantity
    total = filled + entry.order.leaves_quantity_steps
    if exit_.request.offset_steps is not None:
        total = min(total, exit_.request.quantity_steps)
    if total <= filled:
        return False
    matcher.resize(exit_, total)
    return True


def end_exit(matcher: "Matcher", exit_: WorkingOrder, reason: str) -> None:
    """End an exit that has nothing to protect, unless its entry may still fill: then it waits for that again."""
    if not exit_.is_live:
        return
    if matcher.book.get(exit_.order.parent_id or "") is None:
        matcher.cancel(exit_, reason)
    elif not exit_.is_held:
        matcher.book.hold(exit_)


def end_idle_exits(matcher: "Matcher") -> None:
    """End the placed exits of entries of which nothing is held."""
    position, book = matcher.holding.position_steps, matcher.book
    for working in book.active:
        name = working.parent_id
        if name is not None and position * working.sign >= 0:
            book.cover(name, -book.cover(name, 0))
            end_exit(matcher, working, "position closed")


def _share_out(family: list[WorkingOrder], covered: int) -> list[tuple[WorkingOrder, int]]:
    """Return how much each exit of an entry is to close: a stop all, targets of parts one after the other."""
    shares, left = [], covered
    for exit_ in family:
        share = covered
        if exit_.request.offset_steps is not None:
            share = min(left, exit_.request.quantity_steps - exit_.order.filled_quantity_steps)
            left -= share
        shares.append((exit_, share))
    return shares


def _work(matcher: "Matcher", exit_: WorkingOrder, share: int, protection: Protection | None) -> None:
    """Let an exit work for its share."""
    book, order = matcher.book, exit_.order
    total = order.filled_quantity_steps + share
    if exit_.is_held:
        book.activate(exit_, book.anchors[order.parent_id or ""], protection)
        exit_.is_resting = (exit_.limit - matcher.price) * exit_.sign < matcher.costs.limit_through_steps
        if order.status is not OrderStatus.PENDING_SUBMIT:  # it was at work before, perhaps elsewhere
            tell_change(matcher, exit_, total)
            return
        matcher.accept(exit_)
    if total != order.quantity_steps:
        matcher.resize(exit_, total)
