"""How many bars an expression needs before its value means anything, as its indicators say themselves.

What is worked out on another feed counts that feed's bars, which say nothing of how many of ours go by meanwhile; who
knows that can say so.
"""

from collections.abc import Callable

from propbots.series.expression import Expression, Lag, OnFeed
from propbots.series.indicator import Indicator

__all__ = ["count_lookback", "count_settled"]

InMain = Callable[[str, int], int]
"""Within how many bars of the main feed so many bars of another one close."""


def count_lookback(part: Expression) -> int:
    """Return how many bars pass before an expression has its first value."""
    own = part.lookback if isinstance(part, Indicator) else part.bars if isinstance(part, Lag) else 0
    return own + max(map(count_lookback, _parts_of(part)), default=0)


def count_settled(part: Expression, in_main: InMain = lambda _feed, bars: bars) -> int:
    """Return after how many bars the choice of the first bar no longer shows in an expression.

    Args:
        part: The expression.
        in_main: Tells bars of the main feed by bars of another one.
    """
    if isinstance(part, OnFeed):
        return in_main(part.feed, count_settled(part.source))
    own = part.settled if isinstance(part, Indicator) else part.bars if isinstance(part, Lag) else 0
    return own + max((count_settled(one, in_main) for one in part.inputs), default=0)


def _parts_of(part: Expression) -> tuple[Expression, ...]:
    return (part.source,) if isinstance(part, OnFeed) else part.inputs
