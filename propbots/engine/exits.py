"""The exits of a bracket, as requests of their own."""

from collections.abc import Callable

from propbots.domain.order import OrderRequest, OrderType, Protection

__all__ = ["build_exits", "count_exits"]


def build_exits(entry: OrderRequest, protection: Protection, next_id: Callable[[], str]) -> list[OrderRequest]:
    """Return the exits of a bracket; their prices follow from the entry's fill."""
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
        for kind, reason in _list_kinds(protection)
    ]
    return exits + [_build_target(entry, *target, next_id()) for target in protection.targets]


def count_exits(protection: Protection | None) -> int:
    """Return how many exits a bracket has; an order without one has none."""
    return 0 if protection is None else len(_list_kinds(protection)) + len(protection.targets)


def _list_kinds(protection: Protection) -> list[tuple[OrderType, str]]:
    """Return the exits that close the whole of an entry, each with the reason that the trade list tells."""
    has_stop = protection.stop_offset_steps is not None or protection.stop_steps is not None
    has_target = protection.target_offset_steps is not None or protection.target_steps is not None
    kinds = (
        (OrderType.STOP, has_stop, "stop"),
        (OrderType.TRAILING_STOP, protection.trail_steps is not None, "trailing_stop"),
        (OrderType.LIMIT, has_target, "target"),
    )
    return [(kind, reason) for kind, wanted, reason in kinds if wanted]


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
