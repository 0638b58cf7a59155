"""Plans of a firm that nobody knows, with the rules that a test is about."""

from datetime import datetime, time
from decimal import Decimal
from zoneinfo import ZoneInfo

from propbots.domain.time import to_nanoseconds
from propbots.rules.plan import FirmDayRules, Plan
from propbots.rules.rule import (
    Consistency,
    ContractCap,
    DailyLoss,
    Effect,
    MaximumLoss,
    MaximumLossBasis,
    ProfitTarget,
    Rule,
)

__all__ = [
    "CHICAGO",
    "FLAT_BY_310",
    "UTC_DAYS",
    "a_cap",
    "a_consistency",
    "a_daily_loss",
    "a_maximum_loss",
    "a_plan",
    "a_target",
    "at",
]

Amount = Decimal | int | str

UTC_DAYS = FirmDayRules("UTC", time(0))
"""A firm's day is the UTC day, and positions may be held."""
CHICAGO = FirmDayRules("America/Chicago", time(17))
"""A firm's day rolls at 17:00 in Chicago, and positions may be held."""
FLAT_BY_310 = FirmDayRules("America/Chicago", time(17), flatten_from=time(15, 8), flat_by=time(15, 10))
"""The same, and positions are closed from 15:08 on, to be flat by 15:10."""


def a_plan(*rules: Rule, balance: Decimal | int = 50_000, day: FirmDayRules = UTC_DAYS) -> Plan:
    """A plan of some rules."""
    return Plan("firm/plan", "a plan", "USD", Decimal(balance), day, rules)


def a_maximum_loss(amount: Amount, *, trails: bool = False, lock: Amount | None = None) -> MaximumLoss:
    """A floor that ends the account, under its start or trailing its closes."""
    basis = MaximumLossBasis.END_OF_DAY if trails else MaximumLossBasis.STATIC
    return MaximumLoss(Decimal(amount), basis, None if lock is None else Decimal(lock))


def a_daily_loss(amount: Amount, effect: Effect = Effect.SOFT) -> DailyLoss:
    """A day's loss limit that locks the day, or ends the account."""
    return DailyLoss(Decimal(amount), effect)


def a_cap(minis: Amount) -> ContractCap:
    """The most that may be held."""
    return ContractCap(Decimal(minis))


def a_target(profit: Amount) -> ProfitTarget:
    """The profit that passes."""
    return ProfitTarget(Decimal(profit))


def a_consistency(share: Amount) -> Consistency:
    """The greatest share of the profit that one day may have."""
    return Consistency(Decimal(share))


def at(text: str, zone: str = "UTC") -> int:
    """Return a moment written as `2026-03-06 16:30`, told in a zone, in nanoseconds."""
    return to_nanoseconds(datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone)))
