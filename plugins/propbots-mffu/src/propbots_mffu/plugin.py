"""The entry of the plugin."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from propbots.api.plugin import Plugin, RiskProfileContribution, hookimpl, override

if TYPE_CHECKING:
    from propbots.api.risk import PlanSource

__all__ = ["MffuPlugin", "build_plans"]


def build_plans() -> "PlanSource":
    """Return the plans of MyFundedFutures."""
    from propbots.api.risk import PlanFolder  # noqa: PLC0415 -- an entry module imports nothing heavy

    return PlanFolder(Path(__file__).parent / "plans", "mffu")


class MffuPlugin(Plugin):
    """Brings the plans of MyFundedFutures."""

    @hookimpl
    @override
    def propbots_risk_profiles(self) -> Sequence[RiskProfileContribution]:
        """Return the firm."""
        return [RiskProfileContribution("mffu", "MyFundedFutures: Rapid, Pro, Builder, and older plans.", build_plans)]
