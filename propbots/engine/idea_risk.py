"""What one idea risks: entries of one direction in one instrument, and those that follow soon after their exit."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

import attrs

from propbots.domain.order import Order, OrderRequest
from propbots.domain.timeframe import MINUTE
from propbots.engine.account import Holding
from propbots.engine.gate import Denial, tell_order
from propbots.engine.market import Market
from propbots.engine.worst_price import Exposure, Reserve
from propbots.rules.plan import Plan
from propbots.rules.rule import PositionIdea

if TYPE_CHECKING:
    from propbots.engine.engine import Engine

__all__ = ["IdeaRisk"]


@attrs.define(eq=False)
class IdeaRisk:
    """Refuses an entry after which its idea could lose more than one may, from its entries to its stops.

    An idea has lost what its closed trades lost, could lose what is open from its entry on, and what works from the
    price of each order. What it has won gives no room for more.

    Attributes:
        rule: How much that is; None while the plan has no such rule.
    """

    rule: PositionIdea | None = None

    def adopt(self, plan: Plan) -> None:
        """Go on with the rule of a plan."""
        self.rule = plan.find(PositionIdea)

    def object_to(self, engine: "Engine", request: OrderRequest, now_ns: int) -> Denial | None:
        """Refuse an order with which its idea could lose too much.

        Args:
            engine: Of the bot, with what it holds and what works.
            request: What is asked for.
            now_ns: When, nanoseconds since 1970 UTC.
        """
        rule = self.rule
        if rule is None:
            return None
        market, view = engine.markets[request.instrument], engine.desk.view(request.instrument)
        scale, price = market.holding.scale, view.last_steps
        if not view.is_known:
            return Denial("no_price", "position_idea", f"nothing is known yet of the price of {scale.instrument.id}")
        live = [order for order in engine.orders.values() if engine.markets[order.request.instrument] is market]
        asked = _lose_orders(market, price, (), request)
        others = (
            _lose_orders(market, price, live, request)
            - asked
            + _lose_held(market, price, live, request.side.sign)
            + _lost_before(market.holding, request.side.sign, now_ns, rule.within_minutes * MINUTE)
        )
        if asked + others <= scale.to_units(rule.amount):
            return None
        message = (
            f"{tell_order(request, scale)} could lose {scale.to_money(asked)} to its stop at the worst price, and what "
            f"is open, works and was lost in the same idea {scale.to_money(others)}; the plan lets an idea risk "
            f"{rule.amount}"
        )
        return Denial("idea_risk", "position_idea", message)


def _lose_orders(market: Market, price: int, live: Iterable[Order], request: OrderRequest) -> int:
    """Return what an order, and those that work on its side, could lose from their prices to their stops."""
    entries = [order for order in live if order.request.side is request.side and not order.request.reduce_only]
    return Exposure(_reserve_of(market), price, 0, entries).lose_most(request)


def _lose_held(market: Market, price: int, live: Iterable[Order], sign: int) -> int:
    """Return what is held in a direction could lose from its entry to its stops; nothing once they are beyond it."""
    holding = market.holding
    if holding.position_steps * sign <= 0:
        return 0
    exits = [order for order in live if order.request.reduce_only]
    lost = Exposure(_reserve_of(market), price, holding.position_steps, exits).lose_most()
    return max(0, lost - holding.open_at(price) + holding.paid_units)


def _lost_before(holding: Holding, sign: int, now_ns: int, within_ns: int) -> int:
    """Return what the closed trades of an idea lost, going back from one to the one before while they belong to it."""
    begins_ns = holding.held_since_ns if holding.position_steps * sign > 0 else now_ns
    won = 0
    for lot in reversed(holding.account.closed):
        if lot.holding != holding.number or lot.sign != sign:
            continue
        if lot.exit_time_ns + within_ns < begins_ns:
            break
        begins_ns = min(begins_ns, lot.entry_time_ns)
        won += lot.gross - lot.commission
    return max(0, -won)


def _reserve_of(market: Market) -> Reserve:
    """Return what is reckoned with in a market; where the trader wants no care, stops fill at their price."""
    return market.reserve or Reserve(market.holding.scale.step_value, (0, 1), 0, 0)
