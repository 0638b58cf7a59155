"""The simulated exchange: it works out, bar by bar, what happened to orders and account."""

from collections import deque
from collections.abc import Callable, Iterable, Sequence

import attrs
import msgspec

from propbots.domain.bar import Bar
from propbots.domain.decision import CancelOrder, ModifyOrder
from propbots.domain.order import OrderType
from propbots.domain.roll import Roll
from propbots.domain.session import SessionCalendar
from propbots.engine.account import Holding
from propbots.engine.decision import Decision, SubmitOrder
from propbots.engine.market import NEVER_HIGH, NEVER_LOW
from propbots.engine.supervisor import Supervisor
from propbots.venue.ambiguity import is_ambiguous
from propbots.venue.book import WorkingOrder
from propbots.venue.change import modify
from propbots.venue.clocks import expire_dated, keep_out_of_news, turn_clocks, withdraw_dated
from propbots.venue.fences import account_fences, joint_fences
from propbots.venue.following import follow_first
from propbots.venue.matching import Matcher
from propbots.venue.path import PathPolicy, known_path
from propbots.venue.rolling import roll_over
from propbots.venue.worst_case import walk_worst_path

__all__ = ["BarState", "SimulatedMarket"]

_MARKET, _MARKET_ON_OPEN = OrderType.MARKET, OrderType.MARKET_ON_OPEN
FindFences = Callable[[Supervisor | None, Holding], tuple[int, int]]


class BarState(msgspec.Struct, gc=False, frozen=True):
    """The account after a bar that was looked at closely; the equity's extremes are those of its marks."""

    bar_time_ns: int
    balance: int
    position: int
    cost: int
    equity_low: int
    equity_high: int


