"""A plan as its file says it, before a size, a phase, options and a version are chosen."""

from datetime import date
from decimal import Decimal
from typing import Any

import attrs

from propbots.domain.instrument import AssetClass
from propbots.rules.plan import FirmDayRules, KeyedOn, Need, PlanSourceNote

__all__ = ["CommissionContent", "OptionContent", "PhaseContent", "PlanContent", "UnknownContent"]


@attrs.frozen
class OptionContent:
    """A choice that the trader has.

    Attributes:
        choices: What may be chosen.
        default: What is chosen if nothing is said; None where nothing is.
        what: For people.
        carried: Whether the choice goes on in the plan that follows; in a phase of the same plan it always does.
    """

    choices: list[str]
    default: str | None = None
    what: str = ""
    carried: bool = False


@attrs.frozen
class PhaseContent:
    """What differs in a phase.

    Attributes:
        title: For people.
        balance: At its start.
        day: The firm's trading day.
        next: With which plan, `FIRM/PLAN`, or phase of this one, `#PHASE`, an account goes on when it passes.
    """

    title: str | None = None
    balance: Decimal | None = None
    day: FirmDayRules | None = None
    next: str | None = None


@attrs.frozen
class UnknownContent:
    """A fact that nobody could find out; it may have the selectors of a rule."""

    name: str
    what: str
    needed_for: Need = Need.TRADING
    products: list[str] = attrs.field(factory=list)


@attrs.frozen
class CommissionContent:
    """Commissions that differ from those of the plan; they may have the selectors of a rule, keyed on the trading day.

    Attributes:
        costs: All-in per contract and side, by instrument.
    """

    costs: dict[str, Decimal]


@attrs.frozen
class PlanContent:
    """A plan as its file says it.

    Attributes:
        sizes: Names of the sizes; a table whose keys are all sizes stands for the value of one of them.
        rule: Rules, each a table with its `kind`, its numbers, and for whom it holds.
        phase: The phases in their order, if there is more than one.
        option: What a trader may choose.
        commissions: All-in per contract and side, by instrument.
        commission: Where and when they differ.
    """

    title: str
    currency: str
    balance: Decimal
    day: FirmDayRules
    rule: list[dict[str, Any]]
    sizes: list[str] = attrs.field(factory=list)
    phase: dict[str, PhaseContent] = attrs.field(factory=dict)
    option: dict[str, OptionContent] = attrs.field(factory=dict)
    commissions: dict[str, Decimal] = attrs.field(factory=dict)
    commission: list[dict[str, Any]] = attrs.field(factory=list)
    products: list[str] = attrs.field(factory=list)
    asset_classes: list[AssetClass] = attrs.field(factory=list)
    effective_from: date | None = None
    effective_to: date | None = None
    applies_to: KeyedOn = KeyedOn.PURCHASE
    source: list[PlanSourceNote] = attrs.field(factory=list)
    unknown: list[dict[str, Any]] = attrs.field(factory=list)
