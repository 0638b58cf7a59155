"""The worst case of a bar: no path but a bound.

Orders fill as if the extreme that hurts what is held came first. The rules of the account judge as if the extreme that
helps it had come before that, so that a floor that follows open profit is at its highest when the adverse extreme
comes.

Where a trailing stop is all that lies in a bar's reach, it is the other way round: the favourable extreme, which draws
the stop after it, and then the adverse one, if the stop that was drawn ends worse than the bar's close.

A flat account is taken to have made the entry that ends worse by the bar's close. With entries on both sides, the one
that was made first tells which extreme came first, so that the other lies ahead. Where no entry lies in reach, the
market takes the longer way, over the extreme nearer to its close, so that trailing stops follow it.
"""

import attrs

from propbots.domain.bar import Bar
from propbots.domain.order import OrderType, Protection
from propbots.venue.asking import find_price, find_quantity, find_taken_price, find_wanted
from propbots.venue.book import WorkingOrder
from propbots.venue.fill import NO_PRICE, trail
from propbots.venue.matching import Matcher

__all__ = ["Entry", "choose_entry", "walk_worst_path"]


def walk_worst_path(matcher: Matcher, bar: Bar) -> None:
    """Move the market from a bar's open to its close as it hurts most."""
    position = matcher.holding.position_steps
    if position:
        _mark_favourable(matcher, bar, long=position > 0)
        _visit_extremes(matcher, bar, long=position > 0)
    else:
        _enter(matcher, bar)
    matcher.walk(bar.close_steps)


def _extremes(bar: Bar, *, long: bool) -> tuple[int, int]:
    """Return the extreme that hurts a position and the one that helps it."""
    return (bar.low_steps, bar.high_steps) if long else (bar.high_steps, bar.low_steps)


def _visit_extremes(matcher: Matcher, bar: Bar, *, long: bool, has_favourable_ahead: bool = True) -> None:
    """Visit both extremes in the order that hurts more, the favourable one only where it must lie ahead or hurts."""
    adverse, favourable = _extremes(bar, long=long)
    if _is_trailed_out(matcher, bar, adverse, favourable):
        matcher.walk(favourable)
        matcher.walk(adverse)
        return
    matcher.walk(adverse)
    if has_favourable_ahead:
        matcher.walk(favourable)


def _is_trailed_out(matcher: Matcher, bar: Bar, adverse: int, favourable: int) -> bool:
    """Whether a trailing stop, drawn by the favourable extreme and met on the way back, ends worse than the close."""
    if matcher.find_next(adverse) is not None or matcher.find_next(favourable) is not None:
        return False
    stops = [
        (working, trail(working.sign, working.stop, favourable, working.request.trail_steps or 0))
        for working in matcher.book.active
        if working.type is OrderType.TRAILING_STOP
    ]
    return any(
        (adverse - stop) * working.sign >= 0
        and (find_price(matcher, working, stop, find_quantity(matcher, working)) - bar.close_steps) * working.sign > 0
        for working, stop in stops
    )


def _mark_favourable(matcher: Matcher, bar: Bar, *, long: bool) -> None:
    """Let the rules see the best point of what is open, each part no better than the target that would close it."""
    _, best = _extremes(bar, long=long)
    start, sign = matcher.price, 1 if long else -1
    held = left = abs(matcher.holding.position_steps)
    gained = 0
    nearest = best
    for price, quantity in _targets(matcher, best, long=long):
        taken = min(quantity, left)
        nearest = price if left == held and taken else nearest
        gained += taken * (price - start) * sign
        left -= taken
    gained += left * (best - start) * sign
    if gained > 0:
        shown = start if (nearest - start) * sign < 0 else nearest
        _mark_best(matcher, shown, gained - held * (shown - start) * sign)
    else:
        _mark_best(matcher, start, 0)


def _mark_best(matcher: Matcher, price: int, more: int) -> None:
    """Value the account at a price, with its other holdings where they help most.

    Args:
        matcher: Where the market is.
        price: In ticks.
        more: What a part of the holding was worth more than there, in ticks times quantity steps.
    """
    if not matcher.others and not more:
        matcher.mark(price)
        return
    holding = matcher.holding
    holding.elsewhere_units = holding.elsewhere_best_units + more * holding.scale.step_value
    matcher.mark(price)
    matcher.value_elsewhere()


