"""A firm's plan: the rules of one kind of account with their numbers, as data."""

from collections import Counter
from collections.abc import Iterable
from datetime import date, time
from decimal import Decimal
from enum import StrEnum
from typing import TypeVar
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import attrs

from propbots.domain.instrument import AssetClass
from propbots.errors import ConfigurationError, UnknownFact
from propbots.rules.rule import (
    Conduct,
    ContractCap,
    DailyLoss,
    Fees,
    FloatingLoss,
    MaximumLoss,
    NewsWindow,
    Payout,
    PositionIdea,
    ProductCap,
    ProfitTarget,
    Rule,
    WinningDays,
)

__all__ = ["Amendment", "FirmDayRules", "Flat", "KeyedOn", "Need", "Plan", "PlanOption", "PlanSourceNote", "Unknown"]

_R = TypeVar("_R")
_REPEATABLE = (Conduct, ContractCap, NewsWindow, ProductCap)


class KeyedOn(StrEnum):
    """Which of an account's dates decides whether a version of a rule holds for it."""

    PURCHASE = "purchase"
    ACTIVATION = "activation"
    TRADING = "trading"


class Need(StrEnum):
    """For what a fact is needed that nobody knows."""

    TRADING = "trading"
    PAYOUT = "payout"
    LIVE = "live"
    COST = "cost"


class Flat(StrEnum):
    """How often the account must be flat."""

    DAILY = "daily"
    WEEKEND = "weekend"


@attrs.frozen
class FirmDayRules:
    """The firm's trading day.

    Where the exchange closes before `flat_by`, its close takes that place, and positions are closed as long before it:
    from 11:58 on if it closes at 12:00, by a plan that says 15:08 and 15:10.

    Attributes:
        zone: The zone of its clock times.
        roll: When one day ends and the next begins.
        flatten_from: When open positions are closed; None where they may be held.
        flat_by: When the account must be flat at the latest; None where positions may be held.
        flat: `daily`, or `weekend` only on days in which the exchange closes for more than a day, for holidays too.
    """

    zone: str
    roll: time
    flatten_from: time | None = None
    flat_by: time | None = None
    flat: Flat = Flat.DAILY

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
            if self.flat is not Flat.DAILY:
                raise ConfigurationError(f"flat = {self.flat} needs flatten_from and flat_by; name the hours")
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
class Unknown:
    """A fact that nobody could find out.

    Attributes:
        name: Of the fact.
        what: What hangs on it.
        needed_for: What must be refused while it is unknown.
        products: Instruments that it concerns; empty for all.
    """

    name: str
    what: str
    needed_for: Need = Need.TRADING
    products: tuple[str, ...] = ()


@attrs.frozen
class PlanOption:
    """A choice that the trader has.

    Attributes:
        name: Of the option.
        choices: What may be chosen.
        default: What is chosen if nothing is said; None where nothing is.
        what: For people.
    """

    name: str
    choices: tuple[str, ...]
    default: str | None = None
    what: str = ""


@attrs.frozen
class Amendment:
    """Rules that replace a plan's rules from a trading day on.

    Attributes:
        on: The first trading day.
        rules: All that then hold.
    """

    on: date
    rules: tuple[Rule, ...]


