"""The terms of an account that no order breaks: who may trade it, what it costs, when it is closed."""

from decimal import Decimal
from enum import StrEnum

import attrs

from propbots.rules.bounds import above_zero, not_negative

__all__ = [
    "Automation",
    "Bots",
    "Conduct",
    "Fees",
    "Inactivity",
]


@attrs.frozen
class Inactivity:
    """How long an account may lie idle.

    Attributes:
        days: Calendar days without a trade after which it may be closed.
    """

    days: int = attrs.field(validator=above_zero)


class Bots(StrEnum):
    """Who may write the orders of an account."""

    YES = "yes"
    OWN = "own"
    NO = "no"


@attrs.frozen
class Automation:
    """Whether a bot may trade the account.

    Attributes:
        bots: `yes`, only one's `own` with proof of authorship, or `no`.
        servers: Whether it may run elsewhere than on the trader's own machine; None where nothing is said.
        clause: What the firm says, in our words.
        source: Where it was read.
    """

    bots: Bots
    clause: str
    source: str
    servers: bool | None = None


@attrs.frozen
class Conduct:
    """Something that the firm forbids or grants and no number of another rule tells.

    Attributes:
        clause: What the firm says, in our words.
        source: Where it was read.
    """

    clause: str
    source: str


@attrs.frozen
class Fees:
    """What the account costs.

    Attributes:
        price: Of the phase, paid when it begins.
        every_days: After how many days the price is paid again; None for once.
        activation: Paid when the phase has passed and the next one begins.
        reset: Of a new start after a breach; None where there is none.
    """

    price: Decimal = attrs.field(default=Decimal(0), validator=not_negative)
    every_days: int | None = attrs.field(default=None, validator=above_zero)
    activation: Decimal = attrs.field(default=Decimal(0), validator=not_negative)
    reset: Decimal | None = attrs.field(default=None, validator=not_negative)
