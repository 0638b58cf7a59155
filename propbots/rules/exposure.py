"""Rules about what may be held and ordered, and when."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

import attrs

from propbots.errors import ConfigurationError
from propbots.rules.bounds import above_zero, not_negative
from propbots.rules.effect import Effect
from propbots.rules.loss import Tier, rising, to_tiers

__all__ = [
    "ContractCap",
    "Hedging",
    "NewsWindow",
    "OrderRate",
    "ProductCap",
]


@attrs.frozen
class ContractCap:
    """The most that may be held, told in full-size contracts.

    Attributes:
        minis: Full-size contracts; smaller ones count by their instrument's `mini_units`.
        tiers: Other caps from a profit on, up or down; they follow the close of the day before.
        counts_each: Whether every contract counts as one, however small.
    """

    minis: Decimal = attrs.field(validator=above_zero)
    tiers: tuple[Tier, ...] = attrs.field(default=(), converter=to_tiers, validator=rising)
    counts_each: bool = False


def _each_not_negative(rule: object, attribute: "attrs.Attribute[Any]", value: dict[str, Decimal]) -> None:
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

    contracts: dict[str, Decimal] = attrs.field(validator=_each_not_negative)


def _to_names(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(names)


@attrs.frozen
class NewsWindow:
    """A time around scheduled releases.

    Attributes:
        events: Kinds of releases, as the calendar of events names them; `high` takes all of high impact.
        before_seconds: When it begins before a release.
        after_seconds: When it ends after it.
        effect: `hard` or `soft` forbid what is open and working within it; `payout` takes back the profit of trades
            that were opened or closed within it.
        exempt_minutes: Trades that were opened so long before the release keep their profit; None exempts none.
        products: Instruments that it concerns; empty for all.
        same_currency: Whether only releases count that concern a currency of the instrument.
    """

    events: tuple[str, ...] = attrs.field(converter=_to_names)
    before_seconds: int = attrs.field(validator=not_negative)
    after_seconds: int = attrs.field(validator=not_negative)
    effect: Effect = Effect.SOFT
    exempt_minutes: int | None = attrs.field(default=None, validator=not_negative)
    products: tuple[str, ...] = attrs.field(default=(), converter=_to_names)
    same_currency: bool = False


@attrs.frozen
class Hedging:
    """Opposite positions in one underlying, full-size and small contracts of it included, may not be held.

    Attributes:
        effect: Of a breach.
    """

    effect: Effect = Effect.HARD


@attrs.frozen
class OrderRate:
    """The most orders that may be sent.

    Attributes:
        per_day: In a trading day; None for as many as wanted.
        per_second: In any second.
    """

    per_day: int | None = attrs.field(default=None, validator=above_zero)
    per_second: int | None = attrs.field(default=None, validator=above_zero)
