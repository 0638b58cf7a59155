"""The exits of a bracket, as requests of their own."""

from collections.abc import Callable

from propbots.domain.order import OrderRequest, OrderType, Protection

__all__ = ["build_exits"]


def build_exits(entry: OrderRequest, protection: Protection, next_id: Callable[[], str]) -> list[OrderRequest]:
    """Return the exits of a bracket; their prices follow from the entry's fill."""
    has_stop = protection.stop_offset_steps is not None or protection.stop_steps is not None
    has_target = protection.target_offset_steps is not None or protection.target_steps is not None
    kinds = (
        (OrderType.STOP, has_stop, "stop"),
        (OrderType.TRAILING_STOP, protection.trail_steps is not None, "trailing_stop"),
        (OrderType.LIMIT, has_target, "target"),
    )
    exits = [
        OrderRequest(
            side=entry.side.opposite,
            quantity_steps=entry.quantity_steps,
            type=kind,
            limit_steps=protection.target_steps if kind is OrderType.LIMIT else None,
            stop_steps=protection.stop_steps if kind is OrderType.STOP else None,
            trail_steps=protection.trail_steps if kind is OrderType.TRAILING_STOP else None,
            reduce_only=True,
            reason=reason,
            client_order_id=next_id(),
            instrument=entry.instrument,
        )
        for kind, wanted, reason in kinds
        if wanted
    ]
    return exits + [_build_target(entry, *target, next_id()) for target in protection.targets]


def _build_target(entry: OrderRequest, offset: int, quantity: int, name: str) -> OrderRequest:
    return OrderRequest(
        side=entry.side.opposite,
        quantity_steps=quantity,
        type=OrderType.LIMIT,
        reduce_only=True,
        reason="target",
        client_order_id=name,
        instrument=entry.instrument,
        offset_steps=offset,
    )