def _targets(matcher: Matcher, best: int, *, long: bool) -> list[tuple[int, int]]:
    """Return the limits that would close what is held on the way to a price, nearest first, and how much of it."""
    through, liquidity = matcher.costs.limit_through_steps, matcher.liquidity
    available = abs(matcher.holding.position_steps) if liquidity is None else liquidity.available
    targets = []
    for working in matcher.book.active:
        if working.type is OrderType.LIMIT and (working.sign < 0) is long:
            price = working.on_way(matcher.price, best, through)
            if price != NO_PRICE:
                targets.append((price, find_wanted(matcher, working)))
    found = []
    for price, quantity in sorted(targets, reverse=not long):
        found.append((price, min(quantity, available)))
        available -= found[-1][1]
    return found


def _enter(matcher: Matcher, bar: Bar) -> None:
    """Let a flat account make its entry, then take what the bar can still do to it."""
    entry = choose_entry(matcher, bar)
    if entry is None:
        _take_longer_way(matcher, bar)
        return
    first, second = (bar.high_steps, bar.low_steps) if entry.upwards else (bar.low_steps, bar.high_steps)
    matcher.walk(first, until=entry.working)
    position = matcher.holding.position_steps
    if not position:
        matcher.walk(first)
        matcher.walk(second)
        return
    long = position > 0
    # An entry that the market ran through, a stop, has the favourable extreme still ahead of it. An entry that the
    # market came back to, a limit, may have had it behind, unless an entry waited there too.
    _visit_extremes(matcher, bar, long=long, has_favourable_ahead=long is entry.upwards or not entry.is_only)


def _take_longer_way(matcher: Matcher, bar: Bar) -> None:
    """Visit both extremes, first the one that is nearer to the close."""
    if not matcher.book.active:
        return
    near_high = bar.high_steps - bar.close_steps <= bar.close_steps - bar.low_steps
    matcher.walk(bar.high_steps if near_high else bar.low_steps)
    matcher.walk(bar.low_steps if near_high else bar.high_steps)


@attrs.frozen
class Entry:
    """The entry that a flat account is taken to have made.

    Attributes:
        working: The order.
        upwards: Whether the market rose to it.
        is_only: Whether no other entry lies in reach on the other side of the open.
    """

    working: WorkingOrder
    upwards: bool
    is_only: bool


def choose_entry(matcher: Matcher, bar: Bar) -> Entry | None:
    """Return the entry that ends worse by the bar's close; None where none lies in reach.

    Args:
        matcher: With a flat account, after the open.
        bar: With the prices within reach.
    """
    candidates = []
    for upwards, extreme in ((True, bar.high_steps), (False, bar.low_steps)):
        first = _first_entry(matcher, bar.open_steps, extreme)
        if first is not None:
            working, price = first
            candidates.append((_outcome(matcher, working, price, bar), working, upwards))
    if not candidates:
        return None
    _, working, upwards = min(candidates, key=lambda candidate: candidate[0])
    return Entry(working, upwards, is_only=len(candidates) == 1)


def _first_entry(matcher: Matcher, open_: int, extreme: int) -> tuple[WorkingOrder, int] | None:
    """Return the entry that the market meets first on its way from the open to an extreme, and its price."""
    through = matcher.costs.limit_through_steps
    reached = []
    for working in matcher.book.active:
        price = working.on_way(open_, extreme, through)
        if price != NO_PRICE and not working.request.reduce_only:
            reached.append((abs(working.meets_at(price, open_, through) - open_), working, price))
    if not reached:
        return None
    _, working, price = min(reached, key=lambda entry: entry[0])
    return working, price


def _outcome(matcher: Matcher, working: WorkingOrder, price: int, bar: Bar) -> int:
    """Return an entry's profit in ticks times quantity steps by the bar's close, its stop met where it can be."""
    quantity = find_quantity(matcher, working)
    entry = find_price(matcher, working, price, quantity)
    adverse, _ = _extremes(bar, long=working.sign > 0)
    stop = _stop_of(working.request.protection, working.sign, entry)
    stopped = stop is not None and (adverse - stop) * working.sign <= 0
    last = find_taken_price(matcher, stop, -working.sign, quantity) if stopped and stop is not None else bar.close_steps
    return (last - entry) * working.sign * quantity


def _stop_of(protection: Protection | None, sign: int, entry: int) -> int | None:
    """Return where an entry's protective stop would stand; None without one."""
    if protection is None:
        return None
    if protection.stop_steps is not None:
        return protection.stop_steps
    offset = protection.trail_steps if protection.stop_offset_steps is None else protection.stop_offset_steps
    return None if offset is None else entry - sign * offset
