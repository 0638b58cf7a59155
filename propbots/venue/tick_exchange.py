"""Several simulated markets on ticks under one account, which is valued at every tick of any of them."""

from collections.abc import Callable, Mapping, Sequence

import attrs

from propbots.domain.bar import Bar
from propbots.domain.tick import QuoteTick, TradeTick
from propbots.engine.decision import Decision
from propbots.engine.engine import Engine
from propbots.venue.homes import find_homes
from propbots.venue.tick_market import TickMarket

__all__ = ["TickExchange"]


@attrs.define(eq=False)
class TickExchange:
    """The markets of one engine, each with ticks of its own.

    Attributes:
        engine: Whose orders they work.
        markets: By instrument; the main one by the empty name as well.
        each: The markets, the main one first.
        states: The account after each closer look at a market: when that was, balance, least and greatest equity since
            the last one, then position and cost of each holding; all whole numbers.
    """

    engine: Engine
    markets: Mapping[str, TickMarket]
    each: list[TickMarket] = attrs.field(init=False)
    states: list[tuple[int, ...]] = attrs.field(factory=list)

    def __attrs_post_init__(self) -> None:
        """Join the markets."""
        self.each = [market for name, market in self.markets.items() if name]
        for market in self.each:
            market.matcher.others = [other.matcher for other in self.each if other is not market]
            market.matcher.market.look_closely = self._looker(market)

    def take(self, decisions: Sequence[Decision]) -> None:
        """Take what the engine decided, each decision in its market."""
        for decision in decisions:
            for market in find_homes(decision, self.engine, self.markets):
                market.take((decision,))
        self._catch_up(self.each, self.engine.desk.now_ns)
        self._set_fences()

    def close_out(self, last: Bar, reason: str) -> None:
        """Close what is open in each market where it stands, without slippage, and end what still works."""
        self._catch_up(self.each, self.engine.desk.now_ns)
        for market in self.each:
            market.close_out(last, reason)
            self._remember()

    def _looker(self, market: TickMarket) -> Callable[[QuoteTick | TradeTick], None]:
        others = [other for other in self.each if other is not market]

        def look_closely(tick: QuoteTick | TradeTick) -> None:
            self._catch_up(others, tick.event_time_ns)
            market.look_closely(tick)
            self._remember()
            self._stand(tick.event_time_ns)
            self._set_fences()

        return look_closely

    def _catch_up(self, markets: Sequence[TickMarket], now_ns: int) -> None:
        """Let markets be where their last ticks were."""
        for market in markets:
            market.catch_up()
            market.stand(now_ns)

    def _stand(self, now_ns: int) -> None:
        for market in self.each:
            market.stand(now_ns)

    def _set_fences(self) -> None:
        for market in self.each:
            market.set_fences()

    def _remember(self) -> None:
        engine, account = self.engine, self.engine.account
        held = [fact for one in account.holdings for fact in (one.position_steps, one.cost)]
        marks = account.balance_units, account.equity_low, account.equity_high
        self.states.append((engine.bar_time_ns, *marks, *held))
