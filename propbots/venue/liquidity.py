"""How much of a bar's volume our orders may fill, and how far they move the price.

A bar tells how much was traded in all of it. Our orders fill a share of that at most, first come first served, and what
takes from the market moves its price by the square of the share that we have taken by then.

Source: S-103 (slippage by the share of volume, as a widely used simulator has it).
"""

from fractions import Fraction
from math import ceil, isnan

import attrs

from propbots.venue.costs import Costs

__all__ = ["Liquidity", "build_liquidity"]

_UNLIMITED = 2**62
"""As much as anybody may want."""


@attrs.define(eq=False)
class Liquidity:
    """What the bar at hand offers; where its volume is unknown, there is no limit and no impact.

    Attributes:
        limit: The share of a bar's volume that our orders may fill; None without a limit.
        impact: How much of the price our orders move it, times the square of their share of the bar's volume.
        quantity_step: Of the instrument, in the unit of volumes.
        available: What our orders may still fill, in quantity steps; less than a step is nothing.
    """

    limit: Fraction | None
    impact: Fraction
    quantity_step: Fraction
    available: int = _UNLIMITED
    _taken: int = 0
    _volume: Fraction | None = None

    def begin(self, volume: float) -> None:
        """Take a bar's volume; NaN where it is unknown."""
        self._taken = 0
        self._volume = None if isnan(volume) else Fraction(volume) / self.quantity_step
        self.available = _UNLIMITED
        if self._volume is not None and self.limit is not None:
            self.available = int(self._volume * self.limit)

    def take(self, quantity: int) -> None:
        """Note that our orders filled some quantity steps of the bar's volume."""
        self._taken += quantity
        self.available -= quantity

    def moved(self, price: int, sign: int, quantity: int) -> int:
        """Return a price after an order has moved it, in whole ticks rounded against the order.

        Args:
            price: In ticks.
            sign: 1 for a buy, -1 for a sell.
            quantity: That it fills, in quantity steps, besides what our orders filled of the bar before.
        """
        volume = self._volume
        if volume is None or not self.impact or not quantity:
            return price
        filled = self._taken + quantity
        share = Fraction(1) if filled >= volume else filled / volume
        return price + sign * ceil(self.impact * share * share * abs(price))


def build_liquidity(costs: Costs, quantity_step: Fraction) -> Liquidity | None:
    """Return what keeps to a limit of volume and moves prices; None if neither was asked for."""
    if costs.volume_limit is None and not costs.price_impact:
        return None
    return Liquidity(costs.volume_limit, costs.price_impact, quantity_step)
