"""What a firm's plugin implements."""

from collections.abc import Mapping, Sequence
from typing import Protocol

from propbots.rules.plan import (
    Consistency,
    ContractCap,
    DailyLoss,
    Effect,
    FirmDayRules,
    MaximumLoss,
    MaximumLossBasis,
    Plan,
    PlanSourceNote,
    ProductCap,
    ProfitTarget,
)
from propbots.rules.plan_file import read_plan

__all__ = [
    "Consistency",
    "ContractCap",
    "DailyLoss",
    "Effect",
    "FirmDayRules",
    "MaximumLoss",
    "MaximumLossBasis",
    "Plan",
    "PlanSource",
    "PlanSourceNote",
    "ProductCap",
    "ProfitTarget",
    "read_plan",
]


class PlanSource(Protocol):
    """A firm's plans; pure, no I/O but reading what the distribution ships."""

    def plan_names(self) -> Sequence[str]:
        """Return the names of the firm's plans without the firm, ordered."""

    def load_plan(self, name: str, options: Mapping[str, str]) -> Plan:
        """Return one of its plans.

        Args:
            name: One of `plan_names`.
            options: What the user asked for behind the question mark.

        Raises:
            UnknownName: For an option that the plan has not.
            ConfigurationError: For a value that the option cannot take.
        """