@attrs.frozen
class Plan:
    """The rules of one kind of account in one phase of its life.

    Attributes:
        name: `FIRM/PLAN`, phase and options included as they were asked for.
        title: For people.
        currency: In which all its money is.
        balance: At the start.
        day: The firm's trading day.
        rules: In order of precedence among rules of the same effect.
        phase: Which of the plan's phases this is.
        phases: All of them, in their order.
        options: What a trader may choose.
        following: The name of the plan that an account goes on with when it passes; None where it does not.
        commissions: All-in cost per contract and side, by instrument.
        products: Instruments that may be traded; empty allows all.
        asset_classes: Kinds of instruments that may be traded; empty allows all.
        effective_from: The first day on which these numbers hold.
        effective_to: The last day on which they hold; None while in force.
        sources: Where the facts were read.
        unknown: Facts that nobody knows.
        amendments: What changes on later trading days, in their order.
    """

    name: str
    title: str
    currency: str
    balance: Decimal
    day: FirmDayRules
    rules: tuple[Rule, ...]
    phase: str = "evaluation"
    phases: tuple[str, ...] = ("evaluation",)
    options: tuple[PlanOption, ...] = ()
    following: str | None = None
    commissions: dict[str, Decimal] = attrs.field(factory=dict)
    products: tuple[str, ...] = ()
    asset_classes: tuple[AssetClass, ...] = ()
    effective_from: date | None = None
    effective_to: date | None = None
    sources: tuple[PlanSourceNote, ...] = ()
    unknown: tuple[Unknown, ...] = ()
    amendments: tuple[Amendment, ...] = ()

    def __attrs_post_init__(self) -> None:
        """Refuse two rules of a kind, of which nobody could say which holds.

        Raises:
            ConfigurationError: With the kind.
        """
        for rules in (self.rules, *(amendment.rules for amendment in self.amendments)):
            counted = Counter(type(rule) for rule in rules if not isinstance(rule, _REPEATABLE))
            twice = [kind.__name__ for kind, count in counted.items() if count > 1]
            if twice:
                raise ConfigurationError(
                    f"{self.name}: a plan has one {twice[0]} at a time; give each a phase or dates"
                )

    def find(self, kind: type[_R]) -> _R | None:
        """Return the plan's rule of a kind; None where it has none."""
        return next((rule for rule in self.rules if isinstance(rule, kind)), None)

    def find_all(self, kind: type[_R]) -> list[_R]:
        """Return the plan's rules of a kind."""
        return [rule for rule in self.rules if isinstance(rule, kind)]

    def rules_on(self, day: date) -> tuple[Rule, ...]:
        """Return the rules that hold on a trading day, amendments included."""
        changed = [amendment.rules for amendment in self.amendments if amendment.on <= day]
        return changed[-1] if changed else self.rules

    def require_known(self, *needs: Need, products: Iterable[str] | None = None) -> None:
        """Refuse to go on without a fact that is needed.

        Args:
            needs: For what.
            products: The instruments that are traded; None for any.

        Raises:
            UnknownFact: With its name and what hangs on it.
        """
        traded = None if products is None else set(products)
        for one in self.unknown:
            concerns = not one.products or traded is None or not traded.isdisjoint(one.products)
            if concerns and one.needed_for in needs:
                raise UnknownFact(
                    f"plan {self.name}: not known: {one.name} ({one.what}); ask the firm before you go on"
                )

    def amounts(self) -> list[Decimal]:
        """Return every amount of money in the plan, so that a scale can be chosen that rounds none."""
        changed = [rule for amendment in self.amendments for rule in amendment.rules]
        found = (amount for rule in (*self.rules, *changed) for amount in _amounts_of(rule))
        return [self.balance, *(amount for amount in found if amount is not None)]


def _amounts_of(rule: Rule) -> "Iterable[Decimal | None]":
    """Return the amounts of money of a rule."""
    match rule:
        case MaximumLoss():
            return rule.amount, rule.lock, rule.after_payout
        case DailyLoss():
            return rule.amount, *(amount for tier in rule.tiers for amount in (tier.profit, tier.value))
        case FloatingLoss() | PositionIdea():
            return (rule.amount,)
        case ContractCap():
            return tuple(tier.profit for tier in rule.tiers)
        case ProfitTarget() | WinningDays():
            return (rule.profit,)
        case Payout():
            return rule.minimum, *rule.maximum, rule.above, rule.gate, rule.profit, rule.fee, rule.total
        case Fees():
            return rule.price, rule.activation, rule.reset
        case _:
            return ()
