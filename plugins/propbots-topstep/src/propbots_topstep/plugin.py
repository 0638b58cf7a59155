"""The entry of the plugin."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from propbots.api.plugin import Plugin, RiskProfileContribution, hookimpl, override

if TYPE_CHECKING:
    from propbots.api.risk import PlanSource

__all__ = ["TopstepPlugin", "build_plans"]


def build_plans() -> "PlanSource":
    """Return Topstep's plans."""
    from propbots.api.risk import PlanFolder  # noqa: PLC0415 -- an entry module imports nothing heavy

    return PlanFolder(Path(__file__).parent / "plans", "topstep")


class TopstepPlugin(Plugin):
    """Brings Topstep's plans."""

    @hookimpl
    @override
    def propbots_risk_profiles(self) -> Sequence[RiskProfileContribution]:
        """Return the firm."""
        return [
            RiskProfileContribution(
                "topstep", "Topstep: Trading Combine, Express and Live Funded Account.", build_plans
            )
        ]
