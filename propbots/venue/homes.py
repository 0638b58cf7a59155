"""In which markets a decision is at home."""

from collections.abc import Iterable, Mapping
from typing import TypeVar

from propbots.domain.decision import CancelOrder, ModifyOrder
from propbots.engine.decision import Decision, SubmitOrder
from propbots.engine.engine import Engine

__all__ = ["find_homes"]

_Market = TypeVar("_Market")


def find_homes(decision: Decision, engine: Engine, markets: Mapping[str, _Market]) -> Iterable[_Market]:
    """Return the markets that must hear of a decision: that of its order, or all.

    Args:
        decision: Of the engine's.
        engine: That knows the orders.
        markets: By instrument; the main one by the empty name as well.
    """
    match decision:
        case SubmitOrder():
            return (markets[decision.approved.order.request.instrument],)
        case CancelOrder() | ModifyOrder():
            order = engine.orders.get(decision.client_order_id)
            return () if order is None else (markets[order.request.instrument],)
        case _:
            return [market for name, market in markets.items() if name]
