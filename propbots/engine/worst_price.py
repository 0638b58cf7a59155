"""What an account could lose at once: every order filled the wrong way, stops slipped, gaps where no stop is.

Prices are in ticks, quantities in quantity steps, money in whole units.
"""

from collections.abc import Iterable
from typing import NamedTuple

import attrs

from propbots.domain.event import Side
from propbots.domain.order import Order, OrderRequest, OrderStatus, OrderType
from propbots.domain.scale import Scale
from propbots.engine.caution import Caution

__all__ = ["Exposure", "Reserve"]

_STOPS = (OrderType.STOP, OrderType.TRAILING_STOP, OrderType.STOP_LIMIT)
_BUY, _LIMIT = Side.BUY, OrderType.LIMIT
_CONFIRMED = (OrderStatus.ACCEPTED, OrderStatus.PARTIALLY_FILLED, OrderStatus.PENDING_MODIFY)


@attrs.frozen
class Reserve:
    """What is reckoned with in one instrument.

    Attributes:
        step_value: Money of one tick per quantity step.
        gap: By what share of its price the market jumps, as numerator and denominator.
        slippage: By how many ticks a stop fills worse.
        fee: Money per quantity step and side.
        cushion: What closing one quantity step at once may cost.
        jump: Money that a quantity step loses in a gap, by tick of the price: numerator and denominator.
        spread: What more it loses at most that is traded at once, meets the gap and is closed.
    """

    step_value: int
    gap: tuple[int, int]
    slippage: int
    fee: int
    cushion: int = attrs.field(init=False)
    jump: tuple[int, int] = attrs.field(init=False)
    spread: int = attrs.field(init=False)

    def __attrs_post_init__(self) -> None:
        """Work out once what every order and fill asks for."""
        numerator, denominator = self.gap
        cushion = self.slippage * self.step_value + self.fee
        object.__setattr__(self, "cushion", cushion)
        object.__setattr__(self, "jump", (numerator * self.step_value, denominator))
        object.__setattr__(self, "spread", 2 * cushion + self.step_value + 1)  # a gap is rounded up to the tick

    @classmethod
    def of(cls, scale: Scale, caution: Caution, fee: int) -> "Reserve":
        """Return the reserve of an instrument.

        Args:
            scale: How it is counted.
            caution: What the trader asked for.
            fee: Money per quantity step and side.
        """
        return cls(scale.step_value, caution.gap_allowance.as_integer_ratio(), caution.stop_slippage_ticks, fee)

    def lose_unprotected(self, price: int) -> int:
        """Return what one quantity step loses in a gap, closing fees included."""
        numerator, denominator = self.gap
        return -(-abs(price) * numerator // denominator) * self.step_value + self.cushion

    def lose_to_stop(self, distance: int) -> int:
        """Return what one quantity step loses until its stop has filled."""
        return max(0, distance) * self.step_value + self.cushion


class Exposure(NamedTuple):
    """What is held and ordered of one instrument, and where its market is.

    Attributes:
        reserve: What is reckoned with.
        price: Where the market is.
        position: What is held, negative when short.
        live: Orders that may still fill, unknown ones included.
    """

    reserve: Reserve
    price: int
    position: int
    live: Iterable[Order]

    def lose_most(self, candidate: OrderRequest | None = None) -> int:
        """Return the most that can be lost from where the market is, if all orders of the worse side fill.

        Args:
            candidate: An order that is asked for beside those that live.
        """
        long = short = 0
        stops = []
        entries = []
        if candidate is not None and not candidate.reduce_only:
            entries.append((candidate, candidate.quantity_steps, candidate.limit_steps, candidate.stop_steps))
        for order in self.live:
            request = order.request
            if not request.reduce_only:
                entries.append((request, order.reach_steps, *order.working_prices))
            elif order.stop_steps is not None and self._is_protected_by(order):
                stops.append((order.stop_steps, order.reach_steps))
        for request, quantity, limit, stop in entries:
            lost = quantity * self._lose_entry(request, limit if request.type is _LIMIT else stop)
            if request.side is _BUY:
                long += lost
            else:
                short += lost
        if self.position > 0:
            long += self._lose_position(stops)
        elif self.position:
            short += self._lose_position(stops)
        return max(long, short)

    def _is_protected_by(self, order: Order) -> bool:
        """Whether an order that may only reduce is a confirmed stop against what is held."""
        request = order.request
        return request.type in _STOPS and order.status in _CONFIRMED and request.side.sign * self.position < 0

    def _lose_entry(self, request: OrderRequest, at: int | None) -> int:
        """Return what one quantity step of an entry loses from its fill on, with fees and slippage of both sides.

        Args:
            request: The entry.
            at: The price at which it works; None for where the market is.
        """
        reserve, bracket, distance = self.reserve, request.protection, None
        if at is None:
            at = self.price
        if bracket is not None:
            if bracket.stop_offset_steps is not None:
                distance = bracket.stop_offset_steps
            elif bracket.stop_steps is not None:
                distance = (at - bracket.stop_steps) * request.side.sign
            else:
                distance = bracket.trail_steps
        lost = reserve.lose_unprotected(at) if distance is None else reserve.lose_to_stop(distance)
        return lost + (reserve.fee if request.type is _LIMIT else reserve.cushion)

    def _lose_position(self, stops: list[tuple[int, int]]) -> int:
        """Return what the position loses, each part until its stop, those farthest away first, the rest in a gap."""
        reserve, sign, left = self.reserve, 1 if self.position > 0 else -1, abs(self.position)
        if not stops:
            return left * reserve.lose_unprotected(self.price)
        lost = 0
        for stop, quantity in sorted(stops, key=lambda one: one[0] * sign):
            taken = min(quantity, left)
            lost += taken * reserve.lose_to_stop((self.price - stop) * sign)
            left -= taken
        return lost + left * reserve.lose_unprotected(self.price)
