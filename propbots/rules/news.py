"""Times around scheduled releases, and what they do to orders and trades."""

from collections.abc import Callable, Iterable, Sequence

import attrs

from propbots.domain.instrument import AssetClass, Instrument
from propbots.domain.timeframe import MINUTE, SECOND
from propbots.rules.effect import Effect
from propbots.rules.exposure import NewsWindow
from propbots.rules.release import Impact, Release

__all__ = ["ANY_OF_HIGH_IMPACT", "Blackout", "concerns", "find_window", "keeps_profit", "list_blackouts"]

ANY_OF_HIGH_IMPACT = "high"
"""The kind by which a plan names all releases of high impact."""


@attrs.frozen
class Blackout:
    """A time in which nothing may be open or working in an instrument.

    Attributes:
        begins_ns: Its first moment, nanoseconds since 1970 UTC.
        ends_ns: Its last moment.
        release: The first release for which it is.
    """

    begins_ns: int
    ends_ns: int
    release: Release


def find_window(rule: NewsWindow, release_ns: int) -> tuple[int, int]:
    """Return when a window around a release begins and when it ends, in nanoseconds since 1970 UTC; both are in it."""
    return release_ns - rule.before_seconds * SECOND, release_ns + rule.after_seconds * SECOND


def keeps_profit(rule: NewsWindow, release_ns: int, opened_ns: int, closed_ns: int) -> bool:
    """Whether a trade's profit counts though there was a release: opened and closed outside, or opened long before."""
    if rule.exempt_minutes is not None and release_ns - opened_ns >= rule.exempt_minutes * MINUTE:
        return True
    begins, ends = find_window(rule, release_ns)
    return not any(begins <= moment <= ends for moment in (opened_ns, closed_ns))


def concerns(rule: NewsWindow, release: Release, instrument: Instrument) -> bool:
    """Whether a rule makes a window around a release in an instrument."""
    if rule.products and instrument.id not in rule.products:
        return False
    if rule.same_currency and not _is_of(release.currency, instrument):
        return False
    is_high = release.impact is Impact.HIGH and ANY_OF_HIGH_IMPACT in rule.events
    return not rule.events or is_high or release.event in rule.events


def list_blackouts(
    rules_at: Callable[[int], Iterable[object]], releases: Iterable[Release], instrument: Instrument
) -> list[Blackout]:
    """Return when nothing may be open or working in an instrument, in order; what meets or overlaps is one.

    Args:
        rules_at: Returns a plan's rules of a moment.
        releases: That are known, in any order.
        instrument: Which.
    """
    found = []
    for release in releases:
        for rule in rules_at(release.time_ns):
            if not isinstance(rule, NewsWindow) or rule.effect is Effect.PAYOUT:
                continue
            if concerns(rule, release, instrument):
                found.append(Blackout(*find_window(rule, release.time_ns), release))
    return _join(sorted(found, key=lambda one: (one.begins_ns, one.release.time_ns)))


def _join(ordered: Sequence[Blackout]) -> list[Blackout]:
    joined: list[Blackout] = []
    for one in ordered:
        last = joined[-1] if joined else None
        if last is not None and one.begins_ns <= last.ends_ns:
            joined[-1] = attrs.evolve(last, ends_ns=max(last.ends_ns, one.ends_ns))
        else:
            joined.append(one)
    return joined


def _is_of(currency: str, instrument: Instrument) -> bool:
    """Whether an instrument is in a currency, or a pair that has it in its name."""
    is_in_pair = instrument.asset_class is AssetClass.FOREX and currency in instrument.id
    return currency == instrument.currency or is_in_pair
