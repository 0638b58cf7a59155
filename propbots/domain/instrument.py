"""What can be traded, and how its prices and quantities are counted."""

from decimal import Decimal
from enum import StrEnum

import attrs

from propbots.errors import ConfigurationError

__all__ = ["AssetClass", "Instrument"]


class AssetClass(StrEnum):
    """The kind of a tradable thing."""

    FUTURES = "futures"
    FOREX = "forex"
    CFD = "cfd"
    CRYPTO = "crypto"
    EQUITY = "equity"


def _positive(instrument: "Instrument", attribute: "attrs.Attribute[Decimal]", value: Decimal) -> None:
    if not (value.is_finite() and value > 0):
        raise ConfigurationError(f"instrument {instrument.id!r}: {attribute.name} must be above 0 (was {value})")


def _not_negative(instrument: "Instrument", attribute: "attrs.Attribute[Decimal]", value: Decimal) -> None:
    if not (value.is_finite() and value >= 0):
        raise ConfigurationError(f"instrument {instrument.id!r}: {attribute.name} must be 0 or more (was {value})")


@attrs.frozen(cache_hash=True)
class Instrument:
    """A tradable thing with its grid of prices and quantities.

    Attributes:
        id: The name by which users and plugins speak of it.
        asset_class: Its kind.
        tick_size: The smallest step of its price.
        point_value: Money that a move of 1.0 in price is worth, per 1.0 of quantity.
        currency: The ISO code in which it gains and loses.
        quantity_step: The smallest step of an order's quantity.
        session: The name of its session calendar; None trades round the clock and its day is the UTC day.
        mini_units: How much 1.0 of quantity counts against a cap that is told in full-size contracts.
        negative_prices: Whether its price may be zero or below.
        fees: What exchange, clearing and regulator take per 1.0 of quantity and side, in `currency`.
        description: One line for people.
        exchange: The venue's short name, for people.
        months: The letters of its contract months, empty where there are none.
        underlying: What it is a contract on, by a name that its large and small contracts share; empty for itself.
    """

    id: str
    asset_class: AssetClass
    tick_size: Decimal = attrs.field(validator=_positive)
    point_value: Decimal = attrs.field(validator=_positive)
    currency: str = "USD"
    quantity_step: Decimal = attrs.field(default=Decimal(1), validator=_positive)
    session: str | None = None
    mini_units: Decimal = attrs.field(default=Decimal(1), validator=_positive)
    negative_prices: bool = False
    fees: Decimal = attrs.field(default=Decimal(0), validator=_not_negative)
    description: str = ""
    exchange: str = ""
    months: str = ""
    underlying: str = ""

    @property
    def underlying_id(self) -> str:
        """The name that it shares with other contracts on the same; its own where it shares none."""
        return self.underlying or self.id

    @property
    def tick_value(self) -> Decimal:
        """Money that one tick is worth, per 1.0 of quantity."""
        return self.tick_size * self.point_value
