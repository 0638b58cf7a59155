"""How many bars an expression needs before its value means anything, as its indicators say themselves.

What is worked out on another feed counts that feed's bars, which say nothing of how many of ours go by meanwhile.
"""

from propbots.series.expression import Expression, Lag, OnFeed
from propbots.series.indicator import Indicator

__all__ = ["count_lookback", "count_settled"]


def count_lookback(part: Expression) -> int:
    """Return how many bars pass before an expression has its first value."""
    own = part.lookback if isinstance(part, Indicator) else part.bars if isinstance(part, Lag) else 0
    return own + max(map(count_lookback, _parts_of(part)), default=0)


def count_settled(part: Expression) -> int:
    """Return after how many bars the choice of the first bar no longer shows in an expression."""
    own = part.settled if isinstance(part, Indicator) else part.bars if isinstance(part, Lag) else 0
    return own + max(map(count_settled, _parts_of(part)), default=0)


def _parts_of(part: Expression) -> tuple[Expression, ...]:
    return (part.source,) if isinstance(part, OnFeed) else part.inputs
