"""The entry of the plugin."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from propbots.api.plugin import Plugin, RiskProfileContribution, hookimpl, override

if TYPE_CHECKING:
    from propbots.api.risk import PlanSource

__all__ = ["FundingPipsPlugin", "build_plans"]


def build_plans() -> "PlanSource":
    """Return the plans of FundingPips."""
    from propbots.api.risk import PlanFolder  # noqa: PLC0415 -- an entry module imports nothing heavy

    return PlanFolder(Path(__file__).parent / "plans", "fundingpips")


class FundingPipsPlugin(Plugin):
    """Brings the plans of FundingPips."""

    @hookimpl
    @override
    def propbots_risk_profiles(self) -> Sequence[RiskProfileContribution]:
        """Return the firm."""
        return [
            RiskProfileContribution("fundingpips", "FundingPips: 2 Step, 2 Step Pro, 1 Step and Zero.", build_plans)
        ]
