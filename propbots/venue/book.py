"""The orders that a simulated venue works, and where each of them acts."""

import msgspec

from propbots.domain.order import Order, OrderRequest, OrderType, Protection, TimeInForce
from propbots.engine.market import NEVER_HIGH, NEVER_LOW
from propbots.venue.fill import NO_PRICE, limit_at_open, limit_fence, limit_on_way, stop_at_open, stop_on_way, trail

__all__ = ["STOPS", "Book", "WorkingOrder"]

_MARKET, _MARKET_ON_OPEN, _LIMIT = OrderType.MARKET, OrderType.MARKET_ON_OPEN, OrderType.LIMIT
_STOP, _TRAILING_STOP = OrderType.STOP, OrderType.TRAILING_STOP
_DAY, _GTC = TimeInForce.DAY, TimeInForce.GTC
STOPS = frozenset((_STOP, OrderType.STOP_LIMIT, _TRAILING_STOP))
"""Types that wait for the market to come to their trigger."""


class WorkingOrder(msgspec.Struct, eq=False):
    """An order as the venue works it.

    Attributes:
        order: The engine's order, for its state.
        request: The order's terms.
        sign: 1 for a buy, -1 for a sell.
        type: How it acts now; a triggered stop-limit has become a limit.
        limit: In ticks, or `NO_PRICE`.
        stop: In ticks, or `NO_PRICE`; moves for a trailing stop.
        is_held: Whether it waits for its parent's fill.
        not_before_ns: When it was decided, where that may be while a bar goes on: no bar that began earlier fills it.
        expires_ns: When its day ends; 0 until the first bar after it was decided.
        ends_with_day: Whether its time in force is the day.
        good_till_ns: The moment after which it fills no more; 0 without one.
        is_immediate: Whether what cannot be had at once is canceled.
        is_live: Whether it still works.
        is_resting: Whether the market has been on the other side of a limit since it works, so that it waits there.
        is_met: Whether the market has come to its limit, so that what is left of it fills there and no better.
        opens_ns: The moment from which the next open fills a market-on-open order.
        is_plain: Whether it ends with no clock, waits for no other order and belongs to no bracket.
    """

    order: Order
    request: OrderRequest
    sign: int
    type: OrderType
    limit: int = NO_PRICE
    stop: int = NO_PRICE
    is_held: bool = False
    expires_ns: int = 0
    opens_ns: int = 0
    not_before_ns: int = 0
    ends_with_day: bool = False
    good_till_ns: int = 0
    is_immediate: bool = False
    is_live: bool = True
    is_resting: bool = False
    is_met: bool = False
    is_plain: bool = True

    @classmethod
    def of(cls, order: Order, *, is_held: bool = False) -> "WorkingOrder":
        """Take an order over."""
        request = order.request
        sign, kind = request.side.sign, request.type
        is_plain = request.time_in_force is _GTC and not request.after and order.parent_id is None
        if is_plain and kind is _MARKET:  # what most orders are
            return cls(order, request, sign, kind, is_held=is_held)
        limit = NO_PRICE if request.limit_steps is None else request.limit_steps
        stop = NO_PRICE if request.stop_steps is None else request.stop_steps
        is_held = is_held or bool(request.after)
        working = cls(order, request, sign, kind, limit, stop, is_held, is_plain=is_plain)
        if request.time_in_force is not _GTC:
            working.ends_with_day = request.time_in_force is _DAY
            working.is_immediate = request.time_in_force.is_immediate
            working.good_till_ns = request.expires_at_ns
        return working

    @property
    def parent_id(self) -> str | None:
        """The entry that it protects; None for an order of its own."""
        return self.order.parent_id

    @property
    def wakes_ns(self) -> int:
        """The moment after which a clock lets something happen to it."""
        wakes = self.expires_ns if self.ends_with_day else NEVER_HIGH
        if self.type is _MARKET_ON_OPEN:
            wakes = self.opens_ns
        if self.good_till_ns and self.good_till_ns <= wakes:
            return self.good_till_ns - 1  # so that its end is told at the close of a bar that ends with it
        return wakes

    def follow(self, price: int) -> None:
        """Let a trailing stop follow the market."""
        if self.type is _TRAILING_STOP and self.request.trail_steps is not None:
            self.stop = trail(self.sign, self.stop, price, self.request.trail_steps)

    def place(self, price: int) -> None:
        """Place a trailing stop at its distance from a price."""
        self.stop = price + self.sign * (self.request.trail_steps or 0)

    def activate(self, fill: int, protection: Protection | None) -> None:
        """Place a held exit now that its entry filled at a price."""
        self.is_held, self.is_met, self.type = False, False, self.request.type
        if self.request.offset_steps is not None:
            self.limit = fill - self.sign * self.request.offset_steps
        elif self.type is _TRAILING_STOP:
            self.place(fill)
        elif self.type is _STOP and protection is not None and protection.stop_offset_steps is not None:
            self.stop = fill + self.sign * protection.stop_offset_steps
        elif self.type is _LIMIT and protection is not None and protection.target_offset_steps is not None:
            self.limit = fill - self.sign * protection.target_offset_steps

    def at_open(self, open_: int, time_ns: int, through: int) -> int:
        """Return the price at which an open at a moment makes it act, or `NO_PRICE`."""
        if self.type is _MARKET:
            return open_
        if self.type is _MARKET_ON_OPEN:
            return open_ if time_ns >= self.opens_ns else NO_PRICE
        if self.type is _LIMIT:
            met = limit_at_open(self.sign, self.limit, open_, through)
            return self.limit if self.is_met and met != NO_PRICE else met
        return stop_at_open(self.sign, self.stop, open_)

    def on_way(self, price: int, target: int, through: int) -> int:
        """Return the price at which it acts as the market moves from one price to another, or `NO_PRICE`."""
        if self.type in STOPS:
            return stop_on_way(self.sign, self.stop, price, target)
        if self.type is _LIMIT:
            met = limit_on_way(self.sign, self.limit, price, target, through)
            return self.limit if self.is_resting and met != NO_PRICE else met
        return NO_PRICE

    def meets_at(self, price: int, start: int, through: int) -> int:
        """Return where the market is when it acts at a price: beyond the price of a limit that it traded through.

        Args:
            price: As `on_way` returned it.
            start: Where the market came from.
            through: By how many ticks the market must pass a limit.
        """
        if self.type is not _LIMIT:
            return price
        return limit_fence(self.sign, self.limit, through) if (self.limit - start) * self.sign < through else start

    def fences(self, through: int) -> tuple[int, int]:
        """Return the price at or under which, and the price at or above which, it could act or move."""
        if self.type is _MARKET or self.is_immediate:
            return NEVER_HIGH, NEVER_LOW
        if self.type is _MARKET_ON_OPEN:
            return NEVER_LOW, NEVER_HIGH
        if self.type is _LIMIT:
            fence = limit_fence(self.sign, self.limit, through)
            return (fence, NEVER_HIGH) if self.sign > 0 else (NEVER_LOW, fence)
        low, high = (NEVER_LOW, self.stop) if self.sign > 0 else (self.stop, NEVER_HIGH)
        distance = self.request.trail_steps
        if self.type is _TRAILING_STOP and distance is not None:
            watermark = self.stop - self.sign * distance
            low, high = (watermark - 1, high) if self.sign > 0 else (low, watermark + 1)
        return low, high


