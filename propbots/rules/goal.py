"""Rules about what must be reached: to pass, and before money is paid out."""

from collections.abc import Iterable
from decimal import Decimal
from enum import StrEnum

import attrs

from propbots.rules.bounds import above_zero, is_share, not_negative

__all__ = [
    "Consistency",
    "MinimumDays",
    "Payout",
    "ProfitBasis",
    "ProfitTarget",
    "WinningDays",
]


class ProfitBasis(StrEnum):
    """Of what a day's share is taken."""

    NET = "net"
    POSITIVE_DAYS = "positive_days"


@attrs.frozen
class ProfitTarget:
    """The profit that passes the phase, counted in closed balance at a day's end."""

    profit: Decimal = attrs.field(validator=above_zero)


@attrs.frozen
class Consistency:
    """No day may make more than a share of the whole profit; a larger day delays, and never ends the account.

    Attributes:
        best_day_share: The share.
        strict: Whether the share itself is too much already.
        of: Of what it is taken: the profit with its losing days, or the sum of the winning days alone.
    """

    best_day_share: Decimal = attrs.field(validator=is_share)
    strict: bool = False
    of: ProfitBasis = ProfitBasis.NET


@attrs.frozen
class MinimumDays:
    """How many days must be traded before the phase passes, or before a payout.

    Attributes:
        days: On which at least one trade was made.
    """

    days: int = attrs.field(validator=above_zero)


@attrs.frozen
class WinningDays:
    """How many days must win before the phase passes, or before each payout.

    Attributes:
        days: How many, in a row or not.
        profit: Which net profit makes a day one of them.
    """

    days: int = attrs.field(validator=above_zero)
    profit: Decimal = attrs.field(validator=not_negative)


def _to_amounts(amounts: Iterable[Decimal]) -> tuple[Decimal, ...]:
    return tuple(amounts)


@attrs.frozen
class Payout:
    """When money may be taken out, and how much of it arrives.

    Attributes:
        minimum: Of a request.
        maximum: Of a request; the last of several holds for all further ones. Empty for as much as there is.
        share: Of what may be taken out, the part that one request may ask for.
        above: The balance above which money may be taken out.
        gate: The balance that must be reached before a request; None asks for none.
        profit: Net profit since the payout before, or since the start.
        first_days: Calendar days from the first trade to the first request.
        every_days: Calendar days between two requests.
        split: The share that arrives.
        fee: Of a transfer, from what arrives.
        count: How many payouts there are at most; None for no end.
        total: The most that all requests together may ask for; None for no end.
    """

    minimum: Decimal = attrs.field(default=Decimal(0), validator=not_negative)
    maximum: tuple[Decimal, ...] = attrs.field(default=(), converter=_to_amounts)
    share: Decimal = attrs.field(default=Decimal(1), validator=is_share)
    above: Decimal | None = None
    gate: Decimal | None = None
    profit: Decimal = attrs.field(default=Decimal(0), validator=not_negative)
    first_days: int = attrs.field(default=0, validator=not_negative)
    every_days: int = attrs.field(default=0, validator=not_negative)
    split: Decimal = attrs.field(default=Decimal(1), validator=is_share)
    fee: Decimal = attrs.field(default=Decimal(0), validator=not_negative)
    count: int | None = attrs.field(default=None, validator=above_zero)
    total: Decimal | None = attrs.field(default=None, validator=above_zero)
