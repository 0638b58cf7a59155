"""What trading costs on the simulated venue."""

from fractions import Fraction

import attrs

__all__ = ["Costs"]


@attrs.frozen
class Costs:
    """What trading costs, in whole units and ticks.

    Attributes:
        commission_units: Per quantity step and side, in whole units of money.
        slippage_steps: Ticks by which market and stop orders fill worse.
        limit_through_steps: Ticks by which the market must pass a limit before it fills; 0 fills at a touch.
        spread_steps: Ticks between bid and ask, of which a market or stop order pays half; of an odd number buys pay
            the larger half, so that there and back is the whole.
        volume_limit: The share of a bar's volume that our orders may fill; None for as much as they want.
        price_impact: How much of the price a market or stop order moves it, times the square of its share of the
            bar's volume.
        worse: Ticks by which market and stop orders fill worse in all, by the sign of their side.
    """

    commission_units: int
    slippage_steps: int = 0
    limit_through_steps: int = 1
    spread_steps: int = 0
    volume_limit: Fraction | None = None
    price_impact: Fraction = Fraction(0)
    worse: tuple[int, int, int] = attrs.field(init=False)

    @worse.default
    def _add_up(self) -> tuple[int, int, int]:
        half = self.spread_steps // 2
        # A sign of -1 is the place of the last.
        return 0, self.slippage_steps + self.spread_steps - half, self.slippage_steps + half

    def against(self, price: int, sign: int) -> int:
        """Return the price at which a market or stop order fills that acts at a price.

        Args:
            price: In ticks.
            sign: 1 for a buy, -1 for a sell.
        """
        return price + sign * self.worse[sign]
