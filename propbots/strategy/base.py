"""The two ways to write a strategy: as rules, or as reactions to events."""

from datetime import datetime, timedelta
from decimal import Decimal
from typing import Unpack, dataclass_transform

import attrs
from typing_extensions import override

from propbots.domain.bar import Bar, Feed
from propbots.domain.decision import CancelOrder, ModifyOrder
from propbots.domain.event import OrderEvent, OrderFilled, Side, Signal, SignalKind, TimerFired
from propbots.domain.session import SessionSpan
from propbots.domain.tick import QuoteTick, TradeTick
from propbots.domain.time import to_nanoseconds, to_text
from propbots.errors import PluginContractBroken
from propbots.series.expression import Expression, is_condition
from propbots.strategy.declarations import Declarations
from propbots.strategy.desk import Desk
from propbots.strategy.market_view import Position
from propbots.strategy.reading import Reading
from propbots.strategy.terms import OrderTerms, Price, build_request, read_quantity

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

    Declare indicators and feeds in `on_start`; `on_bar` is called from the first bar on, after they took it. Orders
    decided at a bar's close act from the next bar on.
    """

    def on_start(self) -> None:
        """Declare indicators, feeds and timers; called once, before the first bar."""

    def on_bar(self, bar: Bar) -> None:
        """React to a bar of the main feed, or of one that was subscribed to, that has closed; `bar.feed` says which."""

    def on_quote(self, quote: QuoteTick) -> None:
        """React to a change of the best bid or ask, where the data are ticks."""

    def on_trade(self, trade: TradeTick) -> None:
        """React to a public print, where the data are ticks."""

    def on_timer(self, timer: TimerFired) -> None:
        """React to a timer that was set."""

    def on_session_open(self, session: SessionSpan) -> None:
        """React to the opening of a trading day of the main instrument's exchange, before its first bar."""

    def on_session_close(self, session: SessionSpan) -> None:
        """React to the close of a trading day of the main instrument's exchange, after its last bar."""

    def on_fill(self, fill: OrderFilled) -> None:
        """React to an execution of one of the strategy's orders."""

    def on_order(self, event: OrderEvent) -> None:
        """React to anything else that happened to one of the strategy's orders."""

    def on_stop(self) -> None:
        """Finish; called once, after the last bar."""

    def connect(self, desk: Desk, declarations: Declarations) -> None:
        """Give the strategy its desk and what takes its declarations; called by the engine."""
        self._desk = desk
        self._declarations = declarations

    def indicator(self, source: Expression) -> Reading:
        """Declare an indicator, or any expression, and return where its value is read each bar.

        Raises:
            TypeError: If the indicator has several outputs and none is named.
        """
        return self._declarations.declare(source)

    def subscribe(self, feed: str) -> Feed:
        """Follow another feed, so that `on_bar` is called with its bars as well; call it in `on_start`.

        At one moment the bars of other feeds come before the main feed's, the longest first, so that the main feed's
        is decided upon with everything that is finished.

        Args:
            feed: A timeframe of the main instrument such as `1h`, another instrument of the configuration, or both, as
                in `GOLD 5m`.

        Raises:
            ConfigurationError: If there is none.
        """
        return self._declarations.subscribe(feed)

    def set_timer(self, name: str, at: datetime, every: timedelta | None = None) -> None:
        """Ask for `on_timer` at a moment, and from there on at an interval; a name set again is set anew.

        It is called after the bars that close by then, and before the bar of the main feed that closes later. One that
        repeats may begin at any moment that lies on its grid; of those the first to come is the first.

        Raises:
            ValueError: For a moment without a zone or one that is over, or an interval of 0 or less.
        """
        at_ns, now_ns = to_nanoseconds(at), self._desk.now_ns
        if every is not None and every <= timedelta(0):
            raise ValueError(f"timer {name!r} must repeat at an interval above 0 (was {every})")
        interval_ns = 0 if every is None else every // timedelta(microseconds=1) * 1_000
        if interval_ns and at_ns <= now_ns:
            at_ns += (now_ns - at_ns) // interval_ns * interval_ns + interval_ns
        if at_ns <= now_ns:
            raise ValueError(f"timer {name!r} must be set for a moment to come (was {at}, it is {to_text(now_ns)})")
        self._desk.timers.set(name, at_ns, interval_ns)

    def cancel_timer(self, name: str) -> None:
        """Wait for a timer no longer; nothing happens if it is not set."""
        self._desk.timers.cancel(name)

    @property
    def position(self) -> Position:
        """What is held of the main instrument now."""
        return self._desk.main.position

    def position_of(self, instrument: str) -> Position:
        """Return what is held of an instrument now.

        Raises:
            ValueError: If there is no feed of it.
        """
        return self._desk.view(instrument).position

    @property
    def position_steps(self) -> int:
        """What is held of the main instrument in quantity steps, negative when short; the quickest way to ask."""
        return self._desk.main.account.position_steps

    @property
    def balance(self) -> Decimal:
        """Closed balance of the account."""
        return self._desk.balance

    @property
    def equity(self) -> Decimal:
        """Balance and open profit and loss at the last prices."""
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

    def enter_long(self, instrument: str = "") -> None:
        """Signal a buy entry of the configured size, in the main instrument if none is named."""
        self._signal(_BUY_ENTRY, instrument)

    def enter_short(self, instrument: str = "") -> None:
        """Signal a sell entry of the configured size, in the main instrument if none is named."""
        self._signal(_SELL_ENTRY, instrument)

    def exit(self, instrument: str = "") -> None:
        """Signal that the position be closed, in the main instrument if none is named."""
        self._signal(_EXIT, instrument)

    def cancel(self, client_order_id: str) -> None:
        """Ask for an order's end; nothing happens if it has ended."""
        self._desk.cancel(CancelOrder(client_order_id, "strategy"))

    def modify(
        self,
        client_order_id: str,
        *,
        limit_price: Price | None = None,
        stop_price: Price | None = None,
        quantity: Price | None = None,
    ) -> None:
        """Ask for an order to be worked at other prices, or for another quantity in all.

        Args:
            client_order_id: Its name.
            limit_price: Its new limit; None leaves it as it is.
            stop_price: Its new trigger; None leaves it as it is.
            quantity: What it is for, filled parts included; where no more than that is filled, it ends. None leaves it.

        Raises:
            ValueError: For a quantity or a price between two steps.
        """
        view = self._desk.view_of_order(client_order_id)
        limit, stop = view.price_steps(limit_price), view.price_steps(stop_price)
        steps = None if quantity is None else read_quantity(view, quantity)
        self._desk.modify(ModifyOrder(client_order_id, limit, stop, steps))

    def _signal(self, kind: SignalKind, instrument: str) -> None:
        desk = self._desk
        home = desk.home_of(desk.view(instrument)) if instrument else ""
        desk.signal(Signal(desk.now_ns, kind, None, None, None, home))
