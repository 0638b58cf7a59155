"""A firm's own numbers at work: worked cases of what an account may hold."""

import pytest

from propbots.domain.event import Side
from propbots.domain.order import OrderRequest
from propbots.domain.scale import Scale
from propbots.engine.gate import ApprovedOrder, RiskGate
from propbots.plugin.catalogue import load_catalogue


@pytest.mark.parametrize(
    ("product", "contracts"), [("GC", 3), ("MGC", 30), ("SI", 0), ("SIL", 2), ("CL", 3), ("ES", 5), ("MES", 50)]
)
def test_f4_the_tighter_of_the_plans_cap_and_the_products_holds(product: str, contracts: int) -> None:
    catalogue = load_catalogue()
    plan = catalogue.load_plan("topstep/combine-50k")
    gate = RiskGate(Scale.of(catalogue.instruments.find(product)), plan)

    verdicts = [gate.review(OrderRequest(Side.BUY, steps), 0, ()) for steps in (contracts, contracts + 1)]

    assert [isinstance(verdict, ApprovedOrder) for verdict in verdicts] == [contracts > 0, False]