class Book:
    """The working orders in the order in which they came.

    Attributes:
        active: The orders that may act, oldest first; a new list whenever one comes or goes.
        is_plain: Whether none of them ends with a clock, waits for another or belongs to a bracket.
        has_exits: Whether exits of entries may be among them.
        waiting: Orders that may act from the next bar on that begins after they were decided.
        has_day_orders: Whether orders that end with their day may be among them.
        has_followers: Whether orders that wait for another's fill may be among them.
        anchors: The price from which the distances of an entry's exits count, by its name.
        due: Orders whose wait is over and that are about to begin.
        has_dated_orders: Whether orders that are good till a moment may be among them.
    """

    def __init__(self) -> None:
        """Start empty."""
        self._orders: dict[str, WorkingOrder] = {}
        self.active: list[WorkingOrder] = []
        self.waiting: list[WorkingOrder] = []
        self._covered: dict[str, int] = {}
        self.is_plain = True
        self.has_exits = False
        self.has_day_orders = False
        self.has_dated_orders = False
        self.has_followers = False
        self.due: list[WorkingOrder] = []
        self.anchors: dict[str, int] = {}

    def add(self, working: WorkingOrder) -> None:
        """Take an order."""
        self._orders[working.order.client_order_id] = working
        if not working.is_plain:
            self._note(working)
        if working.is_held:
            return
        if working.not_before_ns:
            self.waiting.append(working)
        else:
            self.active = [*self.active, working]

    def _note(self, working: WorkingOrder) -> None:
        """Remember what is to be asked for now that such an order is here."""
        self.is_plain = False
        self.has_day_orders |= working.ends_with_day
        self.has_dated_orders |= bool(working.good_till_ns)
        self.has_followers |= bool(working.request.after)
        self.has_exits |= working.order.parent_id is not None

    def admit(self, moment_ns: int) -> None:
        """Let the orders act that were decided by a moment."""
        due = [working for working in self.waiting if working.not_before_ns <= moment_ns]
        if due:
            self.waiting = [working for working in self.waiting if working not in due]
            self.active = [*self.active, *due]

    def get(self, name: str) -> WorkingOrder | None:
        """Return an order, or None if it is gone."""
        return self._orders.get(name)

    def remove(self, working: WorkingOrder) -> None:
        """Let an order go."""
        self._orders.pop(working.order.client_order_id, None)
        working.is_live = False
        if self.waiting and working in self.waiting:
            self.waiting.remove(working)
        elif not working.is_held:
            self.active = self.active.copy()
            self.active.remove(working)
        if not self._orders and not self.is_plain:
            self._forget()

    def _forget(self) -> None:
        """Start again with an empty book."""
        self._covered.clear()
        self.anchors.clear()
        self.is_plain = True
        self.has_exits = self.has_day_orders = self.has_dated_orders = self.has_followers = False

    def activate(self, held: WorkingOrder, fill: int, protection: Protection | None) -> None:
        """Place a held exit now that its entry filled at a price."""
        held.activate(fill, protection)
        self.release(held)

    def release(self, held: WorkingOrder) -> None:
        """Let a held order work."""
        held.is_held = False
        self.active = [one for one in self._orders.values() if not one.is_held and one not in self.waiting]

    def day_orders(self) -> list[WorkingOrder]:
        """Return the orders that end with their day, held ones included, but for those that wait for a bar."""
        if not self.has_day_orders:
            return []
        return [one for one in self._orders.values() if one.ends_with_day and one not in self.waiting]

    def dated_orders(self) -> list[WorkingOrder]:
        """Return the orders that are good till a moment, held ones included, oldest first."""
        return [working for working in self._orders.values() if working.good_till_ns] if self.has_dated_orders else []

    def all(self) -> list[WorkingOrder]:
        """Return every order, held ones included, oldest first."""
        return list(self._orders.values())

    def exits_of(self, name: str) -> list[WorkingOrder]:
        """Return the held exits of an entry."""
        return [one for one in self._orders.values() if one.is_held and one.order.parent_id == name]

    def family(self, name: str) -> list[WorkingOrder]:
        """Return the exits of an entry, held or placed, oldest first."""
        return [one for one in self._orders.values() if one.order.parent_id == name]

    def followers(self, name: str) -> list[WorkingOrder]:
        """Return the orders that wait for an order's fill, oldest first."""
        return [one for one in self._orders.values() if one.is_held and one.request.after == name]

    def cover(self, name: str, quantity: int) -> int:
        """Let the exits of an entry cover some quantity steps more, or less, and return how many they cover now."""
        covered = self._covered.get(name, 0) + quantity
        self._covered[name] = covered
        return covered

    def hold(self, working: WorkingOrder) -> None:
        """Let a placed exit wait for its entry again."""
        working.is_held = True
        self.active = [one for one in self.active if one is not working]

    def siblings(self, working: WorkingOrder) -> list[WorkingOrder]:
        """Return the orders of the same group, which one order's fill cancels."""
        group = working.request.oco_group
        return [one for one in self._orders.values() if one is not working and one.request.oco_group == group]
