"""A plan's file as it is written: its tables, before a size, a phase and options are chosen."""

from datetime import date
from decimal import Decimal
from typing import Any

import attrs

from propbots.rules.plan import FirmDayRules, KeyedOn, Need, PlanSourceNote

__all__ = ["OptionTable", "PhaseTable", "PlanTable", "UnknownTable"]


@attrs.frozen
class OptionTable:
    """A choice that the trader has.

    Attributes:
        choices: What may be chosen.
        default: What is chosen if nothing is said; None where nothing is.
        what: For people.
    """

    choices: list[str]
    default: str | None = None
    what: str = ""


@attrs.frozen
class PhaseTable:
    """What differs in a phase.

    Attributes:
        title: For people.
        balance: At its start.
        day: The firm's trading day.
        next: With which plan, or phase of this one, an account goes on when it passes.
    """

    title: str | None = None
    balance: Decimal | None = None
    day: FirmDayRules | None = None
    next: str | None = None


@attrs.frozen
class UnknownTable:
    """A fact that nobody could find out, as a file tells it; it may have the selectors of a rule."""

    name: str
    what: str
    needed_for: Need = Need.TRADING


@attrs.frozen
class PlanTable:
    """A plan as its file says it.

    Attributes:
        sizes: Names of the sizes; a table whose keys are all sizes stands for the value of one of them.
        rule: Rules, each a table with its `kind`, its numbers, and for whom it holds.
        phase: The phases in their order, if there is more than one.
        option: What a trader may choose.
    """

    title: str
    currency: str
    balance: Decimal
    day: FirmDayRules
    rule: list[dict[str, Any]]
    sizes: list[str] = attrs.field(factory=list)
    phase: dict[str, PhaseTable] = attrs.field(factory=dict)
    option: dict[str, OptionTable] = attrs.field(factory=dict)
    commissions: dict[str, Decimal] = attrs.field(factory=dict)
    products: list[str] = attrs.field(factory=list)
    effective_from: date | None = None
    effective_to: date | None = None
    applies_to: KeyedOn = KeyedOn.PURCHASE
    source: list[PlanSourceNote] = attrs.field(factory=list)
    unknown: list[dict[str, Any]] = attrs.field(factory=list)
