"""A firm's plan: the rules of one kind of account with their numbers, as data."""

from collections.abc import Callable
from datetime import date, time
from decimal import Decimal
from enum import StrEnum
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import attrs

from propbots.errors import ConfigurationError

__all__ = [
    "Consistency",
    "ContractCap",
    "DailyLoss",
    "Effect",
    "FirmDayRules",
    "MaximumLoss",
    "MaximumLossBasis",
    "Plan",
    "PlanSourceNote",
    "ProductCap",
    "ProfitTarget",
    "Rule",
]


class Effect(StrEnum):
    """What breaking a rule does."""

    HARD = "hard"
    SOFT = "soft"
    PAYOUT = "payout"


class MaximumLossBasis(StrEnum):
    """What the floor of a maximum loss follows."""

    STATIC = "static"
    END_OF_DAY = "end_of_day"


def _above_zero(rule: object, attribute: "attrs.Attribute[Decimal]", value: Decimal) -> None:
    if not (value.is_finite() and value > 0):
        raise ConfigurationError(f"{type(rule).__name__}: {attribute.name} must be above 0 (was {value})")


def _effect_in(*allowed: Effect) -> "Callable[[object, attrs.Attribute[Effect], Effect], None]":
    def check(rule: object, attribute: "attrs.Attribute[Effect]", value: Effect) -> None:
        if value not in allowed:
            names = " or ".join(allowed)
            raise ConfigurationError(f"{type(rule).__name__}: {attribute.name} must be {names} (was {value})")

    return check


@attrs.frozen
class MaximumLoss:
    """A floor under live equity that ends the account.

    Attributes:
        amount: Distance of the floor from what it follows.
        basis: What it follows.
        lock: The floor at which it stops following; None never stops.
        effect: Always `hard`.
    """

    amount: Decimal = attrs.field(validator=_above_zero)
    basis: MaximumLossBasis
    lock: Decimal | None = None
    effect: Effect = attrs.field(default=Effect.HARD, validator=_effect_in(Effect.HARD))


@attrs.frozen
class DailyLoss:
    """The most that a day may lose, closed and open profit and loss and fees together.

    Attributes:
        amount: From the balance at the day's start.
        effect: `soft` flattens and locks until the next day; `hard` ends the account.
    """

    amount: Decimal = attrs.field(validator=_above_zero)
    effect: Effect = attrs.field(default=Effect.SOFT, validator=_effect_in(Effect.SOFT, Effect.HARD))


@attrs.frozen
class ContractCap:
    """The most that may be held, told in full-size contracts.

    Attributes:
        minis: Full-size contracts; smaller ones count by their instrument's `mini_units`.
    """

    minis: Decimal = attrs.field(validator=_above_zero)


def _not_negative(rule: object, attribute: "attrs.Attribute[Any]", value: dict[str, Decimal]) -> None:
    for product, contracts in value.items():
        if not (contracts.is_finite() and contracts >= 0):
            where = f"{type(rule).__name__}: {attribute.name}.{product}"
            raise ConfigurationError(f"{where} must be 0 or more (was {contracts})")


@attrs.frozen
class ProductCap:
    """The most that may be held of single products, told in their own contracts.

    Attributes:
        contracts: By instrument; 0 forbids one, and one that is not named is not capped here.
    """

    contracts: dict[str, Decimal] = attrs.field(validator=_not_negative)


@attrs.frozen
class ProfitTarget:
    """The profit that passes the phase, counted in closed balance at a day's end."""

    profit: Decimal


@attrs.frozen
class Consistency:
    """No day may make more than a share of the whole profit."""

    best_day_share: Decimal = attrs.field(validator=_above_zero)


Rule = MaximumLoss | DailyLoss | ContractCap | ProductCap | ProfitTarget | Consistency


@attrs.frozen
class FirmDayRules:
    """The firm's trading day.

    Attributes:
        zone: The zone of its clock times.
        roll: When one day ends and the next begins.
        flatten_from: When open positions are closed, each day; None where they may be held.
        flat_by: When the account must be flat at the latest; None where positions may be held.
    """

    zone: str
    roll: time
    flatten_from: time | None = None
    flat_by: time | None = None

    def __attrs_post_init__(self) -> None:
        """Refuse hours that contradict one another.

        Raises:
            ConfigurationError: With the hours.
        """
        try:
            ZoneInfo(self.zone)
        except (ZoneInfoNotFoundError, ValueError, OSError) as error:
            raise ConfigurationError(f"zone must be a name such as America/Chicago (was {self.zone!r})") from error
        if self.flatten_from is None and self.flat_by is None:
            return
        if self.flatten_from is None or self.flat_by is None or self.flatten_from > self.flat_by:
            raise ConfigurationError(
                f"flatten_from and flat_by go together, in this order (was {self.flatten_from} and {self.flat_by})"
            )
        if self.roll != time(0) and self.flat_by > self.roll:
            raise ConfigurationError(f"flat_by must come before the day rolls at {self.roll} (was {self.flat_by})")


@attrs.frozen
class PlanSourceNote:
    """Where a plan's facts were read.

    Attributes:
        title: What was read.
        read: When.
        grade: `A` official and current, `B` official or three agreeing readers, `C` single reader, `X` in conflict.
    """

    title: str
    read: date
    grade: str


@attrs.frozen
class Plan:
    """The rules of one kind of account.

    Attributes:
        name: `FIRM/PLAN`, options included as they were asked for.
        title: For people.
        currency: In which all its money is.
        balance: At the start.
        day: The firm's trading day.
        rules: In order of precedence among rules of the same effect.
        commissions: All-in cost per contract and side, by instrument.
        products: Instruments that may be traded; empty allows all.
        effective_from: The first day on which these numbers hold.
        effective_to: The last day on which they hold; None while in force.
        sources: Where the facts were read.
        unknown: Facts that nobody knows, by name with what hangs on them.
    """

    name: str
    title: str
    currency: str
    balance: Decimal
    day: FirmDayRules
    rules: tuple[Rule, ...]
    commissions: dict[str, Decimal] = attrs.field(factory=dict)
    products: tuple[str, ...] = ()
    effective_from: date | None = None
    effective_to: date | None = None
    sources: tuple[PlanSourceNote, ...] = ()
    unknown: dict[str, str] = attrs.field(factory=dict)

    def amounts(self) -> list[Decimal]:
        """Return every amount of money in the plan, so that a scale can be chosen that rounds none."""
        found = [self.balance]
        for rule in self.rules:
            match rule:
                case MaximumLoss():
                    found += [rule.amount, *([] if rule.lock is None else [rule.lock])]
                case DailyLoss():
                    found.append(rule.amount)
                case ProfitTarget():
                    found.append(rule.profit)
                case ContractCap() | ProductCap() | Consistency():
                    continue
        return found
