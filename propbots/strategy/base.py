"""The two ways to write a strategy: as rules, or as reactions to events."""

from decimal import Decimal
from typing import Unpack, dataclass_transform

import attrs
from typing_extensions import override

from propbots.domain.bar import Bar
from propbots.domain.decision import CancelOrder, ModifyOrder
from propbots.domain.event import OrderEvent, OrderFilled, Side, Signal, SignalKind
from propbots.errors import PluginContractBroken
from propbots.series.expression import Expression, is_condition
from propbots.strategy.desk import Desk, Position
from propbots.strategy.reading import Reading, ReadingSet
from propbots.strategy.terms import OrderTerms, Price, build_request

__all__ = ["BaseStrategy", "RuleStrategy", "Rules", "Strategy"]

Distance = int | Expression
_BUY_ENTRY, _SELL_ENTRY, _EXIT = SignalKind.BUY_ENTRY, SignalKind.SELL_ENTRY, SignalKind.EXIT


@attrs.frozen
class Rules:
    """What a rule strategy does: conditions that enter and leave, and the exits that protect an entry.

    An entry against a position leaves it first. Where both entries hold on one bar, neither acts. Distances are whole
    ticks, or an expression of a distance in price, rounded up to ticks when the entry is decided; where it has no value
    above 0, there is no entry.

    Attributes:
        long_entry: Buys where it holds and nothing is held long.
        short_entry: Sells where it holds and nothing is held short.
        long_exit: Leaves a long position.
        short_exit: Leaves a short position.
        stop: Distance of a protective stop from the entry's fill.
        target: Distance of a target from the entry's fill.
        trail: Distance of a trailing stop.
    """

    long_entry: Expression | None = None
    short_entry: Expression | None = None
    long_exit: Expression | None = None
    short_exit: Expression | None = None
    stop: Distance | None = None
    target: Distance | None = None
    trail: Distance | None = None

    def __attrs_post_init__(self) -> None:
        """Refuse what could never act, or would act against its meaning.

        Raises:
            TypeError: For a condition that is none, such as a price.
            ValueError: For a distance that is neither an expression nor a whole number of ticks above 0.
        """
        for name in ("long_entry", "short_entry", "long_exit", "short_exit"):
            condition = getattr(self, name)
            if condition is not None and not is_condition(condition):
                raise TypeError(f"{name} must be a condition, such as close > 100 (was {condition!r})")
        for name in ("stop", "target", "trail"):
            distance = getattr(self, name)
            whole = isinstance(distance, int) and not isinstance(distance, bool) and distance > 0
            if distance is not None and not whole and not isinstance(distance, Expression):
                raise ValueError(f"{name} must be a whole number of ticks above 0, or an expression (was {distance!r})")


@dataclass_transform(kw_only_default=True, eq_default=False)
class BaseStrategy:
    """What both kinds of strategy share: their parameters are fields, checked when they are set."""

    @override
    def __init_subclass__(cls) -> None:
        """Turn the fields of the subclass into keyword parameters."""
        super().__init_subclass__()
        attrs.define(slots=False, eq=False, kw_only=True)(cls)


class RuleStrategy(BaseStrategy):
    """A strategy that is a declaration, so that it runs live, over history and compiled, with the same values.

    ```python
    class Crossover(RuleStrategy):
        fast: int = parameter(10, minimum=1)
        slow: int = parameter(50, minimum=2)

        def rules(self) -> Rules:
            fast, slow = Sma(close, self.fast), Sma(close, self.slow)
            return Rules(long_entry=crosses_above(fast, slow), short_entry=crosses_below(fast, slow))
    ```
    """

    def rules(self) -> Rules:
        """Return what the strategy does; called once, after the parameters are set.

        Raises:
            ConfigurationError: If the parameters contradict one another.
        """
        raise PluginContractBroken(f"{type(self).__name__} must say its rules in a method rules")


class Strategy(BaseStrategy):
    """A strategy that reacts to events.

    Declare indicators in `on_start`; `on_bar` is called from the first bar on, after they took it. Orders decided at a
    bar's close act from the next bar on.
    """

    def on_start(self) -> None:
        """Declare indicators; called once, before the first bar."""

    def on_bar(self, bar: Bar) -> None:
        """React to a bar that has closed."""

    def on_fill(self, fill: OrderFilled) -> None:
        """React to an execution of one of the strategy's orders."""

    def on_order(self, event: OrderEvent) -> None:
        """React to anything else that happened to one of the strategy's orders."""

    def on_stop(self) -> None:
        """Finish; called once, after the last bar."""

    def connect(self, desk: Desk, readings: ReadingSet) -> None:
        """Give the strategy its desk and its indicators; called by the engine."""
        self._desk = desk
        self._readings = readings

    def indicator(self, source: Expression) -> Reading:
        """Declare an indicator, or any expression, and return where its value is read each bar.

        Raises:
            TypeError: If the indicator has several outputs and none is named.
        """
        return self._readings.declare(source)

    @property
    def position(self) -> Position:
        """What is held now."""
        return self._desk.position

    @property
    def position_steps(self) -> int:
        """What is held now in quantity steps, negative when short; the quickest way to ask."""
        return self._desk.account.position_steps

    @property
    def balance(self) -> Decimal:
        """Closed balance of the account."""
        return self._desk.balance

    @property
    def equity(self) -> Decimal:
        """Balance and open profit and loss at the last price."""
        return self._desk.equity

    def buy(self, quantity: Price | None = None, **terms: Unpack[OrderTerms]) -> str:
        """Ask for a buy order and return its name.

        Args:
            quantity: How much; the configured size if left out.
            terms: As `OrderTerms` says; a market order if left out.

        Raises:
            ValueError: For a quantity or a price between two steps, or terms that contradict one another.
        """
        return self._desk.request(build_request(self._desk, Side.BUY, quantity, terms))

    def sell(self, quantity: Price | None = None, **terms: Unpack[OrderTerms]) -> str:
        """Ask for a sell order and return its name; quantity and terms are those of `buy`.

        Raises:
            ValueError: For a quantity or a price between two steps, or terms that contradict one another.
        """
        return self._desk.request(build_request(self._desk, Side.SELL, quantity, terms))

    def enter_long(self) -> None:
        """Signal a buy entry of the configured size."""
        self._desk.signal(Signal(self._desk.now_ns, _BUY_ENTRY))

    def enter_short(self) -> None:
        """Signal a sell entry of the configured size."""
        self._desk.signal(Signal(self._desk.now_ns, _SELL_ENTRY))

    def exit(self) -> None:
        """Signal that the position be closed."""
        self._desk.signal(Signal(self._desk.now_ns, _EXIT))

    def cancel(self, client_order_id: str) -> None:
        """Ask for an order's end; nothing happens if it has ended."""
        self._desk.cancel(CancelOrder(client_order_id, "strategy"))

    def modify(
        self,
        client_order_id: str,
        *,
        limit_price: Price | None = None,
        stop_price: Price | None = None,
    ) -> None:
        """Ask for an order to be worked at other prices."""
        desk = self._desk
        desk.modify(ModifyOrder(client_order_id, desk.price_steps(limit_price), desk.price_steps(stop_price)))
