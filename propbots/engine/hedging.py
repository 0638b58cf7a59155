"""Opposite positions in one underlying: in a contract and in a smaller one on the same."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

import attrs

from propbots.domain.instrument import Instrument
from propbots.domain.order import OrderRequest
from propbots.engine.gate import Denial, tell_order
from propbots.engine.market import Market
from propbots.rules.plan import Plan
from propbots.rules.rule import Hedging

if TYPE_CHECKING:
    from propbots.engine.engine import Engine

__all__ = ["OppositePositions", "find_siblings"]


@attrs.define(eq=False)
class OppositePositions:
    """Refuses what could stand against what is held or works in another instrument of the same underlying.

    What is held on an order's side gives no room: a reduction may close it before the order fills, which then opens.

    Attributes:
        siblings: By an instrument's id those of the others on the same underlying.
        rule: That forbids it; None while the plan has no such rule.
    """

    siblings: dict[str, tuple[str, ...]]
    rule: Hedging | None = None

    def adopt(self, plan: Plan) -> None:
        """Go on with the rule of a plan."""
        self.rule = plan.find(Hedging)

    def object_to(self, engine: "Engine", request: OrderRequest) -> Denial | None:
        """Refuse an order that could bring an opposite position.

        Args:
            engine: Of the bot, with what it holds and what works.
            request: What is asked for.
        """
        if self.rule is None:
            return None
        scale = engine.markets[request.instrument].holding.scale
        for name in self.siblings.get(scale.instrument.id, ()):
            against = _find_opposite(engine, engine.markets[name], request)
            if against:
                message = (
                    f"{tell_order(request, scale)} could stand against {against}; the plan forbids opposite positions "
                    f"in one underlying ({scale.instrument.underlying_id})"
                )
                return Denial("hedging", "hedging", message)
        return None


def find_siblings(instruments: Iterable[Instrument]) -> dict[str, tuple[str, ...]]:
    """Return by each instrument's id those of the others on the same underlying, where there are any."""
    listed = list(instruments)
    found = {
        one.id: tuple(other.id for other in listed if other.underlying_id == one.underlying_id and other.id != one.id)
        for one in listed
    }
    return {name: others for name, others in found.items() if others}


def _find_opposite(engine: "Engine", market: Market, request: OrderRequest) -> str:
    """Say what a market holds, or works on, on the other side than an order; nothing if it does not."""
    scale, held = market.holding.scale, market.holding.position_steps
    if held * request.side.sign < 0:
        return f"{scale.to_quantity(abs(held))} {scale.instrument.id} held {'short' if held < 0 else 'long'}"
    for order in engine.orders.values():
        one = order.request
        if one.side is not request.side and not one.reduce_only and engine.markets[one.instrument] is market:
            return f"the order to {one.side.value} {scale.to_quantity(order.reach_steps)} {scale.instrument.id}"
    return ""