@attrs.define(eq=False)
class SimulatedMarket:
    """Runs one engine's orders against bars.

    Attributes:
        matcher: Moves the market and fills orders.
        policy: What is taken for the path inside a bar.
        calendar: The instrument's sessions, by which day orders end.
        finer: Returns the finer bars inside a bar, where the path is known from them; None where it is not.
        find_last: Returns the last close before a moment, in ticks, where bars may have been passed over since.
        fenced: Whether bars between the fences may be passed over; the answer is the same.
        is_shared: Whether something may be decided while a bar goes on, by what happens beside it.
        rolls: Of the instrument's contracts, those that are still to come.
        states: The account after each bar that was looked at closely.
        ambiguous: When the bars began whose unknown order of events could have decided an outcome.
    """

    matcher: Matcher
    policy: PathPolicy
    calendar: SessionCalendar
    finer: Callable[[Bar], Iterable[Bar]] | None = None
    find_last: Callable[[int], int] | None = None
    fenced: bool = True
    is_shared: bool = False
    rolls: deque[Roll] = attrs.field(factory=deque)
    states: list[BarState] = attrs.field(factory=list)
    ambiguous: list[int] = attrs.field(factory=list)
    _quiet_fences: tuple[int, int] | None = None
    """The price fences after the open of a bar in which nothing happened since; they hold on."""

    def take(self, decisions: Sequence[Decision]) -> None:
        """Take what the engine decided; it acts from the next bar on."""
        matcher = self.matcher
        matcher.time_ns = matcher.engine.desk.now_ns
        for decision in decisions:
            if isinstance(decision, SubmitOrder):
                self._submit(decision)
            elif isinstance(decision, ModifyOrder):
                modify(matcher, decision)
            elif isinstance(decision, CancelOrder):
                working = matcher.book.get(decision.client_order_id)
                if working is not None:
                    matcher.cancel(working, decision.reason)
            else:
                matcher.close_everything(decision.reason)
        self.set_fences()

    def look_closely(self, bar: Bar) -> None:
        """Work out what a bar did, order by order."""
        matcher = self.matcher
        engine = matcher.engine
        engine.bar_time_ns = bar.open_time_ns
        engine.account.forget_marks()
        if self.is_shared:
            matcher.value_elsewhere()
            matcher.book.admit(bar.open_time_ns)
        while self.rolls and self.rolls[0].begins_ns <= bar.open_time_ns:
            roll_over(matcher, self.rolls.popleft())
        matcher.time_ns, matcher.price = bar.open_time_ns, bar.open_steps
        supervisor = engine.supervisor
        may_turn = supervisor is not None and (not self.fenced or bar.close_time_ns > supervisor.next_turn_ns)
        if may_turn or not matcher.book.is_plain:
            span = bar.open_time_ns, bar.close_time_ns
            turn_clocks(matcher, self.calendar, *span, fenced=self.fenced, find_last=self.find_last)
        if bar.close_time_ns > matcher.market.closing_ns:
            keep_out_of_news(matcher, bar.open_time_ns, bar.close_time_ns)
        if self.finer is None:
            ambiguous = self._pass_through(bar)
        else:
            # Every part must be passed through, so the answers are counted, not searched for the first that is true.
            ambiguous = sum(self._pass_through(part) for part in self.finer(bar)) > 0
        if ambiguous:
            self.ambiguous.append(bar.open_time_ns)
        self._remember()
        if self.is_shared:
            self.set_fences()
        else:
            self._set_fences(*(self._quiet_fences or self._price_fences(account_fences)))

    def close_out(self, bar: Bar, reason: str, moment_ns: int | None = None) -> None:
        """Close what is open at the last close, without slippage, and end what still works.

        Args:
            bar: The last one.
            reason: For the trade list.
            moment_ns: When the run ends; None if that is with the bar.
        """
        matcher = self.matcher
        matcher.engine.bar_time_ns = bar.open_time_ns
        matcher.time_ns = bar.close_time_ns if moment_ns is None else moment_ns
        matcher.price = bar.close_steps
        is_unseen = not self.states or self.states[-1].bar_time_ns != bar.open_time_ns
        if self.is_shared:
            matcher.engine.account.forget_marks()
            matcher.value_elsewhere()
            if is_unseen:
                matcher.holding.mark_lots(bar.low_steps, bar.high_steps)
        elif is_unseen:
            matcher.engine.account.forget_marks()
            matcher.holding.mark_span(bar.low_steps, bar.high_steps)
        self.end_orders(reason)
        matcher.close_position(reason, slippage=0)
        self._remember()

    def end_orders(self, reason: str) -> None:
        """End what still works."""
        for working in self.matcher.book.all():
            self.matcher.cancel(working, reason)

    def _remember(self) -> None:
        matcher = self.matcher
        account, holding = matcher.engine.account, matcher.holding
        self.states.append(
            BarState(
                matcher.engine.bar_time_ns,
                account.balance_units,
                holding.position_steps,
                holding.cost,
                account.equity_low,
                account.equity_high,
            )
        )

    def _submit(self, decision: SubmitOrder) -> None:
        matcher = self.matcher
        working = WorkingOrder.of(decision.approved.order)
        if working.type is _MARKET_ON_OPEN:
            working.opens_ns = self._find_next_open(matcher.engine.desk.view(working.request.instrument).bar)
        if self.is_shared:
            working.not_before_ns = matcher.time_ns
        matcher.book.add(working)
        matcher.accept(working)
        for approved in decision.exits:
            matcher.book.add(WorkingOrder.of(approved.order, is_held=True))
        if working.is_plain:
            return
        if working.good_till_ns and working.good_till_ns <= matcher.time_ns:
            matcher.expire(working)
        elif working.is_held:
            follow_first(matcher, working)

    def _find_next_open(self, bar: Bar | None) -> int:
        """Return the moment from which an open is that of the next session.

        What is decided at the last close of a session waits for the one that follows, though it may begin right then;
        what a timer decides while no bar is at hand waits for the one after the session of that moment.
        """
        now = self.matcher.time_ns
        if bar is not None:
            close_ns = self.calendar.span_at(bar.open_time_ns).close_time_ns
            if now <= close_ns:
                return close_ns
        span = self.calendar.span_at(now)
        return span.open_time_ns if now <= span.open_time_ns else span.close_time_ns

    def _pass_through(self, bar: Bar) -> bool:
        """Move the market from a bar's open to its close, and return whether the order of events mattered."""
        matcher, uncertain = self.matcher, False
        if matcher.book.has_dated_orders:
            expire_dated(matcher, bar.open_time_ns)
        if matcher.liquidity is not None:
            matcher.liquidity.begin(bar.volume)
        matcher.open(bar.open_steps, bar.open_time_ns)
        if matcher.book.has_dated_orders:
            uncertain = withdraw_dated(matcher, bar)
        matcher.time_ns = bar.close_time_ns
        low, high = self._price_fences(account_fences)
        if self.fenced and low < bar.low_steps and bar.high_steps < high:
            self._quiet_fences = low, high
            matcher.holding.mark_span(bar.low_steps, bar.high_steps)
            matcher.price = bar.close_steps
        else:
            self._quiet_fences = None
            uncertain |= is_ambiguous(matcher, bar)
            self._walk_through(bar)
        if matcher.book.has_dated_orders:
            expire_dated(matcher, bar.close_time_ns)
        return uncertain

    def _walk_through(self, bar: Bar) -> None:
        """Move the market along the path that the policy tells."""
        if self.policy is PathPolicy.WORST_CASE:
            walk_worst_path(self.matcher, bar)
        else:
            for target in known_path(self.policy, bar):
                self.matcher.walk(target)

    def _price_fences(self, find_fences: FindFences) -> tuple[int, int]:
        """Return the prices at or beyond which an order or a rule of the account could act.

        Args:
            find_fences: Tells those of the rules.
        """
        matcher = self.matcher
        orders = matcher.book.active
        if (orders and orders[-1].type is _MARKET) or matcher.book.waiting:
            return NEVER_HIGH, NEVER_LOW
        low, high = find_fences(matcher.engine.supervisor, matcher.holding)
        if not orders:
            return low, high
        through = matcher.costs.limit_through_steps
        for working in orders:
            order_low, order_high = working.fences(through)
            if order_low > low:
                low = order_low
            if order_high < high:
                high = order_high
        return low, high

    def set_fences(self) -> None:
        """Tell the engine within which prices and until when nothing can happen, as things stand."""
        self._set_fences(*self._price_fences(joint_fences if self.matcher.others else account_fences))

    def _set_fences(self, low: int, high: int) -> None:
        market, supervisor = self.matcher.market, self.matcher.engine.supervisor
        if not self.fenced or low >= high:
            market.fence_low, market.fence_high = NEVER_HIGH, NEVER_LOW
            return
        market.fence_low, market.fence_high = low, high
        until = market.closing_ns
        if supervisor is not None and supervisor.next_turn_ns < until:
            until = supervisor.next_turn_ns
        if self.rolls:
            until = min(until, self.rolls[0].begins_ns)
        book = self.matcher.book
        for working in book.active if book.is_plain else (*book.active, *book.dated_orders(), *book.day_orders()):
            wakes = working.wakes_ns
            if wakes < until:
                until = wakes
        market.fence_time_ns = until
