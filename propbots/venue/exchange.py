"""Several simulated markets under one account.

What the account is worth while one market is looked at depends on where the others are. Under the worst case it is
judged as if all bars that end at one moment had their worst point together; else each market stands where it was last.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence

import attrs

from propbots.domain.bar import Bar
from propbots.domain.decision import CancelOrder, ModifyOrder
from propbots.engine.decision import Decision, SubmitOrder
from propbots.engine.engine import Engine
from propbots.engine.hearing import is_beside
from propbots.venue.market import SimulatedMarket
from propbots.venue.path import PathPolicy

__all__ = ["Exchange"]


@attrs.define(eq=False)
class Exchange:
    """The markets of one engine.

    Attributes:
        engine: Whose orders they work.
        markets: By instrument; the main one by the empty name as well.
        snapshots: The account after each closer look at a market: when the bar ended, balance, least and greatest
            equity since the last one, then position and cost of each holding; all whole numbers.
    """

    engine: Engine
    markets: Mapping[str, SimulatedMarket]
    snapshots: list[tuple[int, ...]] = attrs.field(factory=list)
    _each: list[SimulatedMarket] = attrs.field(init=False)

    def __attrs_post_init__(self) -> None:
        """Join the markets."""
        self._each = [market for name, market in self.markets.items() if name]
        for market in self._each:
            market.is_shared = True
            market.matcher.others = [other.matcher for other in self._each if other is not market]
            market.matcher.market.look_closely = self._looker(market)

    def take(self, decisions: Sequence[Decision]) -> None:
        """Take what the engine decided, each decision in its market."""
        for decision in decisions:
            for market in self._homes(decision):
                market.take((decision,))
        self._set_fences()

    def worked(self, bars: Iterable[Bar]) -> list[Bar]:
        """Return those of some bars that work orders, and not only tell of longer timeframes."""
        engine = self.engine
        return [bar for bar in bars if bar.feed in engine.venues or not is_beside(engine, bar)]

    def begin(self, bars: Iterable[Bar]) -> None:
        """Note within which prices markets are while bars that end at one moment are looked at."""
        for bar in bars:
            market = self.markets[bar.instrument.id]
            if market.policy is PathPolicy.WORST_CASE:
                holding = market.matcher.holding
                holding.low_steps, holding.high_steps = bar.low_steps, bar.high_steps

    def end(self, bars: Iterable[Bar]) -> None:
        """Note where markets are after such bars."""
        for bar in bars:
            self.markets[bar.instrument.id].matcher.holding.stand_at(bar.close_steps)

    def close_out(self, last: Bar, reason: str) -> None:
        """Close what is open in each market at its last close, without slippage, and end what still works.

        Args:
            last: Of the main feed.
            reason: For the trade list.
        """
        for market in self._each:
            seen = self.engine.desk.view(market.matcher.holding.scale.instrument.id).bar
            bar = last if market is self.markets[""] else seen
            if bar is not None:
                market.close_out(bar, reason)
                self._remember(last.close_time_ns)

    def _homes(self, decision: Decision) -> Sequence[SimulatedMarket]:
        match decision:
            case SubmitOrder():
                return [self.markets[decision.approved.order.request.instrument]]
            case CancelOrder() | ModifyOrder():
                order = self.engine.orders.get(decision.client_order_id)
                return [] if order is None else [self.markets[order.request.instrument]]
            case _:
                return self._each

    def _looker(self, market: SimulatedMarket) -> Callable[[Bar], None]:
        holding = market.matcher.holding

        def look_closely(bar: Bar) -> None:
            market.look_closely(bar)
            holding.last_steps = bar.close_steps
            self._remember(bar.close_time_ns)
            self._set_fences()

        return look_closely

    def _remember(self, moment_ns: int) -> None:
        account = self.engine.account
        held = [fact for one in account.holdings for fact in (one.position_steps, one.cost)]
        self.snapshots.append((moment_ns, account.balance_units, account.equity_low, account.equity_high, *held))

    def _set_fences(self) -> None:
        for market in self._each:
            market.set_fences()
