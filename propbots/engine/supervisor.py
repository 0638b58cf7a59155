"""The plan at work: it judges every mark, turns the firm's days, and says when the account must be flat."""

from datetime import date

import attrs

from propbots.domain.event import RiskEvent, RiskEventKind
from propbots.domain.outcome import PaidOut, PassedPhase, PlanStatus, Violation
from propbots.domain.scale import Scale
from propbots.domain.time import from_nanoseconds
from propbots.engine.caution import BARE, Caution
from propbots.engine.gate import RiskGate, TradingState
from propbots.engine.guard import find_guard, measure_ways
from propbots.engine.life import AfterBreach, ClosedDay, NextPhase
from propbots.engine.order_rules import OrderRules
from propbots.rules.account_state import BrokenRule, PlanState, build_plan_state
from propbots.rules.day import FirmCalendar, FirmDay
from propbots.rules.payout import arrives
from propbots.rules.plan import Plan
from propbots.rules.rule import Effect
from propbots.rules.scalar import NO_FLOOR, NO_LOCK

__all__ = ["Supervisor"]


_AT_ONCE = -(2**62)
"""A moment before all moments."""


@attrs.define(eq=False)
class Supervisor:
    """Keeps one account to its plan.

    Attributes:
        scale: How money is counted, for messages.
        state: What the plan remembers.
        calendar: The firm's days.
        gate: Closed and opened as the plan demands.
        after_breach: Whether the run ends with the account.
        day: The firm's day at hand; None before the first bar.
        status: Where the account stands.
        reason: Why; None while active.
        at_ns: Since when; None while active.
        caution: How careful it is; of what may be lost in a day, at which share everything is closed.
        days: The days that are over.
        floors: When the bar or tick began at which the highest floor whose breach ends the account became another
            one, and which; an account that goes on after its end is shown against the floor that it broke.
        violations: In their order.
        flattened: Whether today's flattening is done.
        floor: The highest equity at which a rule would be broken.
        edge: The highest equity at which something happens: a rule is broken, or everything is closed before one is.
        peak: The least equity at which a floor would rise.
        is_over: Whether the account has come to its end.
        next_turn_ns: The next moment at which the firm's clock asks for something.
        has_traded: Whether something was traded today.
        following: The phases that an account goes on with, in their order; empty where it ends with this one.
        takes_payouts: Whether money is taken out as soon and as much as may be.
        leaves_phase: Whether a phase was passed: everything is to be closed, and then the next one begun.
        passed: The phases that were passed.
        phases: When each phase began, nanoseconds since 1970 UTC, and its plan; the first since ever.
        payouts: What was taken out.
        closing_cost: What closing one quantity step at once may cost; None where several instruments are traded.
        room: The most quantity steps that may be held while the edge stays where it is.
        order_rules: The plan's rules about orders beyond its caps; None where no version of it has any.
    """

    scale: Scale
    state: PlanState
    calendar: FirmCalendar
    gate: RiskGate
    after_breach: AfterBreach = AfterBreach.STOP
    day: FirmDay | None = None
    status: PlanStatus = PlanStatus.ACTIVE
    reason: str | None = None
    at_ns: int | None = None
    days: list[ClosedDay] = attrs.field(factory=list)
    floors: list[tuple[int, int]] = attrs.field(factory=list)
    violations: list[Violation] = attrs.field(factory=list)
    flattened: bool = False
    floor: int = attrs.field()
    edge: int = NO_FLOOR
    peak: int = NO_LOCK
    is_over: bool = False
    next_turn_ns: int = _AT_ONCE
    caution: Caution = BARE
    has_traded: bool = False
    closing_cost: int | None = None
    room: int = -1
    following: list[NextPhase] = attrs.field(factory=list)
    takes_payouts: bool = False
    leaves_phase: bool = False
    passed: list[PassedPhase] = attrs.field(factory=list)
    phases: list[tuple[int, Plan]] = attrs.field(init=False)
    payouts: list[PaidOut] = attrs.field(factory=list)
    _waits_since: date | None = None
    order_rules: OrderRules | None = None
    _day_floor: int | None = None
    _ways: dict[int, int] = attrs.field(factory=dict)
    _cushion: int = 0
    _balance: int = 0

    @phases.default
    def _first_phase(self) -> list[tuple[int, Plan]]:
        """Return the phase with which the account begins."""
        return [(_AT_ONCE, self.state.plan)]

    @floor.default
    def _first_floor(self) -> int:
        """Return the floor before the first day begins: an order may be asked for even then."""
        return self.state.edge(self.state.start)

    def turn_day(self, time_ns: int, balance: int, equity: int) -> None:
        """Let the firm's day roll if a moment lies beyond it, with what the account was worth as it rolled."""
        if self.day is not None and time_ns < self.day.end_ns:
            return
        if self.day is not None:
            self.close_day(balance, self.day.end_ns)
        if self.is_over:
            return
        self.day = self.calendar.day_at(time_ns)
        self.flattened = False
        self.next_turn_ns = self.day.end_ns if self.day.flatten_ns is None else self.day.flatten_ns
        self.has_traded = False
        self.state.open_day(self.day.date, balance, equity)
        self._day_floor = self.floors[-1][1] if self.floors and self.state.hard_floor(balance) is None else None
        self.gate.begin_day(self.state.plan, balance - self.state.start)
        if self.order_rules is not None:
            self.order_rules.adopt(self.state.plan)
        self._ways = measure_ways(self.state, self.caution, balance, equity)
        self._set_edges(balance, time_ns)

    def close_day(self, balance: int, time_ns: int) -> None:
        """End the day at hand, and the phase if its target is reached."""
        if self.day is None:
            return
        state, today = self.state, self.day.date
        closed = ClosedDay(self.day, state.day_start, balance, self._day_floor, state.plan.name, state.offset)
        self.day, self.next_turn_ns = None, _AT_ONCE
        state.close_day(balance, traded=self.has_traded)
        if self.status is PlanStatus.ACTIVE and state.is_passed(balance):
            profit = self.scale.to_money(balance - state.start)
            self._pass(f"profit target reached with {profit}", today, time_ns)
        elif self.status is PlanStatus.ACTIVE and self.takes_payouts:
            closed = attrs.evolve(closed, payout=self._take_payout(balance, today, time_ns))
        self.days.append(closed)

    def _pass(self, reason: str, today: date, time_ns: int) -> None:
        """Go on with the next phase, or come to the end."""
        if not self.following:
            self._conclude(PlanStatus.PASSED, reason, time_ns)
            return
        self.passed.append(PassedPhase(self.state.plan.name, today, reason))
        self.leaves_phase = True

    def begin_phase(self, balance: int, time_ns: int) -> None:
        """Begin the next phase, and a day of it, with nothing held."""
        self.enter_phase(balance, time_ns)
        self.turn_day(time_ns, balance, balance)

    def enter_phase(self, balance: int, time_ns: int) -> None:
        """Go on with the next phase as a fresh account that is told with the balance at hand, in whole units."""
        following = self.following.pop(0)
        self.calendar, self._waits_since, self.leaves_phase = following.calendar, None, False
        self.order_rules = following.order_rules
        self.phases.append((time_ns, following.plan))
        self.state = build_plan_state(following.plan, self.scale, balance)
        self.day = None

    def _take_payout(self, balance: int, today: date, time_ns: int) -> int:
        """Take out what may be, and return it."""
        if self.has_traded and self._waits_since is None:
            self._waits_since = today
        waited = -1 if self._waits_since is None else (today - self._waits_since).days
        state, terms = self.state, self.state.payout
        amount = state.ask_payout(balance, waited)
        if not amount or terms is None:
            return 0
        to_money, self._waits_since = self.scale.to_money, today
        self.payouts.append(PaidOut(today, to_money(amount), to_money(arrives(terms, amount))))
        if state.is_paid_out:
            self._conclude(PlanStatus.PASSED, "the last payout of the plan was taken", time_ns)
        return amount

    def must_flatten(self, bar_close_ns: int) -> bool:
        """Whether a bar that ends at a moment ends after the day's flattening begins."""
        day = self.day
        if day is None or day.flatten_ns is None or self.flattened or bar_close_ns <= day.flatten_ns:
            return False
        self.flattened, self.next_turn_ns = True, day.end_ns
        opens = from_nanoseconds(day.end_ns)
        reason = f"the plan must be flat by its hour; entries open again at {opens:%Y-%m-%d %H:%M} UTC"
        if self.gate.state is TradingState.ACTIVE:
            self.gate.restrict(TradingState.REDUCING, reason)
        return True

    def note_fill(self, balance: int, bar_time_ns: int, cushion: int = 0) -> None:
        """Note that something was traded, after which there is a balance.

        Args:
            balance: Closed.
            bar_time_ns: When the bar or tick began that is at hand.
            cushion: What closing everything at once may cost.
        """
        self.has_traded, self._cushion = True, cushion
        self._set_edges(balance, bar_time_ns)

    def note_balance(self, balance: int, bar_time_ns: int) -> None:
        """Note the closed balance, on which the floor of a floating loss hangs."""
        if self.state.numbers.floating_amount:
            self._set_edges(balance, bar_time_ns)

    def name_floor(self) -> str:
        """Say which rule has the highest floor."""
        floors = self.state.floors(self._balance)
        return max(floors, key=lambda rule: rule.floor).name if floors else "maximum_loss"

    def move_money(self, balance: int, *, deposit: int, payout: int, bar_time_ns: int) -> None:
        """Note that money was paid in or out, after which there is a balance."""
        if deposit:
            self.state.deposit(deposit)
        if payout:
            self.state.take_payout(balance, payout)
        self._set_edges(balance, bar_time_ns)

    def judge(self, balance: int, equity: int, time_ns: int, bar_time_ns: int) -> RiskEvent | None:
        """Judge the account at a mark at or beyond an edge: floors follow a new peak, then equity is held against them.

        Args:
            balance: Closed balance.
            equity: With what is open.
            time_ns: The moment of the mark.
            bar_time_ns: When the bar or tick began that is at hand.

        Returns:
            The violation, or None.
        """
        if equity >= self.peak:
            self.state.follow(equity)
            self._set_edges(balance, bar_time_ns)
        rule = self.state.broken(balance, equity)
        if rule is None:
            is_near = bool(self._ways) and equity <= self.edge
            return self._flatten_early(balance, equity, time_ns, bar_time_ns) if is_near else None
        event = self._violate(rule, equity, time_ns)
        if rule.effect is Effect.HARD:
            self._conclude(PlanStatus.FAILED, event.message, time_ns)
        else:
            self.gate.restrict(TradingState.HALTED, event.message)
        self.state.disarm(rule)
        self._set_edges(balance, bar_time_ns)
        return event

    def must_close(self, violation: RiskEvent) -> bool:
        """Whether a violation closes what is open: it does, unless the run goes on after the account's end."""
        return violation.effect != Effect.HARD or self.after_breach is AfterBreach.STOP

    def _flatten_early(self, balance: int, equity: int, time_ns: int, bar_time_ns: int) -> RiskEvent:
        """Close everything while no rule is broken yet, and let nothing be opened until the next day."""
        scale, name = self.scale, self.name_floor()
        told = [scale.to_money(amount - self.state.offset) for amount in (equity, self.floor)]
        message = f"auto_flatten: equity {told[0]} has come near the floor {told[1]} of {name}"
        self._ways = {}
        self._set_edges(balance, bar_time_ns)
        if self.gate.state is TradingState.ACTIVE:
            self.gate.restrict(TradingState.REDUCING, message)
        return RiskEvent(time_ns, RiskEventKind.WARNING, "auto_flatten", "", message)

    def _set_edges(self, balance: int, bar_time_ns: int) -> None:
        self._balance, self.room = balance, -1
        if self.is_over:
            self.floor, self.edge, self.peak = NO_FLOOR, NO_FLOOR, NO_LOCK
            return
        self.floor, self.peak = self.state.edge(balance), self.state.next_peak()
        guard, nearest = find_guard(self.state, self.caution, self._ways, balance)
        self.edge = max(self.floor, guard, nearest + self._cushion)
        # A floor that hangs on the balance moves with every fill; so does an edge that the cushion has raised.
        hangs = self.state.numbers.floating_amount or self.edge > max(self.floor, guard)
        if self.closing_cost is not None and not hangs:
            self.room = (self.edge - nearest) // self.closing_cost if self.closing_cost else NO_LOCK
        floor = self.state.hard_floor(balance)
        if floor is None:
            return
        self._day_floor = floor if self._day_floor is None else max(floor, self._day_floor)
        if not self.floors or self.floors[-1][1] != floor:
            self.floors.append((bar_time_ns, floor))

    def _violate(self, rule: BrokenRule, equity: int, time_ns: int) -> RiskEvent:
        told = [self.scale.to_money(amount - self.state.offset) for amount in (equity, rule.floor)]
        message = f"{rule.name}: equity {told[0]} touched the floor {told[1]}"
        self.violations.append(Violation(rule.name, rule.effect.value, time_ns, message))
        return RiskEvent(time_ns, RiskEventKind.VIOLATION, rule.name, rule.effect.value, message)

    def _conclude(self, status: PlanStatus, reason: str, time_ns: int) -> None:
        if self.status is PlanStatus.ACTIVE:
            self.status, self.reason, self.at_ns = status, reason, time_ns
        if self.after_breach is AfterBreach.STOP:
            self.is_over = True
            self.gate.restrict(TradingState.HALTED, reason)
            self.floor, self.edge, self.peak = NO_FLOOR, NO_FLOOR, NO_LOCK
