"""What is asked of working orders: other prices, or their end."""

import msgspec

__all__ = ["CancelOrder", "ModifyOrder"]


class ModifyOrder(msgspec.Struct, gc=False, frozen=True):
    """Work an order at other prices or for another quantity in all; what is None stays as it is."""

    client_order_id: str
    limit_steps: int | None = None
    stop_steps: int | None = None
    quantity_steps: int | None = None


class CancelOrder(msgspec.Struct, gc=False, frozen=True):
    """End an order."""

    client_order_id: str
    reason: str = ""
