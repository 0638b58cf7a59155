"""The risk gate: the only maker of an approved order, for strategies, people and pages alike."""

from collections.abc import Collection, Iterable
from decimal import Decimal
from enum import StrEnum

import attrs
from msgspec.structs import replace
from typing_extensions import override

from propbots.domain.event import Side
from propbots.domain.instrument import Instrument
from propbots.domain.order import Order, OrderRequest
from propbots.domain.scale import Scale
from propbots.engine.outlook import Outlook
from propbots.errors import InvariantViolated
from propbots.rules.plan import Plan
from propbots.rules.rule import ContractCap, ProductCap

__all__ = ["ApprovedOrder", "Denial", "RiskGate", "TradingState", "tell_order", "to_minis"]


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


_NOTHING = Decimal(0)
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
        scale: How quantities of the main instrument are counted.
        plan: Whose caps and products hold; None without one.
        state: What is let through.
        reason: Why it is not everything.
        scales: How quantities of further instruments are counted, by instrument.
    """

    scale: Scale
    plan: Plan | None = None
    state: TradingState = TradingState.ACTIVE
    reason: str = ""
    scales: dict[str, Scale] = attrs.field(factory=dict)
    _caps: dict[str, int | None] = attrs.field(init=False)
    _cap_minis: Decimal | None = attrs.field(init=False)
    _is_scaled: bool = attrs.field(init=False)
    _counts_each: bool = attrs.field(init=False)

    def __attrs_post_init__(self) -> None:
        """Work the caps out once."""
        self.scales = {**self.scales, "": self.scale}
        self.scale_caps(0)

    def scale_caps(self, profit: int) -> None:
        """Let caps follow the closed profit since the start, as it stood when the day before closed, in whole units."""
        plan, money = self.plan, self.scale.to_money(profit)
        caps = [] if plan is None else plan.find_all(ContractCap)
        self._is_scaled, self._counts_each = any(rule.tiers for rule in caps), any(rule.counts_each for rule in caps)
        self._cap_minis = None if plan is None else _cap_minis(plan, money)
        self._caps = {
            name: None if plan is None else _cap_steps(plan, scale, money) for name, scale in self.scales.items()
        }

    def count(self, steps: int, instrument: Instrument) -> Decimal:
        """Return quantity steps of an instrument as caps of all instruments together count them.

        They are full-size contracts, or contracts of any size where one of the plan's caps counts each as one.
        """
        return steps * instrument.quantity_step if self._counts_each else to_minis(steps, instrument)

    def begin_day(self, plan: Plan, profit: int) -> None:
        """Go on with a plan and a closed profit, in whole units, for a day."""
        if plan is not self.plan or self._is_scaled:
            self.plan = plan
            self.scale_caps(profit)
        self.release()

    def restrict(self, state: TradingState, reason: str) -> None:
        """Let less through from now on."""
        self.state, self.reason = state, reason

    def release(self) -> None:
        """Let everything through again."""
        self.state, self.reason = TradingState.ACTIVE, ""

    def review(
        self,
        request: OrderRequest,
        position: int,
        live: Collection[Order],
        elsewhere: Decimal = _NOTHING,
        *,
        outlook: Outlook | None = None,
        objection: Denial | None = None,
    ) -> "ApprovedOrder | Denial":
        """Approve or refuse an order.

        Args:
            request: What is asked for.
            position: Quantity steps held of its instrument, negative when short.
            live: Orders of its instrument that may still fill, unknown ones included.
            elsewhere: The most that could be held of all other instruments, as `count` tells it.
            outlook: How the account would stand if the worst came; None where no rule could be broken by it.
            objection: What another rule of the plan says against it; a reduction passes all the same.

        Returns:
            An approved order in the state before it is submitted, or why there is none.
        """
        if request.quantity_steps <= 0:
            return Denial("quantity", "order", f"quantity must be above 0 (was {request.quantity_steps} steps)")
        if request.reduce_only:
            return _approve(Order(request.client_order_id, request))
        denial = self._object_to(request, position, live, elsewhere) or objection
        if denial is None and outlook is not None:
            denial = self._foresee(request, outlook)
        if denial is None:
            return _approve(Order(request.client_order_id, request))
        if _reduces(request, position, live):
            return _approve(Order(request.client_order_id, replace(request, reduce_only=True)))
        return denial

    def approve_exit(self, request: OrderRequest, parent_id: str) -> ApprovedOrder:
        """Approve a protective exit of an order that was approved with it; it can only reduce."""
        if not request.reduce_only:
            raise InvariantViolated("a protective exit must be reduce-only")
        return _approve(Order(request.client_order_id, request, parent_id=parent_id))

    def review_change(self, order: Order, outlook: Outlook) -> Denial | None:
        """Refuse other prices of an order with which the account could break a rule at the worst price.

        Args:
            order: As it is.
            outlook: How the account would stand if the worst came after the change.
        """
        return None if outlook.exposure is None else self._hold(order.request, outlook, outlook.exposure.lose_most())

    def _foresee(self, request: OrderRequest, outlook: Outlook) -> Denial | None:
        """Refuse an order after which the account could break a rule at the worst price."""
        if outlook.exposure is None:
            name = self.scales[request.instrument].instrument.id
            return Denial("no_price", "worst_price", f"nothing is known yet of the price of {name}")
        return self._hold(request, outlook, outlook.exposure.lose_most(request))

    def _hold(self, request: OrderRequest, outlook: Outlook, lost_here: int) -> Denial | None:
        """Hold what could be lost against the highest floor."""
        scale, rules, lost = self.scales[request.instrument], outlook.rules, lost_here + outlook.elsewhere
        if outlook.equity - lost > rules.floor:
            return None
        left = scale.to_money(outlook.equity - rules.floor)
        floor = scale.to_money(rules.floor - rules.state.offset)
        rule = rules.name_floor()
        return Denial(
            "worst_price",
            rule,
            f"{tell_order(request, scale)} could lose "
            f"{scale.to_money(lost)} at the worst price; {left} are left above the floor {floor} of {rule}",
        )

    def _object_to(
        self, request: OrderRequest, position: int, live: Iterable[Order], elsewhere: Decimal
    ) -> Denial | None:
        """Refuse an order that could carry the position beyond the cap if every live order on its side filled."""
        if self.state is not _ACTIVE:
            return Denial(f"trading_{self.state.value}", "trading_state", self.reason)
        cap, side = self._caps[request.instrument], request.side
        if cap is None:
            return None
        # What is held on the other side gives no room: a reduction, now or later, may close it before the others fill.
        held = position * side.sign
        reach = request.quantity_steps + (held if held > 0 else 0)
        for order in live:
            if order.request.side is side and not order.request.reduce_only:
                reach += order.reach_steps
        if reach > cap:
            return self._refuse_reach(request, reach, cap)
        return self._object_to_all(request, reach, elsewhere) if elsewhere else None

    def _object_to_all(self, request: OrderRequest, reach: int, elsewhere: Decimal) -> Denial | None:
        """Refuse an order that fits its instrument's cap, but not with what could be held elsewhere."""
        instrument = self.scales[request.instrument].instrument
        total = self.count(reach, instrument) + elsewhere
        cap, counted = self._cap_minis, "contracts" if self._counts_each else "full-size contracts"
        if cap is None or total <= cap:
            return None
        return Denial(
            "contract_cap",
            "contract_cap",
            f"{instrument.id} could bring all instruments together to {total.normalize():f} {counted}; "
            f"the plan's cap is {cap.normalize():f}",
        )

    def _refuse_reach(self, request: OrderRequest, reach: int, cap: int) -> Denial:
        scale = self.scales[request.instrument]
        return Denial(
            "contract_cap",
            "contract_cap",
            f"{tell_order(request, scale)} could reach {scale.to_quantity(reach)}; the plan's cap is "
            f"{scale.to_quantity(cap)}",
        )


