"""Several simulated markets under one account.

What the account is worth while one market is looked at depends on where the others are. Bars that end at one moment are
gone through one after the other: a market whose bar is still to come stands at that bar's open, and one whose bar has
passed, under the worst case, where it hurt most, so that the last of them judges the worst of all together; under a
known path it stands at its close. A market without a bar stands where it was last.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence

import attrs

from propbots.domain.bar import Bar
from propbots.engine.decision import Decision
from propbots.engine.engine import Engine
from propbots.engine.hearing import is_beside
from propbots.engine.market import NEVER_HIGH, NEVER_LOW, Market
from propbots.venue.homes import find_homes
from propbots.venue.market import SimulatedMarket
from propbots.venue.path import PathPolicy

__all__ = ["Exchange"]


@attrs.define(eq=False)
class Exchange:
    """The markets of one engine.

    Attributes:
        engine: Whose orders they work.
        markets: By instrument; the main one by the empty name as well.
        begins_ns: No bar that began earlier works orders.
        snapshots: The account after each closer look at a market: when the bar ended, the market's place among `each`,
            balance, least and greatest equity since the last one, then position and cost of each holding; all whole
            numbers. When markets are closed at the end, the place is one behind the last.
        each: The markets, the main one first.
    """

    engine: Engine
    markets: Mapping[str, SimulatedMarket]
    begins_ns: int = 0
    snapshots: list[tuple[int, ...]] = attrs.field(factory=list)
    each: list[SimulatedMarket] = attrs.field(init=False)
    _at_hand: list[Bar] = attrs.field(factory=list)
    _last: dict[str, Bar] = attrs.field(factory=dict)
    _is_open: bool = False
    """Whether something is decided or looked at while several bars are at hand, so that all of them must be."""
    _is_standing: bool = False
    """Whether the markets stand where the bars at hand and the last ones say, as who looks or decides wants them."""
    _fenced: dict[str, Market] = attrs.field(init=False)

    def __attrs_post_init__(self) -> None:
        """Join the markets."""
        self.each = [market for name, market in self.markets.items() if name]
        self._fenced = {name: market.matcher.market for name, market in self.markets.items()}
        for place, market in enumerate(self.each):
            market.is_shared = True
            market.matcher.others = [other.matcher for other in self.each if other is not market]
            market.matcher.market.look_closely = self._looker(place, market)

    def take(self, decisions: Sequence[Decision]) -> None:
        """Take what the engine decided, each decision in its market."""
        self._stand()
        for decision in decisions:
            for market in find_homes(decision, self.engine, self.markets):
                market.take((decision,))
        self._set_fences()

    def worked(self, bars: Iterable[Bar]) -> list[Bar]:
        """Return those of some bars that work orders, and not only tell of longer timeframes."""
        engine = self.engine
        return [
            bar
            for bar in bars
            if bar.open_time_ns >= self.begins_ns and (bar.feed in engine.venues or not is_beside(engine, bar))
        ]

    def begin(self, bars: list[Bar]) -> None:
        """Put bars at hand that end at one moment, in the order in which they will come.

        If one of them is worth a closer look, all are: what each of them judges depends on where the others are.
        """
        self._at_hand, self._is_standing = bars, False
        for bar in bars:
            fenced = self._fenced[bar.feed.instrument.id]
            if not fenced.is_between_fences(bar.low_steps, bar.high_steps, bar.close_time_ns):
                self._set_fences()
                return

    def end(self, bars: Iterable[Bar]) -> None:
        """Note where markets are after bars."""
        for bar in bars:
            self._last[bar.feed.instrument.id] = bar
        self._at_hand, self._is_standing = [], False
        if self._is_open:
            self._is_open = False
            self._set_fences()

    def close_out(self, last: Bar, reason: str) -> None:
        """Close what is open in each market at its last close, without slippage, and end what still works.

        Args:
            last: Of the main feed.
            reason: For the trade list.
        """
        self._stand()
        # Where the account ended while the main feed had no bars, the last of them had ended before.
        moment_ns = max([last.close_time_ns, *(moment for moment, *_ in self.snapshots[-1:])])
        for name, market in self.markets.items():
            if not name:
                continue
            bar = last if market is self.markets[""] else self._last.get(name)
            if bar is None:
                market.matcher.time_ns = moment_ns
                market.end_orders(reason)
            else:
                market.close_out(bar, reason, moment_ns)
                self._remember(moment_ns, len(self.each))

    def _market_of(self, bar: Bar) -> SimulatedMarket:
        return self.markets[bar.instrument.id]

    def _looker(self, place: int, market: SimulatedMarket) -> Callable[[Bar], None]:
        def look_closely(bar: Bar) -> None:
            if bar.open_time_ns < self.begins_ns:
                return
            self._stand()
            for earlier in self._at_hand:
                if earlier.feed == bar.feed:
                    break
                self._go_through(earlier)
            market.look_closely(bar)
            if self._at_hand:
                self._go_through(bar)
            else:
                self._stand_behind(bar)
            self._remember(bar.close_time_ns, place)
            self._set_fences()

        return look_closely

    def _stand(self) -> None:
        """Put the markets where they are: before a bar that is at hand, behind the last one where none is."""
        if self._is_standing:
            return
        self._is_standing = True
        for bar in self._last.values():
            self._stand_behind(bar)
        for bar in self._at_hand:
            matcher = self._market_of(bar).matcher
            matcher.holding.stand_at(bar.open_steps)
            matcher.hear(bar.open_time_ns, is_ahead=True)

    def _go_through(self, bar: Bar) -> None:
        """Note where a market is once its bar has passed, for those whose bars end at the same moment."""
        market = self._market_of(bar)
        holding = market.matcher.holding
        market.matcher.hear(bar.close_time_ns, is_ahead=False)
        if market.policy is PathPolicy.WORST_CASE:
            holding.low_steps, holding.high_steps = bar.low_steps, bar.high_steps
        else:
            holding.stand_at(bar.close_steps)

    def _stand_behind(self, bar: Bar) -> None:
        matcher = self._market_of(bar).matcher
        matcher.holding.stand_at(bar.close_steps)
        matcher.hear(bar.close_time_ns, is_ahead=False)

    def _remember(self, moment_ns: int, place: int) -> None:
        account = self.engine.account
        held = [fact for one in account.holdings for fact in (one.position_steps, one.cost)]
        self.snapshots.append((moment_ns, place, account.balance_units, account.equity_low, account.equity_high, *held))

    def _set_fences(self) -> None:
        """Tell the engine within what nothing can happen in each market; while bars are at hand all are looked at."""
        if not self._at_hand:
            self._stand()
            for market in self.each:
                market.set_fences()
            return
        self._is_open = True
        for bar in self._at_hand:
            fenced = self._fenced[bar.feed.instrument.id]
            fenced.fence_low, fenced.fence_high = NEVER_HIGH, NEVER_LOW
