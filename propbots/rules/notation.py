"""Amounts, shares, counts and hours as sentences about rules write them: exact, with separators, without a currency."""

from collections.abc import Iterable
from datetime import time
from decimal import Decimal

from propbots.domain.scale import EXACT

__all__ = ["join_words", "tell_clock", "tell_count", "tell_money", "tell_number", "tell_share", "tell_span"]

_MINUTE = 60
_CENTS = 2


def tell_money(amount: Decimal) -> str:
    """Write money with cents at least, and with as many decimals as it has."""
    exponent = amount.normalize(EXACT).as_tuple().exponent
    decimals = max(_CENTS, -exponent) if isinstance(exponent, int) else _CENTS
    return f"{amount:,.{decimals}f}"


def tell_number(number: Decimal) -> str:
    """Write a number with as many decimals as it has."""
    return f"{number.normalize(EXACT):,f}"


def tell_share(share: Decimal) -> str:
    """Write a share of 1 as percent, with as many decimals as it has."""
    return f"{tell_number(EXACT.multiply(share, Decimal(100)))} %"


def tell_count(number: int, what: str) -> str:
    """Write how many of something there are, such as `1 day` and `5 days`."""
    return f"{number:,} {what}" if number == 1 else f"{number:,} {what}s"


def tell_span(seconds: int) -> str:
    """Write a time in minutes if it is some, otherwise in seconds."""
    minutes, rest = divmod(seconds, _MINUTE)
    return tell_count(seconds, "second") if rest or not seconds else tell_count(minutes, "minute")


def tell_clock(clock: time) -> str:
    """Write an hour of a clock, with seconds only where it has some."""
    return clock.isoformat("seconds" if clock.second else "minutes")


def join_words(parts: Iterable[str]) -> str:
    """Write a list as people say it: `a, b and c`."""
    *most, last = list(parts) or [""]
    return f"{', '.join(most)} and {last}" if most else last