def tell_order(request: OrderRequest, scale: Scale) -> str:
    """Say what an order is about, as in `buying 1 XYZ`."""
    word = "buying" if request.side is Side.BUY else "selling"
    return f"{word} {scale.to_quantity(request.quantity_steps)} {scale.instrument.id}"


def _reduces(request: OrderRequest, position: int, live: Iterable[Order]) -> bool:
    """Whether an order can only make a position smaller, however those that live on its side fill."""
    left = -position * request.side.sign
    for order in live:
        if order.request.side is request.side:
            left -= order.reach_steps
    return request.quantity_steps <= left


def to_minis(steps: int, instrument: Instrument) -> Decimal:
    """Return quantity steps of an instrument as full-size contracts."""
    return steps * instrument.quantity_step * instrument.mini_units


def _cap_minis(plan: Plan, profit: Decimal) -> Decimal | None:
    """Return the most full-size contracts that a plan lets an account hold of everything; None without a cap."""
    return min((_scaled(rule, profit) for rule in plan.find_all(ContractCap)), default=None)


def _cap_steps(plan: Plan, scale: Scale, profit: Decimal) -> int | None:
    """Return the most quantity steps that a plan lets an account hold of an instrument; None without a cap."""
    instrument = scale.instrument
    caps = [
        _scaled(rule, profit) / (1 if rule.counts_each else instrument.mini_units)
        for rule in plan.find_all(ContractCap)
    ]
    named = [rule.contracts for rule in plan.find_all(ProductCap)]
    caps += [contracts[instrument.id] for contracts in named if instrument.id in contracts]
    return min((int(cap / instrument.quantity_step) for cap in caps), default=None)


def _scaled(cap: ContractCap, profit: Decimal) -> Decimal:
    """Return the full-size contracts that a cap lets be held at a closed profit."""
    reached = [tier.value for tier in cap.tiers if profit >= tier.profit]
    return reached[-1] if reached else cap.minis
