"""Whether the unknown order of events inside a bar could decide an outcome."""

from propbots.domain.bar import Bar
from propbots.domain.order import OrderType, Protection
from propbots.engine.supervisor import Supervisor
from propbots.venue.asking import find_price
from propbots.venue.book import WorkingOrder
from propbots.venue.fences import floor_fences
from propbots.venue.fill import NO_PRICE, limit_on_way, trail
from propbots.venue.matching import Matcher

__all__ = ["is_ambiguous"]

Reach = tuple[bool, bool]
"""Whether something may happen above a bar's open, and below it."""


def is_ambiguous(matcher: Matcher, bar: Bar) -> bool:
    """Whether something lies within a bar's reach both above and below its open.

    What can act are orders, rules of the account, a trailing stop that would follow one extreme and trigger at the
    other, a stop-limit that rests once it is triggered, and what the entries that the bar itself could fill would bring
    with them: their exits, and the rules of the account with what it then holds.

    Args:
        matcher: After the bar's open.
        bar: With the prices within reach.
    """
    reaches = [_floor_reach(matcher, 1, [], bar)]
    entries: dict[int, list[tuple[int, int]]] = {1: [], -1: []}
    for working in matcher.book.active:
        reach, fills = _reach_of(matcher, working, bar)
        reaches.append(reach)
        if any(reach) and matcher.book.has_followers and _leads(matcher, working):
            reaches.append((True, True))
        protection = working.request.protection
        if protection is not None:
            reaches += [_exits_reach(working.sign, protection, fill, bar) for fill in fills]
        if fills and not working.request.reduce_only:
            entries[working.sign].append((working.order.leaves_quantity_steps, fills[0]))
    reaches += [_floor_reach(matcher, sign, filled, bar) for sign, filled in entries.items() if filled]
    return any(up for up, _ in reaches) and any(down for _, down in reaches)


def _leads(matcher: Matcher, working: WorkingOrder) -> bool:
    """Whether an order waits for the fill of this one or of one of its exits; it could then act on either side."""
    book, name = matcher.book, working.order.client_order_id
    names = [name, *(exit_.order.client_order_id for exit_ in book.family(name))]
    return any(book.followers(one) for one in names)


def _beyond(bar: Bar, low: int, high: int) -> Reach:
    return bar.high_steps >= high, bar.low_steps <= low


def _reach_of(matcher: Matcher, working: WorkingOrder, bar: Bar) -> tuple[Reach, list[int]]:
    """Return where an order may act, and at which prices it may be filled, the one that most was taken before first."""
    is_trailing = working.type is OrderType.TRAILING_STOP
    through = matcher.costs.limit_through_steps
    reach, prices = _trailing_reach(working, bar) if is_trailing else _order_reach(working, bar, through)
    if matcher.liquidity is None:
        return reach, [find_price(matcher, working, price, 0) for price in prices]
    most = sum(one.order.leaves_quantity_steps for one in matcher.book.all())
    quantities = min(most, matcher.liquidity.available), 0
    return reach, [find_price(matcher, working, price, quantity) for price in prices for quantity in quantities]


def _order_reach(working: WorkingOrder, bar: Bar, through: int) -> tuple[Reach, list[int]]:
    """Return where an order may act, and at which prices it may fill."""
    up_price = working.on_way(bar.open_steps, bar.high_steps, through)
    down_price = working.on_way(bar.open_steps, bar.low_steps, through)
    up, down = up_price != NO_PRICE, down_price != NO_PRICE
    prices = [price for price in (up_price, down_price) if price != NO_PRICE]
    if prices and working.type is OrderType.STOP_LIMIT and (working.limit - prices[0]) * working.sign < 0:
        # Triggered, it rests on the other side of its trigger.
        back = bar.low_steps if working.sign > 0 else bar.high_steps
        rests = limit_on_way(working.sign, working.limit, prices[0], back, through) != NO_PRICE
        return (up or rests, down or rests), [working.limit] if rests else []
    return (up, down), prices


def _trailing_reach(working: WorkingOrder, bar: Bar) -> tuple[Reach, list[int]]:
    """Return where a trailing stop may follow or act, once it has followed the other extreme, and its prices."""
    sign, stop = working.sign, working.stop
    followed = _followed(sign, stop, bar, working.request.trail_steps or 0)
    acts = (bar.high_steps if sign > 0 else bar.low_steps) * sign >= followed * sign
    follows = followed != stop
    reach = (acts, follows) if sign > 0 else (follows, acts)
    return reach, [stop, followed] if acts else []


def _followed(sign: int, stop: int, bar: Bar, distance: int) -> int:
    """Return where a trailing stop comes to stand when it has seen the whole bar."""
    return trail(sign, stop, bar.low_steps if sign > 0 else bar.high_steps, distance)


def _exits_reach(sign: int, protection: Protection, entry: int, bar: Bar) -> Reach:
    """Return where a bar reaches the exits of an entry."""
    stops = [] if protection.stop_steps is None else [protection.stop_steps]
    targets = [] if protection.target_steps is None else [protection.target_steps]
    if protection.stop_offset_steps is not None:
        stops.append(entry - sign * protection.stop_offset_steps)
    if protection.trail_steps is not None:
        stops.append(_followed(-sign, entry - sign * protection.trail_steps, bar, protection.trail_steps))
        targets.append(entry + sign)  # from a tick beyond the fill on it follows
    if protection.target_offset_steps is not None:
        targets.append(entry + sign * protection.target_offset_steps)
    targets += [entry + sign * offset for offset, _ in protection.targets]
    above, below = (targets, stops) if sign > 0 else (stops, targets)
    return any(price <= bar.high_steps for price in above), any(price >= bar.low_steps for price in below)


def _floor_reach(matcher: Matcher, sign: int, filled: list[tuple[int, int]], bar: Bar) -> Reach:
    """Return where a bar reaches a rule of the account with what the entries of one side would then hold.

    Args:
        matcher: With the account before them.
        sign: 1 for buys, -1 for sells.
        filled: Quantity and price of each.
        bar: With the prices within reach.
    """
    holding = matcher.holding
    quantity = sum(steps for steps, _ in filled)
    base = holding.base_units - quantity * matcher.costs.commission_units
    cost = holding.cost + sign * sum(steps * price for steps, price in filled)
    position, worth = holding.position_steps + sign * quantity, holding.scale.step_value
    supervisor = matcher.engine.supervisor
    up, down = _beyond(bar, *floor_fences(supervisor, base, position, cost, worth))
    best, worst = (bar.high_steps, bar.low_steps) if position > 0 else (bar.low_steps, bar.high_steps)
    peak, low = (base + (position * price - cost) * worth for price in (best, worst))
    rises = supervisor is not None and _touches_risen(supervisor, peak, low)
    return up or rises, down or rises


def _touches_risen(supervisor: Supervisor, peak: int, low: int) -> bool:
    """Whether a floor that follows live equity could be touched at an equity once it has followed another one."""
    rise = peak - supervisor.peak + 1
    return rise > 0 and low <= supervisor.edge + rise
