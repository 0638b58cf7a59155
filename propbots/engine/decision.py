"""What the engine decides."""

import msgspec

from propbots.domain.decision import CancelOrder, ModifyOrder
from propbots.engine.gate import ApprovedOrder

__all__ = ["Decision", "Flatten", "SubmitOrder"]


class SubmitOrder(msgspec.Struct, frozen=True):
    """Send an order, with the exits to place when it fills; one of the exits cancels the other."""

    approved: ApprovedOrder
    exits: tuple[ApprovedOrder, ...] = ()


class Flatten(msgspec.Struct, gc=False, frozen=True):
    """Cancel every order and close every position, now.

    Attributes:
        event_time_ns: When it was decided.
        reason: Which rule or person asked for it, for the trade list.
    """

    event_time_ns: int
    reason: str


Decision = SubmitOrder | CancelOrder | ModifyOrder | Flatten
