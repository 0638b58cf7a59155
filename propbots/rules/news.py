"""Times around scheduled releases, and what they do to trades."""

from propbots.domain.timeframe import MINUTE, SECOND
from propbots.rules.exposure import NewsWindow

__all__ = ["find_window", "keeps_profit"]


def find_window(rule: NewsWindow, release_ns: int) -> tuple[int, int]:
    """Return when a window around a release begins and when it ends, in nanoseconds since 1970 UTC; both are in it."""
    return release_ns - rule.before_seconds * SECOND, release_ns + rule.after_seconds * SECOND


def keeps_profit(rule: NewsWindow, release_ns: int, opened_ns: int, closed_ns: int) -> bool:
    """Whether a trade's profit counts though there was a release: opened and closed outside, or opened long before."""
    if rule.exempt_minutes is not None and release_ns - opened_ns >= rule.exempt_minutes * MINUTE:
        return True
    begins, ends = find_window(rule, release_ns)
    return not any(begins <= moment <= ends for moment in (opened_ns, closed_ns))
