"""What of a backtest's or a bot's configuration could break a rule of its plan, before a cent is at stake."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

import attrs

from propbots.domain.order import OrderRequest, Side
from propbots.domain.scale import Scale
from propbots.domain.timeframe import DAY
from propbots.engine.caution import Caution
from propbots.engine.gate import Denial, RiskGate
from propbots.engine.worst_price import Exposure, Reserve
from propbots.errors import ConfigurationError
from propbots.rules.account_state import PlanState, build_plan_state
from propbots.rules.day import FirmCalendar
from propbots.rules.explanation import explain_rule
from propbots.rules.news import concerns
from propbots.rules.notation import tell_count
from propbots.rules.plan import Need, Plan
from propbots.rules.rule import Automation, Bots, Conduct, NewsWindow
from propbots.simulation.request import BacktestRequest
from propbots.strategy.sizing import FixedQuantity

__all__ = ["PlanRemark", "check_against_plan"]

_ANY_DAY = date(2026, 1, 1)


@attrs.frozen
class PlanRemark:
    """Something to know before trading under a plan.

    Attributes:
        is_conflict: Whether it must be mended first.
        rule: Whose rule, as plans call it.
        message: For people, with the numbers.
    """

    is_conflict: bool
    rule: str
    message: str


def _note(rule: str, message: str) -> PlanRemark:
    return PlanRemark(is_conflict=False, rule=rule, message=message)


def _conflict(rule: str, message: str) -> PlanRemark:
    return PlanRemark(is_conflict=True, rule=rule, message=message)


def check_against_plan(request: BacktestRequest) -> list[PlanRemark]:
    """Return what could break a rule, conflicts first.

    Args:
        request: What is to be run, with its plan.

    Raises:
        ConfigurationError: If it has no plan.
    """
    plan = request.plan
    if plan is None:
        raise ConfigurationError("there is no plan to check against; give one with --plan or in the configuration")
    found = [
        *_check_automation(plan),
        *_check_size(request, plan),
        *_check_hours(request, plan),
        *_check_facts(request, plan),
    ]
    return sorted(found, key=lambda one: not one.is_conflict)


def _check_automation(plan: Plan) -> Iterator[PlanRemark]:
    """Tell whether a bot may trade the account, with the clause and its source."""
    automation = plan.find(Automation)
    if automation is None:
        yield _note("automation", "the plan says nothing about bots; ask the firm")
    else:
        tell = _conflict if automation.bots is Bots.NO else _note
        yield tell("automation", explain_rule(automation))
    for conduct in plan.find_all(Conduct):
        yield _note("conduct", explain_rule(conduct))


def _check_size(request: BacktestRequest, plan: Plan) -> Iterator[PlanRemark]:
    """Hold the size of an entry against caps, and what it could lose against what may be lost."""
    instrument = request.columns.feed.instrument
    rates = [request.costs.commission]
    scale = Scale.of(instrument, rates=rates, amounts=[*plan.amounts(), request.balance])
    size = request.size
    if size.risk is not None:
        yield from _check_money_at_risk(size.risk, build_plan_state(plan, scale), scale)
        return
    quantity = FixedQuantity.of(size.quantity, scale).steps
    verdict = RiskGate(scale, plan).review(OrderRequest(Side.BUY, quantity), 0, ())
    if isinstance(verdict, Denial):
        yield _conflict(verdict.rule, verdict.message)
    yield from _check_gap(request, plan, scale, quantity)


def _check_gap(request: BacktestRequest, plan: Plan, scale: Scale, quantity: int) -> Iterator[PlanRemark]:
    """Hold what an entry without a stop could lose in a gap against what may be lost on the first day."""
    caution: Caution = request.caution
    reserve = Reserve.of(scale, caution, scale.rate_to_units(request.costs.commission))
    price = request.columns.close.item(request.first)
    lost = Exposure(reserve, price, 0, ()).lose_most(OrderRequest(Side.BUY, quantity))
    state = _open(plan, scale)
    for floor in state.floors(state.start):
        left = state.start - floor.floor
        if lost < left:
            continue
        told = (
            f"{scale.to_quantity(quantity)} {scale.instrument.id} without a stop could lose {scale.to_money(lost)} at "
            f"the worst price; {scale.to_money(left)} may be lost, so that the gate refuses every entry"
        )
        yield _conflict(floor.name, told)


def _check_money_at_risk(risk: Decimal, state: PlanState, scale: Scale) -> Iterator[PlanRemark]:
    """Hold money at risk to the stop against what may be lost on the first day."""
    state = _open(state.plan, scale)
    for floor in state.floors(state.start):
        left = scale.to_money(state.start - floor.floor)
        if risk >= left:
            told = f"an entry risks {risk} to its stop; {left} may be lost, so that one trade may break the rule"
            yield _conflict(floor.name, told)


def _open(plan: Plan, scale: Scale) -> PlanState:
    state = build_plan_state(plan, scale)
    state.open_day(plan.effective_from or _ANY_DAY, state.start, state.start)
    return state


def _check_hours(request: BacktestRequest, plan: Plan) -> Iterator[PlanRemark]:
    """Tell how much of the exchange's session the firm's hours leave out."""
    firm = FirmCalendar(plan.day, request.calendar)
    span = request.calendar.span_at(request.columns.open_time.item(request.first))
    day = firm.day_at(request.columns.open_time.item(request.first))
    if day.flatten_ns is None or not 0 < span.close_time_ns - day.flatten_ns < DAY:
        return
    minutes = (span.close_time_ns - day.flatten_ns) // (60 * 10**9)
    told = f"positions are closed {minutes} minutes before the exchange's session ends; what is held then is sold"
    yield _note("hours", told)


def _tell_releases(request: BacktestRequest, window: NewsWindow) -> str:
    """Say how many releases of a window fall into the bars, or that none are known."""
    if request.news is None:
        return "No calendar of releases is given (--news): stay out of them yourself."
    columns, instrument = request.columns, request.columns.feed.instrument
    first, last = columns.open_time.item(request.first), columns.close_time.item(-1)
    known = [one for one in request.news.releases if first <= one.time_ns <= last]
    count = sum(concerns(window, one, instrument) for one in known)
    return f"{request.news.source} has {tell_count(count, 'such release')} for {instrument.id} within the bars."


def _check_facts(request: BacktestRequest, plan: Plan) -> Iterator[PlanRemark]:
    """Tell what nobody knows, and what is not watched."""
    for one in plan.unknown:
        if one.products and request.columns.feed.instrument.id not in one.products:
            continue
        tell = _conflict if one.needed_for is Need.TRADING else _note
        yield tell("unknown", f"{one.name}: {one.what}")
    if plan.effective_to is not None:
        told = f"{plan.name} held until {plan.effective_to}; nobody can buy this account any more"
        yield _conflict("effective_to", told)
    for window in plan.find_all(NewsWindow):
        yield _note("news_window", f"{explain_rule(window)} {_tell_releases(request, window)}")
