"""A plan's verdict on an account, as people read it."""

from collections.abc import Iterator

from rich.text import Text

from propbots.domain.outcome import PlanOutcome, PlanStatus

__all__ = ["tell_verdict"]

_STYLES = {
    PlanStatus.PASSED: "bold black on green",
    PlanStatus.FAILED: "bold white on red",
    PlanStatus.ACTIVE: "bold white on blue",
    PlanStatus.UNKNOWN: "bold black on yellow",
}


def tell_verdict(plan: PlanOutcome) -> Iterator[Text]:
    """Give the phases that were passed, the status with the plan's name, the reason if there is one, and payouts."""
    for phase in plan.passed:
        yield Text.assemble((" PASSED ", _STYLES[PlanStatus.PASSED]), " ", (phase.name, "bold"), f" on {phase.date}")
    yield Text.assemble((f" {plan.status.value.upper()} ", _STYLES[plan.status]), " ", (plan.name, "bold"))
    if plan.reason is not None:
        yield Text(plan.reason)
    if plan.payouts:
        arrived = sum(payout.arrived for payout in plan.payouts)
        count = len(plan.payouts)
        yield Text(f"{count} payout{'' if count == 1 else 's'}, of which {arrived:,.2f} arrive")
