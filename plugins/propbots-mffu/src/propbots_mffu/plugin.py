"""The entry of the plugin."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from propbots.api.plugin import Plugin, RiskProfileContribution, hookimpl, override

if TYPE_CHECKING:
    from propbots.api.risk import PlanSource

__all__ = ["MffuPlugin", "build_plans"]


def build_plans() -> "PlanSource":
    """Return MFFU's plans."""
    from propbots.api.risk import PlanFolder  # noqa: PLC0415 -- an entry module imports nothing heavy

    return PlanFolder(Path(__file__).parent / "plans", "mffu")


class MffuPlugin(Plugin):
    """Brings MFFU's plans."""

    @hookimpl
    @override
    def propbots_risk_profiles(self) -> Sequence[RiskProfileContribution]:
        """Return the firm."""
        return [
            RiskProfileContribution("mffu", "MFFU: Rapid, Rapid EOD, Pro and Builder, and older families.", build_plans)
        ]
