"""How careful the gate is: what it reckons with where nobody can know, as a trader may set it."""

from decimal import Decimal

import attrs

from propbots.rules.bounds import is_share, not_negative

__all__ = ["BARE", "CAREFUL", "Caution"]


@attrs.frozen
class Caution:
    """The `[risk]` table.

    Attributes:
        auto_flatten: The share of what may be lost at which everything is closed before a rule is broken; 1 waits for
            the rule.
        gap_allowance: By what share of its price a market is reckoned to jump against what no stop protects.
        stop_slippage_ticks: By how many ticks a stop is reckoned to fill worse than its price.
    """

    auto_flatten: Decimal = attrs.field(default=Decimal("0.9"), validator=is_share)
    gap_allowance: Decimal = attrs.field(default=Decimal("0.005"), validator=not_negative)
    stop_slippage_ticks: int = attrs.field(default=4, validator=not_negative)


CAREFUL = Caution()
"""What a trader gets who sets nothing."""
BARE = Caution(Decimal(1), Decimal(0), 0)
"""No care at all: rules are judged as they are, which shows what a firm would have done."""
