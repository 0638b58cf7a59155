"""What a plan remembers of an account, written down: a restart goes on with the very numbers that it left."""

import hashlib

import msgspec

from propbots.domain.scale import Scale
from propbots.errors import DataCorrupt
from propbots.rules import path
from propbots.rules.account_state import PlanState, build_plan_state
from propbots.rules.plan import Plan

__all__ = ["PlanRecord", "restore_plan_state", "to_plan_record"]


class PlanRecord(msgspec.Struct, frozen=True):
    """The memory of a plan as it stands in a file.

    Attributes:
        plan: Its name, for whoever reads the file.
        rules: A digest of all that the plan says of rules, amendments included, and of the layout of the memory.
        money_exponent: Decimals of the unit in which the memory counts money.
        amended: How many of the plan's amendments hold already.
        memory: What the kernel remembers, in its order.
        offset: By how much the account's money stands above what the firm counts.
        payouts: How many payouts there were.
        paid: What they took out together.
    """

    plan: str
    rules: str
    money_exponent: int
    amended: int
    memory: tuple[int, ...]
    offset: int = 0
    payouts: int = 0
    paid: int = 0


def to_plan_record(state: PlanState) -> PlanRecord:
    """Return what a state remembers, to be written down."""
    plan = state.origin
    amended = len(plan.amendments) - len(state.amendments)
    told = state.offset, state.payouts, state.paid
    return PlanRecord(plan.name, _digest(plan), state.scale.money_exponent, amended, tuple(state.memory), *told)


def restore_plan_state(plan: Plan, scale: Scale, record: PlanRecord) -> PlanState:
    """Return the state that was written down.

    Args:
        plan: With which the account began.
        scale: How money is counted.
        record: What was written down.

    Raises:
        DataCorrupt: If it was written by another plan, other rules of it, or another scale, or is not whole.
    """
    if (record.plan, record.rules) != (plan.name, _digest(plan)):
        raise DataCorrupt(
            f"the record was written under other rules than those of {plan.name} (was {record.plan}); "
            "load the plan as it was, or begin anew"
        )
    if record.money_exponent != scale.money_exponent:
        counted = f"{scale.money_exponent} decimals (was {record.money_exponent})"
        raise DataCorrupt(f"the record must count money with {counted}; restart with the instruments of that run")
    if len(record.memory) != path.MEMORY or not 0 <= record.amended <= len(plan.amendments):
        raise DataCorrupt(f"the record of {plan.name} is not whole; begin anew, or take an older one")
    state = build_plan_state(plan, scale, scale.to_units(plan.balance) + record.offset)
    state.payouts, state.paid = record.payouts, record.paid
    state.amend(record.amended)
    state.memory[:] = record.memory
    return state


def _digest(plan: Plan) -> str:
    """Return what two plans share only if they judge alike."""
    versions = [(None, plan.rules), *((amendment.on, amendment.rules) for amendment in plan.amendments)]
    rules = [(on, [(type(rule).__name__, rule) for rule in held]) for on, held in versions]
    told = msgspec.json.encode((path.MEMORY, plan.balance, plan.currency, plan.day, rules))
    return hashlib.sha256(told).hexdigest()
