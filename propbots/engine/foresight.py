"""Looking ahead for the gate: how the account would stand if the worst came before anybody can act."""

from decimal import Decimal
from typing import TYPE_CHECKING

from msgspec.structs import replace

from propbots.domain.decision import ModifyOrder
from propbots.domain.event import Side
from propbots.domain.order import Order, OrderRequest, OrderType
from propbots.engine.market import Market
from propbots.engine.outlook import Outlook
from propbots.engine.supervisor import Supervisor
from propbots.engine.worst_price import Exposure
from propbots.rules.scalar import NO_FLOOR

if TYPE_CHECKING:
    from propbots.engine.engine import Engine

__all__ = ["find_cushion", "look_out", "look_out_on_change", "reach_elsewhere"]

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


def reach_elsewhere(engine: "Engine", instrument: str) -> Decimal:
    """Return the most that could be held in the other markets if every live order filled, as caps count it."""
    exposures = []
    for name, market in engine.markets.items():
        if not name or market is engine.markets[instrument]:
            continue
        ordered = "" if market is engine.main else name
        held = market.holding.position_steps  # it gives no room to the other side, as in its own market
        reach = {Side.BUY: max(0, held), Side.SELL: max(0, -held)}
        for order in engine.orders.values():
            if order.request.instrument == ordered and not order.request.reduce_only:
                reach[order.request.side] += order.reach_steps
        exposures.append(engine.gate.count(max(reach.values()), market.holding.scale.instrument))
    return sum(exposures, Decimal(0))


def look_out(engine: "Engine", request: OrderRequest) -> Outlook | None:
    """Return how the account would stand at the worst price; None where no rule could be broken by it."""
    supervisor, market = engine.supervisor, engine.main
    reserve = market.reserve
    if supervisor is None or reserve is None or supervisor.floor <= NO_FLOOR:
        return None
    if not engine.is_single:
        return _look_out_jointly(engine, supervisor, engine.markets[request.instrument])
    view, holding = engine.desk.main, market.holding
    price, position, left = view.last_steps, holding.position_steps, -supervisor.floor
    left += engine.account.balance_units + (position * price - holding.cost) * reserve.step_value
    if price > 0 and request.protection is None and request.type is _MARKET:
        # A plain entry that leaves all floors far away, as nearly all do, is told in one product. It runs cold at every
        # entry, and a call costs more than what it would hide.
        steps = request.quantity_steps + (position if position > 0 else -position)
        numerator, denominator = reserve.jump
        if left > steps * (price * numerator // denominator + reserve.spread):
            for order in engine.orders.values():
                if not order.request.reduce_only or order.request.type is not _MARKET:
                    break
            else:
                return None
    exposure = Exposure(reserve, price, position, engine.orders.values()) if view.is_known else None
    return Outlook(supervisor, left + supervisor.floor, exposure, 0)


def look_out_on_change(engine: "Engine", order: Order, wish: ModifyOrder) -> Outlook | None:
    """Return how the account would stand at the worst price after a change of an order's prices.

    None where no rule could be broken by it: it changes no price, or nothing more could be lost than without it.
    """
    supervisor, market = engine.supervisor, engine.markets[order.request.instrument]
    if supervisor is None or market.reserve is None or supervisor.floor <= NO_FLOOR:
        return None
    if wish.limit_steps is None and wish.stop_steps is None:
        return None
    now = _look_out_jointly(engine, supervisor, market)
    if now is None or now.exposure is None:
        return None
    limit, stop = order.working_prices
    prices = {
        "limit_steps": limit if wish.limit_steps is None else wish.limit_steps,
        "stop_steps": stop if wish.stop_steps is None else wish.stop_steps,
    }
    changed = replace(order, **prices)
    exposure = now.exposure._replace(live=[changed if one is order else one for one in now.exposure.live])
    return now._replace(exposure=exposure) if exposure.lose_most() > now.exposure.lose_most() else None


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
