"""The entry of the plugin."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from propbots.api.plugin import Plugin, RiskProfileContribution, hookimpl, override

if TYPE_CHECKING:
    from propbots.api.risk import PlanSource

__all__ = ["TopstepPlugin", "build_plans"]


def build_plans() -> "PlanSource":
    """Return Topstep's plans."""
    from propbots_topstep.source import TopstepPlans  # noqa: PLC0415 -- an entry module imports nothing heavy

    return TopstepPlans()


class TopstepPlugin(Plugin):
    """Brings Topstep's plans."""

    @hookimpl
    @override
    def propbots_risk_profiles(self) -> Sequence[RiskProfileContribution]:
        """Return the firm."""
        return [RiskProfileContribution("topstep", "Topstep: Trading Combine of 50K.", build_plans)]
