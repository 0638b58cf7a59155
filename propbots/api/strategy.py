"""What a strategy's author imports."""

from propbots.domain.bar import Bar
from propbots.domain.event import (
    OrderAccepted,
    OrderCanceled,
    OrderDenied,
    OrderEvent,
    OrderExpired,
    OrderFilled,
    OrderModified,
    OrderModifyDenied,
    OrderRejected,
)
from propbots.domain.order import Side, TimeInForce
from propbots.domain.trade import PositionSide
from propbots.errors import ConfigurationError
from propbots.series.expression import (
    BarField,
    Expression,
    close,
    crosses_above,
    crosses_below,
    high,
    low,
    open_,
    volume,
)
from propbots.series.parameter import parameter
from propbots.strategy.base import BaseStrategy, Rules, RuleStrategy, Strategy
from propbots.strategy.market_view import Position
from propbots.strategy.reading import Reading

__all__ = [
    "Bar",
    "BarField",
    "BaseStrategy",
    "ConfigurationError",
    "Expression",
    "OrderAccepted",
    "OrderCanceled",
    "OrderDenied",
    "OrderEvent",
    "OrderExpired",
    "OrderFilled",
    "OrderModified",
    "OrderModifyDenied",
    "OrderRejected",
    "Position",
    "PositionSide",
    "Reading",
    "RuleStrategy",
    "Rules",
    "Side",
    "Strategy",
    "TimeInForce",
    "close",
    "crosses_above",
    "crosses_below",
    "high",
    "low",
    "open_",
    "parameter",
    "volume",
]
