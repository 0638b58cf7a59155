"""What a strategy's author imports."""

from propbots.domain.bar import Bar, Feed
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
    TimerFired,
)
from propbots.domain.order import Side, TimeInForce
from propbots.domain.session import SessionSpan
from propbots.domain.tick import QuoteTick, TradeTick
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
from propbots.strategy.terms import OrderTerms

__all__ = [
    "Bar",
    "BarField",
    "BaseStrategy",
    "ConfigurationError",
    "Expression",
    "Feed",
    "OrderAccepted",
    "OrderCanceled",
    "OrderDenied",
    "OrderEvent",
    "OrderExpired",
    "OrderFilled",
    "OrderModified",
    "OrderModifyDenied",
    "OrderRejected",
    "OrderTerms",
    "Position",
    "PositionSide",
    "QuoteTick",
    "Reading",
    "RuleStrategy",
    "Rules",
    "SessionSpan",
    "Side",
    "Strategy",
    "TimeInForce",
    "TimerFired",
    "TradeTick",
    "close",
    "crosses_above",
    "crosses_below",
    "high",
    "low",
    "open_",
    "parameter",
    "volume",
]
