"""How often something comes about, and how sure that is."""

from math import sqrt

import attrs
import numpy as np
from numpy.typing import NDArray

__all__ = ["Chance", "Mean", "draw_days"]

_SURE = 1.959963984540054
"""Standard deviations of a normal distribution that hold 95 % of it."""


@attrs.frozen
class Chance:
    """A share of attempts, with the interval that holds the true one in 95 % of all drawings (Wilson's).

    Attributes:
        hits: In how many attempts.
        of: Of how many.
    """

    hits: int
    of: int

    @property
    def share(self) -> float:
        """The share; 0 of no attempts."""
        return self.hits / self.of if self.of else 0.0

    @property
    def interval(self) -> tuple[float, float]:
        """The interval; everything where there are no attempts."""
        if not self.of:
            return 0.0, 1.0
        spread = _SURE**2 / self.of
        middle, half = self.share + spread / 2, sqrt(spread * (self.share * (1 - self.share) + spread / 4))
        low, high = (middle - half) / (1 + spread), (middle + half) / (1 + spread)
        return (0.0 if not self.hits else low), (1.0 if self.hits == self.of else high)


@attrs.frozen
class Mean:
    """A mean, with the interval that holds the true one in 95 % of all drawings."""

    value: float
    low: float
    high: float

    @classmethod
    def of(cls, numbers: NDArray[np.int64]) -> "Mean":
        """Return that of numbers; of one alone nothing is sure."""
        value = float(numbers.mean())
        half = _SURE * float(numbers.std(ddof=1)) / sqrt(len(numbers)) if len(numbers) > 1 else float("inf")
        return cls(value, value - half, value + half)

    def times(self, factor: float) -> "Mean":
        """Return the mean of the same numbers, each multiplied."""
        return Mean(self.value * factor, self.low * factor, self.high * factor)


def draw_days(random: np.random.Generator, recorded: int, attempts: int, length: int, block: int) -> NDArray[np.int64]:
    """Draw days for attempts: blocks of days in a row, each begun anywhere, the first day following the last.

    This is the circular block bootstrap of Politis and Romano (1992): what hangs together over a few days stays.

    Args:
        random: From which it is drawn.
        recorded: How many days there are.
        attempts: How many rows.
        length: Days of a row.
        block: Days of a block.

    Returns:
        Places of days. Shape (attempts, length).
    """
    starts = random.integers(0, recorded, (attempts, -(-length // block), 1))
    return ((starts + np.arange(block)) % recorded).reshape(attempts, -1)[:, :length]
