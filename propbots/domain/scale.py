"""The one place where exact decimals become integers, and integers decimals.

Inside propbots a price is a whole number of ticks, a quantity a whole number of quantity steps and money a whole
number of `money_unit`, a power of ten small enough that no fill, fee or mark is ever rounded.
"""

from collections.abc import Iterable
from decimal import ROUND_HALF_EVEN, Context, Decimal

import attrs

from propbots.domain.instrument import Instrument

__all__ = ["EXACT", "STEPS_MAX", "Scale", "compute_steps"]

STEPS_MAX = 2**53
"""The most steps of a price or a quantity, far beyond all that is traded: their products with money fit into 64 bits
only far below it, and every whole number up to it is a float."""
EXACT = Context(prec=60)
"""The decimal context of every crossing: wide enough that no result of ours is rounded."""


def _exponent(amount: Decimal) -> int:
    """Return how many decimals an amount has, trailing zeros left out."""
    exponent = amount.normalize(EXACT).as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


def compute_steps(amount: Decimal, step: Decimal) -> int | None:
    """Return how many steps an amount is, or None if it lies between two steps or is not finite."""
    if not amount.is_finite():
        return None
    quotient = EXACT.divide(amount, step)
    steps = int(quotient)
    return steps if EXACT.multiply(Decimal(steps), step) == amount else None


@attrs.frozen
class Scale:
    """How one run counts the prices, quantities and money of an instrument.

    Attributes:
        instrument: Whose prices and quantities are counted.
        money_exponent: Decimals of the smallest unit of money, at least the cent's two.
    """

    instrument: Instrument
    money_exponent: int
    step_value: int = attrs.field(init=False)
    """Units of money that one tick is worth per quantity step."""

    def __attrs_post_init__(self) -> None:
        """Compute the value of a step once."""
        per_step = EXACT.multiply(self.instrument.tick_value, self.instrument.quantity_step)
        object.__setattr__(self, "step_value", self.to_units(per_step))

    @classmethod
    def of(cls, instrument: Instrument, *, rates: Iterable[Decimal] = (), amounts: Iterable[Decimal] = ()) -> "Scale":
        """Choose the coarsest scale in which nothing is rounded.

        Args:
            instrument: Whose tick value counts.
            rates: Money per 1.0 of quantity, such as a commission.
            amounts: Plain money, such as a balance or a limit.
        """
        step = instrument.quantity_step
        exact = [EXACT.multiply(rate, step) for rate in (instrument.tick_value, *rates)]
        return cls(instrument, max([2, *(_exponent(amount) for amount in (*exact, *amounts))]))

    def to_units(self, amount: Decimal) -> int:
        """Return money as whole units.

        Raises:
            ValueError: If the amount is finer than this scale, which means that the scale was made without it.
        """
        scaled = amount.scaleb(self.money_exponent, EXACT)
        units = int(scaled) if scaled.is_finite() else 0
        if units != scaled:
            raise ValueError(f"money must have at most {self.money_exponent} decimals (was {amount})")
        return units

    def to_money(self, units: int) -> Decimal:
        """Return whole units as money, with cents at least and no idle zeros beyond them."""
        exponent = self.money_exponent
        while exponent > 2 and not units % 10:  # noqa: PLR2004 -- the cent's decimals
            units //= 10
            exponent -= 1
        return Decimal(units).scaleb(-exponent, EXACT)

    def to_rounded_money(self, numerator: int, denominator: int) -> Decimal:
        """Return a quotient of money rounded to the cent, half to even."""
        quotient = EXACT.divide(Decimal(numerator).scaleb(-self.money_exponent, EXACT), Decimal(denominator))
        return quotient.quantize(Decimal("0.01"), rounding=ROUND_HALF_EVEN, context=EXACT)

    def rate_to_units(self, rate: Decimal) -> int:
        """Return money per 1.0 of quantity as units per quantity step."""
        return self.to_units(EXACT.multiply(rate, self.instrument.quantity_step))

    def to_price(self, steps: int) -> Decimal:
        """Return a price told in ticks."""
        return EXACT.multiply(steps, self.instrument.tick_size)

    def to_quantity(self, steps: int) -> Decimal:
        """Return a quantity told in quantity steps."""
        return EXACT.multiply(steps, self.instrument.quantity_step)
