"""Random rules, for what must hold whatever a rule strategy says."""

from hypothesis import strategies as st
from typing_extensions import override

from propbots.series.expression import (
    BarField,
    Expression,
    close,
    crosses_above,
    crosses_below,
    high,
    low,
    open_,
)
from propbots.strategy.base import Rules, RuleStrategy
from series_samples import Momentum, Reach

__all__ = ["CONDITIONS", "NUMBERS", "RULES", "Declared"]

_EXPRESSIONS: tuple[Expression, ...] = (
    close,
    open_,
    Momentum(close, 2),
    Momentum(Momentum(close, 1), 3),
    Reach().top,
    Reach().bottom,
    high - low,
    (close - open_) / (high - low),
    close.lag(2),
    (close + open_) * 0.5,
    BarField("trading_day"),
)
_DISTANCES: tuple[int | Expression | None, ...] = (
    None,
    3,
    high - low,
    Momentum(close, 4),
    (high - low) / (close - open_),
)

NUMBERS = st.sampled_from(_EXPRESSIONS)
CONDITIONS = st.recursive(
    st.one_of(
        st.builds(lambda a, b: a > b, NUMBERS, NUMBERS),
        st.builds(lambda a, b: a <= b, NUMBERS, NUMBERS),
        st.builds(crosses_above, NUMBERS, NUMBERS),
        st.builds(crosses_below, NUMBERS, NUMBERS),
        st.builds(lambda a: a > 0.0, NUMBERS),
    ),
    lambda inner: st.one_of(
        st.builds(lambda a, b: a & b, inner, inner),
        st.builds(lambda a, b: a | b, inner, inner),
        st.builds(lambda a: ~a, inner),
        st.builds(lambda a: a.lag(1), inner),
    ),
    max_leaves=3,
)
_maybe = st.one_of(st.none(), CONDITIONS)
RULES = st.builds(
    Rules,
    long_entry=CONDITIONS,
    short_entry=_maybe,
    long_exit=_maybe,
    short_exit=_maybe,
    stop=st.sampled_from(_DISTANCES),
    target=st.sampled_from(_DISTANCES),
    trail=st.sampled_from(_DISTANCES),
)


class Declared(RuleStrategy):
    """Rules that somebody else wrote."""

    text: Rules

    @override
    def rules(self) -> Rules:
        """Return them."""
        return self.text
