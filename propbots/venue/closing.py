"""Closing what is held in the other markets of an account, when a rule asks for it in one."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from propbots.venue.matching import Matcher

__all__ = ["close_elsewhere"]


def close_elsewhere(matcher: "Matcher", reason: str) -> None:
    """Close the other markets where they stand, in the bars that they are in, while one is where it is."""
    engine = matcher.engine
    bar_time_ns = engine.bar_time_ns
    matcher.holding.stand_at(matcher.price)
    for other in matcher.others:
        engine.bar_time_ns = other.bar_time_ns
        other.time_ns, other.price = max(matcher.time_ns, other.heard_ns), other.holding.worst_steps
        other.close_here(reason)
    engine.bar_time_ns = bar_time_ns
