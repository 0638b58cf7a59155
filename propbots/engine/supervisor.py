"""The plan at work: it judges every mark, turns the firm's days, and says when the account must be flat."""

from enum import StrEnum

import attrs

from propbots.domain.event import RiskEvent, RiskEventKind
from propbots.domain.outcome import PlanStatus, Violation
from propbots.domain.scale import Scale
from propbots.domain.time import from_nanoseconds
from propbots.engine.gate import RiskGate, TradingState
from propbots.rules.account_state import EquityFloor, PlanState
from propbots.rules.day import FirmCalendar, FirmDay
from propbots.rules.plan import Effect
from propbots.rules.scalar import NO_FLOOR

__all__ = ["AfterBreach", "ClosedDay", "Supervisor"]


_AT_ONCE = -(2**62)
"""A moment before all moments."""


class AfterBreach(StrEnum):
    """What a run does when the account has ended."""

    STOP = "stop"
    CONTINUE = "continue"


@attrs.frozen
class ClosedDay:
    """A trading day of the firm that is over.

    Attributes:
        day: Which.
        opening_balance: In whole units.
        closing_balance: In whole units.
        floor: The highest floor whose breach ends the account, during the day; None without one.
    """

    day: FirmDay
    opening_balance: int
    closing_balance: int
    floor: int | None


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
        days: The days that are over.
        violations: In their order.
        flattened: Whether today's flattening is done.
        highest_floor: The highest equity at which a rule would be broken.
        is_over: Whether the account has come to its end.
        next_turn_ns: The next moment at which the firm's clock asks for something.
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
    violations: list[Violation] = attrs.field(factory=list)
    flattened: bool = False
    highest_floor: int = NO_FLOOR
    is_over: bool = False
    next_turn_ns: int = _AT_ONCE
    _floor: int | None = None

    def turn_day(self, time_ns: int, balance: int) -> None:
        """Let the firm's day roll if a moment lies beyond it."""
        if self.day is not None and time_ns < self.day.end_ns:
            return
        if self.day is not None:
            self.close_day(balance, self.day.end_ns)
        if self.is_over:
            return
        self.day = self.calendar.day_at(time_ns)
        self.flattened = False
        self.next_turn_ns = self.day.end_ns if self.day.flatten_ns is None else self.day.flatten_ns
        self.state.open_day(balance)
        floor = self.state.nearest_floor(soft=False)
        # An account that goes on after its end is shown against the floor that it broke.
        self._floor = self._floor if floor is None else floor
        self._set_highest_floor()
        self.gate.release()

    def close_day(self, balance: int, time_ns: int) -> None:
        """End the day at hand, and the phase if its target is reached."""
        if self.day is None:
            return
        self.days.append(ClosedDay(self.day, self.state.day_start, balance, self._floor))
        self.day, self.next_turn_ns = None, _AT_ONCE
        self.state.close_day(balance)
        if self.status is PlanStatus.ACTIVE and self.state.is_passed(balance):
            profit = self.scale.to_money(balance - self.state.start)
            self._conclude(PlanStatus.PASSED, f"profit target reached with {profit}", time_ns)

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

    def judge(self, equity: int, time_ns: int) -> RiskEvent | None:
        """Judge the account at a mark.

        Returns:
            The violation, or None.
        """
        rule = self.state.broken(equity)
        if rule is None:
            return None
        event = self._violate(rule, equity, time_ns)
        if rule.effect is Effect.HARD:
            self._conclude(PlanStatus.FAILED, event.message, time_ns)
        else:
            self.gate.restrict(TradingState.HALTED, event.message)
        rule.disarm()
        self._set_highest_floor()
        return event

    def must_close(self, violation: RiskEvent) -> bool:
        """Whether a violation closes what is open: it does, unless the run goes on after the account's end."""
        return violation.effect != Effect.HARD or self.after_breach is AfterBreach.STOP

    def _set_highest_floor(self) -> None:
        floor = None if self.is_over else self.state.nearest_floor(soft=True)
        self.highest_floor = NO_FLOOR if floor is None else floor

    def _violate(self, rule: EquityFloor, equity: int, time_ns: int) -> RiskEvent:
        scale = self.scale
        message = f"{rule.name}: equity {scale.to_money(equity)} touched the floor {scale.to_money(rule.floor)}"
        self.violations.append(Violation(rule.name, rule.effect.value, time_ns, message))
        return RiskEvent(time_ns, RiskEventKind.VIOLATION, rule.name, rule.effect.value, message)

    def _conclude(self, status: PlanStatus, reason: str, time_ns: int) -> None:
        if self.status is PlanStatus.ACTIVE:
            self.status, self.reason, self.at_ns = status, reason, time_ns
        if self.after_breach is AfterBreach.STOP:
            self.is_over = True
            self.gate.restrict(TradingState.HALTED, reason)
        self._set_highest_floor()
