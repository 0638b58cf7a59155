"""How an account fared under a plan of a firm."""

from datetime import date
from decimal import Decimal
from enum import StrEnum

import attrs

__all__ = ["PaidOut", "PassedPhase", "PlanDay", "PlanOutcome", "PlanStatus", "Violation"]


class PlanStatus(StrEnum):
    """Where an account stands under its plan."""

    ACTIVE = "active"
    PASSED = "passed"
    FAILED = "failed"
    UNKNOWN = "unknown"


@attrs.frozen
class PlanDay:
    """One trading day of the firm.

    Attributes:
        date: The firm's name for the day.
        net_pnl: Change of the balance over the day.
        closing_balance: Balance at the day's roll.
        floor: The highest floor in force during the day whose breach ends the account; None without one.
        headroom_low: The least distance between live equity and that floor during the day.
        phase: The full name of the plan whose rules held.
        payout: What was taken out at the day's close; None for a history, which may tell of it at any row.
        denied: How many orders the risk gate refused; None for a history, which does not tell.
        closed_by: What closed everything and let nothing be opened before the next day: a rule that was broken, or
            `auto_flatten`; None where nothing did.
    """

    date: date
    net_pnl: Decimal
    closing_balance: Decimal
    floor: Decimal | None
    headroom_low: Decimal | None
    phase: str = ""
    payout: Decimal | None = None
    denied: int | None = None
    closed_by: str | None = None


@attrs.frozen
class PassedPhase:
    """A phase that an account has passed.

    Attributes:
        name: Of its plan, in full.
        date: The day at whose close it was passed.
        reason: Why, in one sentence.
    """

    name: str
    date: date
    reason: str


@attrs.frozen
class PaidOut:
    """Money that was taken out.

    Attributes:
        date: The day at whose close it was asked for.
        amount: That left the account.
        arrived: That arrives, split and fee taken off.
    """

    date: date
    amount: Decimal
    arrived: Decimal


@attrs.frozen
class Violation:
    """A rule that was broken, or that locked the day.

    Attributes:
        rule: The rule's name, such as `maximum_loss`.
        effect: `hard`, `soft` or `payout`.
        time_ns: When, nanoseconds since 1970 UTC.
        message: With the rule's numbers.
    """

    rule: str
    effect: str
    time_ns: int
    message: str


@attrs.frozen
class PlanOutcome:
    """The answer of a plan to the path of an account.

    Attributes:
        name: The plan's full name.
        status: Where the account stands.
        reason: Why, in one sentence; None while active.
        at_ns: When the status was reached, nanoseconds since 1970 UTC; None while active.
        days: The firm's trading days in order.
        progress: What the plan asks for and how much of it is done, by name; money as decimals.
        violations: In the order in which they happened.
        passed: The phases that were passed before this one, in their order.
        payouts: In their order.
    """

    name: str
    status: PlanStatus
    reason: str | None
    at_ns: int | None
    days: tuple[PlanDay, ...] = ()
    progress: dict[str, Decimal | int | str | bool | None] = attrs.field(factory=dict)
    violations: tuple[Violation, ...] = ()
    passed: tuple[PassedPhase, ...] = ()
    payouts: tuple[PaidOut, ...] = ()
