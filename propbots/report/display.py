"""Figures as people read them: separators, signs, symbols and few digits."""

from datetime import timedelta
from decimal import Decimal

import numpy as np
from numpy.typing import NDArray

from propbots.domain.time import EPOCH, from_nanoseconds

__all__ = [
    "DASH",
    "MINUS",
    "get_tone",
    "show_duration",
    "show_moment",
    "show_money",
    "show_percent",
    "show_period",
    "show_ratio",
    "show_symbol",
    "to_words",
]

DASH = "\N{EN DASH}"
"""Between two days, and where there is no figure."""
MINUS = "\N{MINUS SIGN}"
"""As wide as a digit and as high as a plus, unlike the hyphen."""
_SYMBOLS = {"USD": "$", "EUR": "€", "GBP": "£", "JPY": "¥"}
_FEW_PERCENT = 9.995
"""What is below this is below 10 % with two decimals too."""
_MINUTE, _HOUR, _DAY = 60, 3_600, 86_400


def show_money(amount: Decimal | None, currency: str, *, signed: bool = False) -> str:
    """Write money to the cent, such as `-$1,204.50` with a true minus; a dash where there is none.

    Args:
        amount: To be shown.
        currency: Its ISO code; put before the amount where it has no symbol here.
        signed: Write a plus before a profit.
    """
    if amount is None:
        return DASH
    cents = round(amount, 2)
    sign = MINUS if cents < 0 else "+" if signed and cents > 0 else ""
    return f"{sign}{show_symbol(currency)}{abs(cents):,.2f}"


def show_symbol(currency: str) -> str:
    """Return what stands before an amount of a currency: its symbol, or its code and a space."""
    return _SYMBOLS.get(currency, f"{currency} ")


def show_percent(fraction: float | Decimal | None, *, signed: bool = False) -> str:
    """Write a fraction of 1 as percent with two decimals, one from 10 % on."""
    if fraction is None:
        return DASH
    percent = float(fraction) * 100
    decimals = 2 if abs(percent) < _FEW_PERCENT else 1
    plus = "+" if signed and round(percent, decimals) > 0 else ""
    return f"{plus}{_show_float(percent, decimals)} %"


def show_ratio(ratio: float | None) -> str:
    """Write a ratio with two decimals."""
    return DASH if ratio is None else _show_float(ratio, 2)


def show_duration(seconds: float | None) -> str:
    """Write a duration in its two largest units."""
    if seconds is None:
        return DASH
    whole = round(seconds)
    if whole < _MINUTE:
        return f"{whole} s"
    if whole < _HOUR:
        return f"{whole // _MINUTE} min {whole % _MINUTE} s"
    if whole < _DAY:
        return f"{whole // _HOUR} h {whole % _HOUR // _MINUTE} min"
    return f"{whole // _DAY} d {whole % _DAY // _HOUR} h"


def show_moment(time_ns: int) -> str:
    """Write a time to the second, in UTC."""
    return f"{from_nanoseconds(time_ns):%Y-%m-%d %H:%M:%S} UTC"


def show_period(days: NDArray[np.int64]) -> str:
    """Write the first and the last of trading days, told as days since 1970, and how many they are."""
    if len(days) == 0:
        return "no trading days"
    first, last = (_show_date(int(day)) for day in (days[0], days[-1]))
    return f"{first} · 1 trading day" if len(days) == 1 else f"{first} {DASH} {last} · {len(days):,} trading days"


def get_tone(amount: Decimal | float | None) -> str | None:
    """Return `gain` or `loss` by the sign of an amount, None for 0 and for nothing."""
    if amount is None or amount == 0:
        return None
    return "gain" if amount > 0 else "loss"


def to_words(name: str) -> str:
    """Write a name of a program, such as `flat_by`, as words."""
    return name.replace("_", " ")


def _show_float(number: float, decimals: int) -> str:
    return f"{number:z,.{decimals}f}".replace("-", MINUS)


def _show_date(number: int) -> str:
    day = EPOCH + timedelta(days=number)
    return f"{day.day} {day:%b %Y}"
