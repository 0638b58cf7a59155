"""Looking ahead for the gate: how the account would stand if the worst came before anybody can act."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from propbots.domain.order import Order, OrderRequest, OrderType
from propbots.engine.market import Market
from propbots.engine.outlook import Outlook
from propbots.engine.supervisor import Supervisor
from propbots.engine.worst_price import Exposure
from propbots.rules.scalar import NO_FLOOR

if TYPE_CHECKING:
    from propbots.engine.engine import Engine

__all__ = ["find_cushion", "look_out"]

_MARKET = OrderType.MARKET


def find_cushion(engine: "Engine") -> int:
    """Return what closing everything at once may cost."""
    if engine.is_single:
        reserve, held = engine.main.reserve, engine.main.holding.position_steps
        return 0 if reserve is None else (held if held > 0 else -held) * reserve.cushion
    return sum(
        abs(market.holding.position_steps) * market.reserve.cushion
        for market in engine.each
        if market.reserve is not None
    )


def look_out(engine: "Engine", request: OrderRequest) -> Outlook | None:
    """Return how the account would stand at the worst price; None where no rule could be broken by it."""
    supervisor, market = engine.supervisor, engine.main
    reserve = market.reserve
    if supervisor is None or reserve is None or supervisor.floor <= NO_FLOOR:
        return None
    if not engine.is_single:
        return _look_out_jointly(engine, supervisor, engine.markets[request.instrument])
    view, holding, orders = engine.desk.main, market.holding, engine.orders
    price, position = view.last_steps, holding.position_steps
    equity = engine.account.balance_units + holding.open_at(price)
    if price > 0 and request.protection is None and request.type is _MARKET and _only_leave(orders):
        # A plain entry that leaves all floors far away, as nearly all do, is told in one product.
        steps = request.quantity_steps + (position if position > 0 else -position)
        if equity - supervisor.floor > steps * reserve.lose_round_trip(price):
            return None
    exposure = Exposure(reserve, price, position, orders.values()) if view.is_known else None
    return Outlook(supervisor, equity, exposure, 0)


def _only_leave(orders: Mapping[str, Order]) -> bool:
    """Whether there are no orders but exits at the market."""
    for order in orders.values():
        request = order.request
        if not request.reduce_only or request.type is not _MARKET:
            return False
    return True


def _look_out_jointly(engine: "Engine", supervisor: Supervisor, asked: Market) -> Outlook | None:
    """Return the same for an account with several markets, the one of the order that is reviewed among them."""
    equity, lost, exposure = engine.account.balance_units, 0, None
    for market in engine.each:
        view = engine.desk.main if market is engine.main else engine.desk.view(market.holding.scale.instrument.id)
        if market.reserve is None:
            return None
        price, position = view.last_steps, market.holding.position_steps
        live = [order for order in engine.orders.values() if engine.markets[order.request.instrument] is market]
        equity += market.holding.open_at(price)
        one = Exposure(market.reserve, price, position, live)
        if market is not asked:
            lost += one.lose_most()
        elif view.is_known:
            exposure = one
    return Outlook(supervisor, equity, exposure, lost)
