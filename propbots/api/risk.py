"""What a firm's plugin implements."""

from collections.abc import Sequence
from typing import Protocol, runtime_checkable

from propbots.rules.plan import (
    Amendment,
    FirmDayRules,
    Flat,
    KeyedOn,
    Need,
    Plan,
    PlanOption,
    PlanSourceNote,
    Unknown,
)
from propbots.rules.plan_file import PlanRequest, read_plan
from propbots.rules.plan_folder import PlanFolder
from propbots.rules.plan_outline import PlanOutline, PlanPhase, RuleVersion
from propbots.rules.rule import (
    Automation,
    Bots,
    Conduct,
    Consistency,
    ContractCap,
    DailyLoss,
    Effect,
    Fees,
    FloatingLoss,
    Hedging,
    Inactivity,
    MaximumLoss,
    MaximumLossBasis,
    MinimumDays,
    NewsWindow,
    OrderRate,
    Payout,
    PositionIdea,
    ProductCap,
    ProfitBasis,
    ProfitTarget,
    Reference,
    Tier,
    WinningDays,
)

__all__ = [
    "Amendment",
    "Automation",
    "Bots",
    "Conduct",
    "Consistency",
    "ContractCap",
    "DailyLoss",
    "Effect",
    "Fees",
    "FirmDayRules",
    "Flat",
    "FloatingLoss",
    "Hedging",
    "Inactivity",
    "KeyedOn",
    "MaximumLoss",
    "MaximumLossBasis",
    "MinimumDays",
    "Need",
    "NewsWindow",
    "OrderRate",
    "OutlinedPlans",
    "Payout",
    "Plan",
    "PlanFolder",
    "PlanOption",
    "PlanOutline",
    "PlanPhase",
    "PlanRequest",
    "PlanSource",
    "PlanSourceNote",
    "PositionIdea",
    "ProductCap",
    "ProfitBasis",
    "ProfitTarget",
    "Reference",
    "RuleVersion",
    "Tier",
    "Unknown",
    "WinningDays",
    "read_plan",
]


class PlanSource(Protocol):
    """A firm's plans; pure, no I/O but reading what the distribution ships."""

    def plan_names(self) -> Sequence[str]:
        """Return the names of the firm's plans without the firm, ordered."""

    def load_plan(self, request: PlanRequest) -> Plan:
        """Return one of its plans.

        Args:
            request: Which one, with its phase, its options, and when the account was bought.

        Raises:
            UnknownName: For a phase or an option that the plan has not.
            ConfigurationError: For a value that the option cannot take.
        """


@runtime_checkable
class OutlinedPlans(Protocol):
    """What a firm's plans may tell beside; a plan of one without it is shown as it is, without what else there is."""

    def outline_plan(self, request: PlanRequest) -> PlanOutline:
        """Return a plan's phases, its options, and every version of its rules.

        Args:
            request: As for `load_plan`.

        Raises:
            UnknownName: For a phase or an option that the plan has not.
            ConfigurationError: For a value that the option cannot take.
        """
