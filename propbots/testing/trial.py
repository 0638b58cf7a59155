"""A plan at work on accounts that it never had: floors under losses, days under the clock, orders under the cap."""

from datetime import UTC, date, datetime
from decimal import Decimal
from itertools import product
from zoneinfo import ZoneInfo

import numpy as np

from propbots.api.risk import ContractCap, Need, Plan
from propbots.domain.order import Order, OrderRequest, Side
from propbots.domain.scale import Scale
from propbots.domain.session import UtcDays
from propbots.domain.time import from_nanoseconds, to_nanoseconds, to_text
from propbots.domain.timeframe import DAY, HOUR
from propbots.engine.gate import ApprovedOrder, RiskGate
from propbots.rules.account_state import PlanState, build_plan_state
from propbots.rules.day import FirmCalendar, FirmDay
from propbots.rules.path import LOSS_FLOOR, LOSS_LOCK
from propbots.testing.builder import an_instrument

__all__ = ["find_unfit_cap", "find_unfit_day", "find_unfit_floor", "find_unsteady_floor"]

Remark = tuple[str, str]
"""What is expected, and what was found."""
_DAYS = 400
_FIRST = to_nanoseconds(datetime(2025, 12, 1, tzinfo=UTC))
_STEPS = 200
_DATE = date(2026, 1, 5)


def _begin(plan: Plan) -> tuple[Scale, PlanState]:
    scale = Scale.of(an_instrument(currency=plan.currency, session=None), amounts=plan.amounts())
    return scale, build_plan_state(plan, scale)


def find_unfit_floor(plan: Plan) -> Remark | None:
    """Return what is wrong with the losses that break a plan, or nothing."""
    _, state = _begin(plan)
    if state.hard_floor(state.start) is None:
        if any(one.needed_for is Need.TRADING for one in plan.unknown):
            return None
        return f"{plan.name}: a floor whose breach ends the account", "none: it may lose without end"
    state.open_day(_DATE, state.start, state.start)
    if state.broken(state.start, state.start) is not None:
        return f"{plan.name}: an account that is sound at its start", "it is broken with its first cent"
    was_broken, all_that_is_there = False, max(state.start, 2 * state.numbers.loss_distance)
    for step in range(_STEPS + 1):
        is_broken = state.broken(state.start, state.start - all_that_is_there * step // _STEPS) is not None
        if was_broken and not is_broken:
            return f"{plan.name}: a breach that a larger loss does not mend", f"sound at step {step} of {_STEPS}"
        was_broken = is_broken
    return None if was_broken else (f"{plan.name}: a breach when all is lost", "none")


def find_unsteady_floor(plan: Plan) -> Remark | None:
    """Return a day on which a floor fell, or passed its lock; or nothing."""
    scale, state = _begin(plan)
    random, balance, most = np.random.default_rng(1), state.start, max(abs(state.start), state.numbers.loss_distance)
    if not state.numbers.loss_distance:
        return None
    lock = state.memory[LOSS_LOCK]
    for _ in range(_STEPS):
        old = state.memory[LOSS_FLOOR]
        state.open_day(_DATE, balance, balance)
        balance += int(random.integers(-most // 50, most // 40))
        state.follow(balance)
        state.close_day(balance, traded=True)
        floor = state.memory[LOSS_FLOOR]
        if floor < old or floor > lock:
            told = f"{scale.to_money(floor)} after {scale.to_money(old)}, locked at {scale.to_money(lock)}"
            return f"{plan.name}: a floor that never falls and never passes its lock", told
    return None


def find_unfit_cap(plan: Plan) -> Remark | None:
    """Return an order that the gate should have refused, or let through; or nothing."""
    caps = plan.find_all(ContractCap)
    if not caps:
        return None
    for weight in (Decimal(1), Decimal("0.1")):
        instrument = an_instrument(currency=plan.currency, session=None, mini_units=weight)
        gate = RiskGate(Scale.of(instrument, amounts=plan.amounts()), plan)
        most = min(_find_most(cap) / (1 if cap.counts_each else weight) for cap in caps)
        told = _find_wrong_review(gate, int(most))
        if told:
            return f"{plan.name}: up to {most} contracts that are each {weight} of a full-size one", told
    smallest = an_instrument(currency=plan.currency, session=None)
    most = min(_find_most(cap) for cap in caps)
    if most < smallest.mini_units:
        return f"{plan.name}: room for one micro contract at least", f"a cap of {most} full-size contracts"
    return None


def _find_most(cap: ContractCap) -> Decimal:
    """Return what a cap lets a fresh account hold."""
    return [cap.minis, *(tier.value for tier in cap.tiers if tier.profit <= 0)][-1]


def _find_wrong_review(gate: RiskGate, cap: int) -> str:
    amounts = (1, cap // 2, cap - 1, cap, cap + 1, 2 * cap + 1)
    for held, waiting, wanted in product((-cap, -1, 0, 1, cap // 2, cap), (0, 1, cap // 2), amounts):
        if wanted <= 0:
            continue
        live = [Order("waiting", OrderRequest(Side.BUY, waiting))] if waiting else []
        answer = gate.review(OrderRequest(Side.BUY, wanted), held, live)
        if isinstance(answer, ApprovedOrder) != (max(held, 0) + waiting + wanted <= cap):
            word = "approved" if isinstance(answer, ApprovedOrder) else "refused"
            return f"{wanted} more with {held} held and {waiting} waiting: {word}"
    return ""


def find_unfit_day(plan: Plan) -> Remark | None:
    """Return a day of the firm that does not follow the one before, or ends at another hour; or nothing."""
    firm = FirmCalendar(plan.day, UtcDays())
    day = firm.day_at(_FIRST)
    for _ in range(_DAYS):
        told = _judge(plan, firm, day)
        if told is not None:
            return told
        following = firm.day_at(day.end_ns)
        if following.start_ns != day.end_ns or following.date <= day.date:
            return f"{plan.name}: a day that begins where {day.date} ends", f"{following.date}, {_tell(following)}"
        day = following
    return None


def _judge(plan: Plan, firm: FirmCalendar, day: FirmDay) -> Remark | None:
    ends = from_nanoseconds(day.end_ns).astimezone(ZoneInfo(plan.day.zone)).time()
    if ends != plan.day.roll:
        return f"{plan.name}: a day that ends at {plan.day.roll} of {plan.day.zone}", f"{day.date} ends at {ends}"
    if not DAY - 2 * HOUR <= day.end_ns - day.start_ns <= DAY + 2 * HOUR:
        return f"{plan.name}: a day of about 24 hours", f"{day.date} {_tell(day)}"
    if any(firm.day_at(moment) != day for moment in (day.start_ns, day.end_ns - 1)):
        return f"{plan.name}: moments of {day.date} that lie in it", _tell(day)
    if day.flatten_ns is not None and not day.start_ns < day.flatten_ns < day.end_ns:
        return f"{plan.name}: positions that are closed within the day", f"{to_text(day.flatten_ns)} of {_tell(day)}"
    return None


def _tell(day: FirmDay) -> str:
    return f"from {to_text(day.start_ns)} to {to_text(day.end_ns)}"
