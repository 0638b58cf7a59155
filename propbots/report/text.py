"""Exact values as the texts that files and programs read: no exponents, no separators, nothing rounded."""

from decimal import Decimal
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from propbots.domain.instrument import Instrument
from propbots.domain.scale import EXACT
from propbots.domain.time import to_text
from propbots.domain.timeframe import DAY, SECOND

__all__ = ["count_decimals", "to_money_text", "to_money_texts", "to_number_text", "to_price_text", "to_time_texts"]

_CENTS = 2
_DATE_SIZE = len("2026-01-01")


@lru_cache(maxsize=256)
def count_decimals(amount: Decimal) -> int:
    """Return how many decimals an amount has, idle zeros left out."""
    exponent = amount.normalize(EXACT).as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


def to_number_text(amount: Decimal) -> str:
    """Write a number with as many decimals as it has."""
    return _with_decimals(amount, count_decimals(amount))


def to_money_text(amount: Decimal) -> str:
    """Write money with cents at least and no idle zeros beyond them."""
    text = str(amount)
    if text[-3:-2] == "." and text != "-0.00":
        return text
    return _with_decimals(amount, max(_CENTS, count_decimals(amount)))


def to_price_text(price: Decimal, instrument: Instrument) -> str:
    """Write a price with the decimals of the instrument's tick, or more if it has more."""
    decimals = count_decimals(instrument.tick_size)
    text = str(price)
    if decimals and text[-decimals - 1 : -decimals] == ".":
        return text
    return _with_decimals(price, max(decimals, count_decimals(price)))


def to_money_texts(units: NDArray[np.int64], exponent: int) -> list[str]:
    """Write a column of money as `to_money_text` writes one amount.

    Works on digits, without a Decimal each, because an equity curve has a value a bar; equal amounts are written once.

    Args:
        units: In whole units of money. Shape (values,).
        exponent: Decimals of a unit, at least 2.
    """
    written = {amount: _units_text(amount, exponent) for amount in set(units.tolist())}
    return [written[amount] for amount in units.tolist()]


def to_time_texts(nanoseconds: NDArray[np.int64]) -> list[str]:
    """Write a column of times as `domain.time.to_text` writes one; each date and each clock time is written once."""
    if (nanoseconds % SECOND != 0).any():
        return [to_text(time) for time in nanoseconds.tolist()]
    days, clocks = nanoseconds // DAY * DAY, nanoseconds % DAY
    dates = {day: to_text(day)[:_DATE_SIZE] for day in set(days.tolist())}
    times = {clock: to_text(clock)[_DATE_SIZE:] for clock in set(clocks.tolist())}
    return [dates[day] + times[clock] for day, clock in zip(days.tolist(), clocks.tolist(), strict=True)]


def _with_decimals(amount: Decimal, decimals: int) -> str:
    if amount.adjusted() + decimals >= EXACT.prec:  # more digits than are ever rounded
        return format(amount, "f")
    # The sum with 0 takes the sign off a zero, which averages near it are rounded to.
    return format(EXACT.add(amount.quantize(Decimal(1).scaleb(-decimals), context=EXACT), Decimal(0)), "f")


def _units_text(units: int, exponent: int) -> str:
    digits = f"{abs(units):0{exponent + 1}d}"
    whole, cents, rest = digits[:-exponent], digits[-exponent:][:_CENTS], digits[-exponent:][_CENTS:]
    return f"{'-' if units < 0 else ''}{whole}.{cents}{rest.rstrip('0')}"
