"""The life of an account under its plan: its days, its phases, and what comes after its end."""

from enum import StrEnum
from typing import NamedTuple

import attrs

from propbots.engine.order_rules import OrderRules
from propbots.rules.day import FirmCalendar, FirmDay
from propbots.rules.plan import Plan

__all__ = ["AfterBreach", "ClosedDay", "NextPhase"]


class AfterBreach(StrEnum):
    """What a run does when the account has ended."""

    STOP = "stop"
    CONTINUE = "continue"


@attrs.frozen
class ClosedDay:
    """A trading day of the firm that is over.

    Attributes:
        day: Which.
        opening_balance: In whole units.
        closing_balance: In whole units.
        floor: The highest floor whose breach ends the account, during the day; None without one.
        phase: The plan whose rules held.
        offset: By how much these amounts stand above what the firm counts.
        payout: What was taken out at the close.
    """

    day: FirmDay
    opening_balance: int
    closing_balance: int
    floor: int | None
    phase: str = ""
    offset: int = 0
    payout: int = 0


class NextPhase(NamedTuple):
    """What follows when a phase has been passed.

    Attributes:
        plan: Whose rules then hold.
        calendar: Its days.
        order_rules: Its rules about orders beyond its caps; None where it has none.
    """

    plan: Plan
    calendar: FirmCalendar
    order_rules: OrderRules | None = None
