"""Rules about what may be lost."""

from decimal import Decimal
from enum import StrEnum
from typing import Any

import attrs

from propbots.errors import ConfigurationError
from propbots.rules.bounds import above_zero, is_share, not_negative
from propbots.rules.effect import Effect, effect_in

__all__ = [
    "DailyLoss",
    "FloatingLoss",
    "MaximumLoss",
    "MaximumLossBasis",
    "PositionIdea",
    "Reference",
    "Tier",
    "rising",
    "to_tiers",
]


class MaximumLossBasis(StrEnum):
    """What the floor of a maximum loss follows."""

    STATIC = "static"
    END_OF_DAY = "end_of_day"
    INTRADAY = "intraday"


class Reference(StrEnum):
    """From what a day's loss is counted: what the account was worth when the day began."""

    BALANCE = "balance"
    EQUITY = "equity"
    HIGHER = "higher"


@attrs.frozen
class Tier:
    """What holds from a profit on, as it stood when the day before closed.

    Attributes:
        profit: Closed profit since the start from which on it holds.
        value: What then holds: an amount of money, or full-size contracts.
    """

    profit: Decimal
    value: Decimal = attrs.field(validator=not_negative)


def rising(rule: object, attribute: "attrs.Attribute[Any]", tiers: tuple[Tier, ...]) -> None:
    """Refuse tiers that do not rise."""
    profits = [tier.profit for tier in tiers]
    if profits != sorted(set(profits)):
        raise ConfigurationError(f"{type(rule).__name__}: {attribute.name} must rise in profit, each once")


def to_tiers(tiers: Any) -> tuple[Tier, ...]:
    """Return tiers as what does not change."""
    return tuple(tiers)


@attrs.frozen
class MaximumLoss:
    """A floor under live equity that ends the account.

    Attributes:
        amount: Distance of the floor from what it follows.
        basis: What it follows: nothing, each day's closing balance, or every new peak of live equity.
        lock: The floor at which it stops following; None never stops.
        after_payout: Where a payout puts it for good, lower or higher; None leaves it where it is.
        may_touch: Whether equity may stand exactly at the floor; otherwise touching it is a breach.
        effect: Always `hard`.
    """

    amount: Decimal = attrs.field(validator=above_zero)
    basis: MaximumLossBasis
    lock: Decimal | None = None
    after_payout: Decimal | None = None
    may_touch: bool = False
    effect: Effect = attrs.field(default=Effect.HARD, validator=effect_in(Effect.HARD))


@attrs.frozen
class DailyLoss:
    """The most that a day may lose, closed and open profit and loss and fees together.

    Attributes:
        amount: In money; either this or `share`.
        share: As a share of the reference.
        reference: From what it is counted: balance or equity at the day's start, or the higher of both.
        effect: `soft` flattens and locks until the next day; `hard` ends the account.
        tiers: Amounts that replace `amount` from a profit on; they follow the close of the day before.
        may_touch: Whether the loss may be exactly as large; otherwise reaching it is a breach.
    """

    amount: Decimal | None = attrs.field(default=None, validator=above_zero)
    effect: Effect = attrs.field(default=Effect.SOFT, validator=effect_in(Effect.SOFT, Effect.HARD))
    share: Decimal | None = attrs.field(default=None, validator=is_share)
    reference: Reference = Reference.BALANCE
    tiers: tuple[Tier, ...] = attrs.field(default=(), converter=to_tiers, validator=rising)
    may_touch: bool = False

    def __attrs_post_init__(self) -> None:
        """Refuse a loss that is told twice, or not at all.

        Raises:
            ConfigurationError: With what is missing.
        """
        if (self.amount is None) == (self.share is None):
            raise ConfigurationError("DailyLoss: give either amount or share")
        if self.share is not None and self.tiers:
            raise ConfigurationError("DailyLoss: tiers replace an amount; leave share out")


@attrs.frozen
class FloatingLoss:
    """The most that open positions may lose together at any moment.

    Attributes:
        amount: Under the closed balance.
        effect: `hard` ends the account, `soft` flattens and locks until the next day.
        may_touch: Whether the loss may be exactly as large; otherwise reaching it is a breach.
    """

    amount: Decimal = attrs.field(validator=above_zero)
    effect: Effect = attrs.field(default=Effect.HARD, validator=effect_in(Effect.SOFT, Effect.HARD))
    may_touch: bool = False


@attrs.frozen
class PositionIdea:
    """The most that one idea may risk: entries of one direction in one instrument within some minutes.

    Attributes:
        amount: In money, to the stops.
        within_minutes: A new entry in the same direction belongs to the same idea that long after the last exit.
        effect: Of a breach.
    """

    amount: Decimal = attrs.field(validator=above_zero)
    within_minutes: int = attrs.field(default=0, validator=not_negative)
    effect: Effect = Effect.SOFT
