"""A second opinion on the worst that could come: contract step by contract step, in exact money, by the docs alone.

It is written from `docs/explanation/rules.md`, "The worst price". Every entry of one side fills. What has a stop is
closed there, slipped; what has none meets a gap. Fees are paid on the way in and on the way out.
"""

from collections.abc import Iterable
from decimal import ROUND_CEILING, Decimal

from gate_watch import Market
from propbots.domain.order import OrderRequest, OrderStatus, OrderType
from propbots.engine.caution import Caution

__all__ = ["find_worst"]

_STOPS = (OrderType.STOP, OrderType.TRAILING_STOP, OrderType.STOP_LIMIT)
_CONFIRMED = (OrderStatus.ACCEPTED, OrderStatus.PARTIALLY_FILLED, OrderStatus.PENDING_MODIFY)


def find_worst(market: Market, caution: Caution, candidate: OrderRequest | None = None) -> Decimal:
    """Return the most that can be lost in a market from where it is.

    Args:
        market: What is held and ordered there.
        caution: What is reckoned with.
        candidate: An order that is asked for.
    """
    return max(_lose_on(side, market, caution, candidate) for side in (1, -1))


def _lose_on(sign: int, market: Market, caution: Caution, candidate: OrderRequest | None) -> Decimal:
    """Return what is lost if everything of one side fills and the market then goes the other way."""
    step = market.instrument.quantity_step
    tick, fee = market.instrument.tick_value * step, market.fee * step
    price = market.price or 0
    slip = caution.stop_slippage_ticks
    lost = Decimal(0)
    for distance in _held(sign, market, caution):
        lost += (distance + slip) * tick + fee
    entries = [(order.request, reach, limit, stop) for order, reach, limit, stop in market.orders]
    if candidate is not None:
        entries.append((candidate, candidate.quantity_steps, candidate.limit_steps, candidate.stop_steps))
    for request, steps, limit, stop in entries:
        if request.reduce_only or request.side.sign != sign:
            continue
        at = price
        if request.type is OrderType.LIMIT and limit is not None:
            at = limit
        if request.type in (OrderType.STOP, OrderType.STOP_LIMIT) and stop is not None:
            at = stop
        ways = 1 if request.type is OrderType.LIMIT else 2
        lost += steps * ((_leave(request, at, sign, caution) + ways * slip) * tick + 2 * fee)
    return lost


def _held(sign: int, market: Market, caution: Caution) -> Iterable[int]:
    """Return for each quantity step that is held on a side how many ticks away it is closed."""
    held, price = max(0, market.position * sign), market.price or 0
    protected: list[int] = []
    for order, steps, _, stop in market.orders:
        request = order.request
        protects = request.reduce_only and request.side.sign == -sign and request.type in _STOPS
        if protects and order.status in _CONFIRMED and stop is not None:
            protected += [max(0, (price - stop) * sign)] * steps
    far_ones = sorted(protected, reverse=True)[:held]
    return far_ones + [_gap(price, caution)] * (held - len(far_ones))


def _leave(request: OrderRequest, at: int, sign: int, caution: Caution) -> int:
    """Return how many ticks from its fill an entry is closed."""
    bracket = request.protection
    if bracket is None:
        return _gap(at, caution)
    if bracket.stop_offset_steps is not None:
        return max(0, bracket.stop_offset_steps)
    if bracket.stop_steps is not None:
        return max(0, (at - bracket.stop_steps) * sign)
    return _gap(at, caution) if bracket.trail_steps is None else max(0, bracket.trail_steps)


def _gap(price: int, caution: Caution) -> int:
    """Return how many ticks the market is reckoned to jump."""
    return int((abs(price) * caution.gap_allowance).to_integral_value(ROUND_CEILING))
