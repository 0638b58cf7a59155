"""What a plan says of an account when a run or a history is over."""

from collections.abc import Iterable
from decimal import Decimal

from propbots.domain.outcome import PlanDay, PlanOutcome, PlanStatus
from propbots.engine.supervisor import Supervisor
from propbots.rules.plan import Need

__all__ = ["conclude"]


def conclude(supervisor: Supervisor, days: Iterable[PlanDay]) -> PlanOutcome:
    """Return the plan's answer.

    Args:
        supervisor: Its last day closed.
        days: The days that it closed, as people are told of them.
    """
    plan = supervisor.state.plan
    status, reason = supervisor.status, supervisor.reason
    unknown = [one.name for one in plan.unknown if one.needed_for is Need.TRADING]
    if status is not PlanStatus.FAILED and unknown:
        status, reason = PlanStatus.UNKNOWN, f"not known: {', '.join(unknown)}"
    return PlanOutcome(
        name=plan.name,
        status=status,
        reason=reason,
        at_ns=supervisor.at_ns,
        days=tuple(days),
        progress=_progress(supervisor),
        violations=tuple(supervisor.violations),
        passed=tuple(supervisor.passed),
        payouts=tuple(supervisor.payouts),
    )


def _progress(supervisor: Supervisor) -> dict[str, Decimal | int | str | bool | None]:
    scale, state = supervisor.scale, supervisor.state
    numbers = state.numbers
    balance = supervisor.days[-1].closing_balance if supervisor.days else state.start
    required, floor = state.required_profit(), state.hard_floor(balance)
    if floor is None and supervisor.days:
        floor = supervisor.days[-1].floor
    return {
        "profit": scale.to_money(balance - state.start),
        "profit_target": scale.to_money(numbers.target) if numbers.target else None,
        "profit_required": None if required is None else scale.to_money(required),
        "best_day": scale.to_money(state.best_day),
        "trading_days": state.days,
        "floor": None if floor is None else scale.to_money(floor - state.offset),
    }
