"""No sequence of orders and fills carries a position beyond the cap, and nothing ever stops a reduction."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from propbots.domain.event import OrderAccepted, OrderCanceled, OrderFilled, OrderSubmitted, Side
from propbots.domain.instrument import AssetClass, Instrument
from propbots.domain.order import Order, OrderRequest, OrderType
from propbots.domain.scale import Scale
from propbots.engine.gate import ApprovedOrder, Denial, RiskGate, TradingState
from propbots.errors import InvariantViolated
from propbots.rules.rule import ContractCap
from rule_script import a_plan

CAP = 3


def a_gate(cap: Decimal | int | None = CAP, *, mini_units: str = "1", quantity_step: str = "1") -> RiskGate:
    instrument = Instrument(
        "XYZ",
        AssetClass.FUTURES,
        Decimal(1),
        Decimal(10),
        mini_units=Decimal(mini_units),
        quantity_step=Decimal(quantity_step),
    )
    return RiskGate(Scale.of(instrument), a_plan(*([] if cap is None else [ContractCap(Decimal(cap))])))


def a_request(side: Side, steps: int, *, reduce_only: bool = False, name: str = "1") -> OrderRequest:
    return OrderRequest(side, steps, reduce_only=reduce_only, client_order_id=name)


class Desk:
    """An account whose orders fill in any order and any pieces, as the worst venue could."""

    def __init__(self, gate: RiskGate) -> None:
        self.gate = gate
        self.position = 0
        self.live: list[Order] = []
        self.names = 0

    def submit(self, side: Side, steps: int, reduce_only: bool, exits: int) -> None:
        self.names += 1
        request = a_request(side, steps, reduce_only=reduce_only, name=str(self.names))
        verdict = self.gate.review(request, self.position, self.live)
        if isinstance(verdict, Denial):
            return
        self._work(verdict.order)
        for number in range(exits):
            exit_request = a_request(side.opposite, steps, reduce_only=True, name=f"{self.names}-{number}")
            self._work(self.gate.approve_exit(exit_request, request.client_order_id).order)

    def _work(self, order: Order) -> None:
        for event in (OrderSubmitted(order.client_order_id, 0), OrderAccepted(order.client_order_id, 0)):
            order.apply(event)
        self.live.append(order)

    def fill(self, which: int, steps: int) -> None:
        if not self.live:
            return
        order = self.live[which % len(self.live)]
        sign = order.request.side.sign
        quantity = min(steps, order.leaves_quantity_steps)
        if order.request.reduce_only:
            quantity = min(quantity, max(0, -self.position * sign))
        if quantity:
            order.apply(OrderFilled(order.client_order_id, 0, order.request.side, quantity, 100, 0, "signal", "x"))
            self.position += sign * quantity
        else:
            order.apply(OrderCanceled(order.client_order_id, 0))
        self.live = [one for one in self.live if not one.is_terminal]


SUBMITS = st.tuples(st.sampled_from(Side), st.integers(1, 3), st.booleans(), st.integers(0, 2))
FILLS = st.tuples(st.integers(0, 4), st.sampled_from((1, 9)))


@given(st.integers(1, 2), st.lists(st.one_of(SUBMITS, FILLS), min_size=12, max_size=40))
def test_no_sequence_of_orders_and_fills_carries_a_position_beyond_the_cap(
    cap: int, happenings: list[tuple[Side, int, bool, int] | tuple[int, int]]
) -> None:
    desk = Desk(a_gate(cap))
    for happening in happenings:
        if len(happening) == 4:
            desk.submit(*happening)
        else:
            desk.fill(*happening)

        assert abs(desk.position) <= cap


def test_a_resting_exit_that_fills_first_does_not_let_a_larger_entry_pass_the_cap() -> None:
    """Short 2, a stop that buys 2 back, and an entry that would carry -2 to +3: after the stop it carries 0 to +5."""
    stop = Order("stop", OrderRequest(Side.BUY, 2, OrderType.STOP, reduce_only=True), parent_id="entry")

    verdict = a_gate().review(a_request(Side.BUY, 5), -2, [stop])

    assert isinstance(verdict, Denial)


@pytest.mark.parametrize(
    ("position", "side", "steps", "passes"),
    [(0, "buy", 3, True), (0, "buy", 4, False), (2, "buy", 1, True), (2, "buy", 2, False), (-3, "sell", 1, False)],
)
def test_a_position_may_reach_the_cap_and_not_a_step_more(position: int, side: str, steps: int, passes: bool) -> None:
    verdict = a_gate().review(a_request(Side(side), steps), position, [])

    assert isinstance(verdict, ApprovedOrder) is passes


def test_orders_that_may_still_fill_count_against_the_cap_on_their_side_alone() -> None:
    live = [Order("1", a_request(Side.BUY, 2)), Order("2", a_request(Side.SELL, 3))]

    assert isinstance(a_gate().review(a_request(Side.BUY, 1), 0, live), ApprovedOrder)
    assert isinstance(a_gate().review(a_request(Side.BUY, 2), 0, live), Denial)


def test_what_an_order_has_filled_counts_once() -> None:
    partly = Order("1", a_request(Side.BUY, 3), filled_quantity_steps=2)

    assert isinstance(a_gate(4).review(a_request(Side.BUY, 1), 2, [partly]), ApprovedOrder)


def test_a_reversal_of_an_exit_and_an_entry_passes_at_the_cap() -> None:
    leave = Order("1", a_request(Side.SELL, 3, reduce_only=True))

    assert isinstance(a_gate().review(a_request(Side.SELL, 3), 3, [leave]), ApprovedOrder)


def test_a_denial_tells_code_rule_and_numbers() -> None:
    verdict = a_gate(1, mini_units="0.1", quantity_step="0.5").review(a_request(Side.SELL, 21), 0, [])

    assert verdict == Denial(
        "contract_cap", "contract_cap", "selling 10.5 XYZ could reach 10.5; the plan's cap is 10.0"
    )


@pytest.mark.parametrize(
    ("cap", "mini_units", "quantity_step", "most"),
    [("5", "1", "1", 5), ("5", "0.1", "1", 50), ("5", "0.1", "0.01", 5000), ("0.5", "1", "1", 0), ("1", "3", "1", 0)],
)
def test_a_cap_is_told_in_full_size_contracts(cap: str, mini_units: str, quantity_step: str, most: int) -> None:
    gate = a_gate(Decimal(cap), mini_units=mini_units, quantity_step=quantity_step)

    assert isinstance(gate.review(a_request(Side.BUY, most + 1), 0, []), Denial)
    assert not most or isinstance(gate.review(a_request(Side.BUY, most), 0, []), ApprovedOrder)


def test_without_a_cap_any_quantity_passes() -> None:
    assert isinstance(a_gate(None).review(a_request(Side.BUY, 10**9), 0, []), ApprovedOrder)


def test_the_tightest_of_several_caps_holds() -> None:
    scale = a_gate().scale
    gate = RiskGate(scale, a_plan(ContractCap(Decimal(5)), ContractCap(Decimal(2))))

    assert isinstance(gate.review(a_request(Side.BUY, 3), 0, []), Denial)


@given(st.sampled_from(TradingState), st.sampled_from(Side), st.integers(1, 50), st.integers(-9, 9))
def test_a_reduction_passes_in_every_state_and_at_every_size(
    state: TradingState, side: Side, steps: int, position: int
) -> None:
    gate = a_gate()
    gate.restrict(state, "why")

    assert isinstance(gate.review(a_request(side, steps, reduce_only=True), position, []), ApprovedOrder)


@pytest.mark.parametrize("state", [TradingState.REDUCING, TradingState.HALTED])
def test_a_restricted_gate_refuses_entries_with_its_reason_until_it_is_released(state: TradingState) -> None:
    gate = a_gate()
    gate.restrict(state, "the day is over")
    refused = gate.review(a_request(Side.BUY, 1), 0, [])
    gate.release()

    assert refused == Denial(f"trading_{state}", "trading_state", "the day is over")
    assert isinstance(gate.review(a_request(Side.BUY, 1), 0, []), ApprovedOrder)


@pytest.mark.parametrize("reduce_only", [False, True])
@pytest.mark.parametrize("steps", [0, -1])
def test_a_quantity_of_nothing_is_refused(steps: int, reduce_only: bool) -> None:
    verdict = a_gate().review(a_request(Side.BUY, steps, reduce_only=reduce_only), -2, [])

    assert verdict == Denial("quantity", "order", f"quantity must be above 0 (was {steps} steps)")


def test_nobody_but_the_gate_makes_an_approved_order() -> None:
    order = Order("1", a_request(Side.BUY, 1))

    with pytest.raises(InvariantViolated, match="only the risk gate makes approved orders"):
        ApprovedOrder(order)
    with pytest.raises(InvariantViolated, match="only the risk gate makes approved orders"):
        ApprovedOrder()


def test_an_approved_order_cannot_be_turned_into_another() -> None:
    approved = a_gate().approve_exit(a_request(Side.SELL, 1, reduce_only=True), "entry")
    order = approved.order

    with pytest.raises(InvariantViolated, match="an approved order cannot be changed"):
        approved.order = Order("1", a_request(Side.BUY, 100))
    assert approved.order is order


def test_a_protective_exit_must_reduce() -> None:
    with pytest.raises(InvariantViolated, match="must be reduce-only"):
        a_gate().approve_exit(a_request(Side.SELL, 1), "entry")


def test_an_approved_exit_knows_its_entry() -> None:
    approved = a_gate().approve_exit(a_request(Side.SELL, 1, reduce_only=True), "entry")

    assert approved.order.parent_id == "entry"
