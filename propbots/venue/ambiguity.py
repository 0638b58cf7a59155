"""Whether the unknown order of events inside a bar could decide an outcome."""

from propbots.domain.bar import Bar
from propbots.domain.order import OrderType, Protection
from propbots.venue.book import WorkingOrder
from propbots.venue.fences import account_fences
from propbots.venue.fill import NO_PRICE
from propbots.venue.matching import Matcher

__all__ = ["is_ambiguous"]


def is_ambiguous(matcher: Matcher, bar: Bar) -> bool:
    """Whether something lies within a bar's reach both above and below its open.

    What can act are orders, rules of the account, a trailing stop that would follow one extreme and trigger at the
    other, and the exits of an entry that the bar itself could fill.

    Args:
        matcher: After the bar's open.
        bar: With the prices within reach.
    """
    low, high = account_fences(matcher.engine)
    up, down = bar.high_steps >= high, bar.low_steps <= low
    for working in matcher.book.active:
        rises, falls = _reaches(working, bar, matcher.costs.limit_through_steps)
        up, down = up or rises, down or falls
    return up and down


def _reaches(working: WorkingOrder, bar: Bar, through: int) -> tuple[bool, bool]:
    """Whether an order, or what its fill would place, acts above the open, and below it."""
    if working.type is OrderType.TRAILING_STOP:
        low, high = working.fences(through)
        return bar.high_steps >= high, bar.low_steps <= low
    up_price = working.on_way(bar.open_steps, bar.high_steps, through)
    down_price = working.on_way(bar.open_steps, bar.low_steps, through)
    up, down = up_price != NO_PRICE, down_price != NO_PRICE
    protection = working.request.protection
    if protection is not None and (up or down):
        price = up_price if up else down_price
        above, below = _exits_reach(working, protection, price, bar)
        return up or above, down or below
    return up, down


def _exits_reach(working: WorkingOrder, protection: Protection, entry: int, bar: Bar) -> tuple[bool, bool]:
    """Whether a bar reaches the exits of an entry, above and below."""
    offsets = [protection.stop_offset_steps, protection.trail_steps]
    stops = [entry - working.sign * offset for offset in offsets if offset is not None]
    stops += [] if protection.stop_steps is None else [protection.stop_steps]
    targets = [] if protection.target_steps is None else [protection.target_steps]
    if protection.target_offset_steps is not None:
        targets.append(entry + working.sign * protection.target_offset_steps)
    above, below = (targets, stops) if working.sign > 0 else (stops, targets)
    return any(price <= bar.high_steps for price in above), any(price >= bar.low_steps for price in below)
