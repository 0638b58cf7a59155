"""The risk gate: the only maker of an approved order, for strategies, people and pages alike."""

from collections.abc import Iterable
from enum import StrEnum

import attrs
from typing_extensions import override

from propbots.domain.event import Side
from propbots.domain.order import Order, OrderRequest
from propbots.domain.scale import Scale
from propbots.errors import InvariantViolated
from propbots.rules.plan import ContractCap, Plan, ProductCap

__all__ = ["ApprovedOrder", "Denial", "RiskGate", "TradingState"]


class TradingState(StrEnum):
    """What the gate lets through."""

    ACTIVE = "active"
    REDUCING = "reducing"
    HALTED = "halted"


class ApprovedOrder:
    """An order that the gate let through; nobody else can make one, and a broker takes nothing else."""

    __slots__ = ("order",)
    order: Order

    def __init__(self, *_given: object) -> None:
        """Refuse to be made.

        Raises:
            InvariantViolated: Always; the gate makes them in another way.
        """
        raise InvariantViolated("only the risk gate makes approved orders")

    @override
    def __setattr__(self, name: str, value: object) -> None:
        """Refuse to be changed.

        Raises:
            InvariantViolated: Always.
        """
        raise InvariantViolated("an approved order cannot be changed")


_place = ApprovedOrder.__dict__["order"].__set__
_ACTIVE = TradingState.ACTIVE


def _approve(order: Order) -> ApprovedOrder:
    approved = ApprovedOrder.__new__(ApprovedOrder)
    _place(approved, order)
    return approved


@attrs.frozen
class Denial:
    """Why the gate refused an order.

    Attributes:
        code: For programs, such as `contract_cap`.
        rule: Whose rule.
        message: For people, with the rule's numbers.
    """

    code: str
    rule: str
    message: str


@attrs.define(eq=False)
class RiskGate:
    """Decides which orders leave the machine.

    Attributes:
        scale: How quantities are counted.
        plan: Whose caps and products hold; None without one.
        state: What is let through.
        reason: Why it is not everything.
    """

    scale: Scale
    plan: Plan | None = None
    state: TradingState = TradingState.ACTIVE
    reason: str = ""
    _cap_steps: int | None = attrs.field(init=False)

    def __attrs_post_init__(self) -> None:
        """Work the contract cap out once."""
        self._cap_steps = None if self.plan is None else _cap_steps(self.plan, self.scale)

    def restrict(self, state: TradingState, reason: str) -> None:
        """Let less through from now on."""
        self.state, self.reason = state, reason

    def release(self) -> None:
        """Let everything through again."""
        self.state, self.reason = TradingState.ACTIVE, ""

    def review(self, request: OrderRequest, position: int, live: Iterable[Order]) -> "ApprovedOrder | Denial":
        """Approve or refuse an order.

        Args:
            request: What is asked for.
            position: Quantity steps held, negative when short.
            live: Orders that may still fill, unknown ones included.

        Returns:
            An approved order in the state before it is submitted, or why there is none.
        """
        if request.quantity_steps <= 0:
            return Denial("quantity", "order", f"quantity must be above 0 (was {request.quantity_steps} steps)")
        denial = None if request.reduce_only else self._object_to(request, position, live)
        return _approve(Order(request.client_order_id, request)) if denial is None else denial

    def approve_exit(self, request: OrderRequest, parent_id: str) -> ApprovedOrder:
        """Approve a protective exit of an order that was approved with it; it can only reduce."""
        if not request.reduce_only:
            raise InvariantViolated("a protective exit must be reduce-only")
        return _approve(Order(request.client_order_id, request, parent_id=parent_id))

    def _object_to(self, request: OrderRequest, position: int, live: Iterable[Order]) -> Denial | None:
        """Refuse an order that could carry the position beyond the cap if every live order on its side filled."""
        if self.state is not _ACTIVE:
            return Denial(f"trading_{self.state.value}", "trading_state", self.reason)
        cap, side = self._cap_steps, request.side
        if cap is None:
            return None
        # What is held on the other side gives no room: a reduction, now or later, may close it before the others fill.
        held = position * side.sign
        reach = request.quantity_steps + (held if held > 0 else 0)
        for order in live:
            if order.request.side is side and not order.request.reduce_only:
                reach += order.leaves_quantity_steps
        return None if reach <= cap else self._refuse_reach(request, reach, cap)

    def _refuse_reach(self, request: OrderRequest, reach: int, cap: int) -> Denial:
        scale = self.scale
        return Denial(
            "contract_cap",
            "contract_cap",
            f"{'buying' if request.side is Side.BUY else 'selling'} {scale.to_quantity(request.quantity_steps)} "
            f"{scale.instrument.id} could reach {scale.to_quantity(reach)}; the plan's cap is {scale.to_quantity(cap)}",
        )


def _cap_steps(plan: Plan, scale: Scale) -> int | None:
    """Return the most quantity steps that a plan lets an account hold of an instrument; None without a cap."""
    instrument = scale.instrument
    step = instrument.quantity_step
    caps = [rule.minis / instrument.mini_units for rule in plan.rules if isinstance(rule, ContractCap)]
    named = [rule.contracts for rule in plan.rules if isinstance(rule, ProductCap)]
    caps += [contracts[instrument.id] for contracts in named if instrument.id in contracts]
    return min((int(cap / step) for cap in caps), default=None)
