"""Plans of a firm that nobody knows, with the rules that a test is about."""

from datetime import datetime, time
from decimal import Decimal
from zoneinfo import ZoneInfo

from propbots.domain.time import to_nanoseconds
from propbots.rules.plan import FirmDayRules, Plan, Rule

__all__ = ["CHICAGO", "UTC_DAYS", "a_plan", "at"]

UTC_DAYS = FirmDayRules("UTC", time(0))
"""A firm's day is the UTC day, and positions may be held."""
CHICAGO = FirmDayRules("America/Chicago", time(17))
"""A firm's day rolls at 17:00 in Chicago, and positions may be held."""


def a_plan(*rules: Rule, balance: Decimal | int = 50_000, day: FirmDayRules = UTC_DAYS) -> Plan:
    """A plan of some rules."""
    return Plan("firm/plan", "a plan", "USD", Decimal(balance), day, rules)


def at(text: str, zone: str = "UTC") -> int:
    """Return a moment written as `2026-03-06 16:30`, told in a zone, in nanoseconds."""
    return to_nanoseconds(datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone)))
