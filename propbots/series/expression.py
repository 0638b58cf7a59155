"""Expressions over bars: immutable, hashable, equal when they say the same.

An expression has one value a bar. A condition's value is 1.0 or 0.0. A value that does not exist yet, or cannot be
worked out (a division by zero), is NaN, and whatever is built from it is NaN as well; a rule's condition acts only
where it is 1.0.
"""

from collections.abc import Callable
from math import nan
from typing import Any, ClassVar, TypeVar, dataclass_transform

import attrs
import numpy as np
from typing_extensions import override

from propbots.errors import ConfigurationError, UnknownName
from propbots.series.arithmetic import COLUMN_OPERATORS, CONDITION_OPERATORS, NUMBER_OPERATORS, Column

__all__ = [
    "FIELDS",
    "BarField",
    "Binary",
    "Column",
    "Constant",
    "Expression",
    "Lag",
    "Not",
    "OnFeed",
    "Operand",
    "Streamer",
    "as_expression",
    "close",
    "crosses_above",
    "crosses_below",
    "expression",
    "high",
    "is_condition",
    "low",
    "open_",
    "volume",
]

Streamer = Callable[..., Any]
"""Takes the values of an expression's inputs on a bar and returns its own."""

FIELDS = ("open", "high", "low", "close", "volume", "close_time", "trading_day")
"""The fields of a bar, in the order in which a program of expressions takes them."""


class Expression:
    """Something that has one value a bar.

    Attributes:
        is_condition: Whether its value is true or false, rather than a number.
        outputs: Names of its values; an indicator may have more than one, to be named where they are used.
    """

    is_condition: ClassVar[bool] = False
    outputs: ClassVar[tuple[str, ...]] = ("value",)

    @property
    def inputs(self) -> "tuple[Expression, ...]":
        """The expressions that this one is worked out from."""
        return ()

    def compute_column(self, *inputs: Column) -> Column:
        """Return the values on all bars from the inputs' values on all bars.

        Args:
            inputs: One column an input, of equal length.
        """
        raise NotImplementedError(f"{type(self).__name__} must work out its column")

    def build_streamer(self) -> Streamer:
        """Return a fresh state machine that is fed the inputs' values bar by bar."""
        raise NotImplementedError(f"{type(self).__name__} must build its streamer")

    def lag(self, bars: int = 1) -> "Expression":
        """Return the value of some bars ago."""
        return Lag(self, bars)

    def on(self, feed: str) -> "Expression":
        """Return the value on the last finished bar of another feed.

        Args:
            feed: A timeframe of the same instrument such as `1h`, another instrument, or both, as in `GOLD 5m`.
        """
        return OnFeed(self, feed)

    def __add__(self, other: "Operand") -> "Expression":
        """Add."""
        return _join("+", self, other)

    def __radd__(self, other: float) -> "Expression":
        """Add."""
        return _join("+", other, self)

    def __sub__(self, other: "Operand") -> "Expression":
        """Subtract."""
        return _join("-", self, other)

    def __rsub__(self, other: float) -> "Expression":
        """Subtract."""
        return _join("-", other, self)

    def __mul__(self, other: "Operand") -> "Expression":
        """Multiply."""
        return _join("*", self, other)

    def __rmul__(self, other: float) -> "Expression":
        """Multiply."""
        return _join("*", other, self)

    def __truediv__(self, other: "Operand") -> "Expression":
        """Divide; no value where the divisor is zero."""
        return _join("/", self, other)

    def __rtruediv__(self, other: float) -> "Expression":
        """Divide; no value where the divisor is zero."""
        return _join("/", other, self)

    def __neg__(self) -> "Expression":
        """Negate."""
        return _join("-", 0.0, self)

    def __gt__(self, other: "Operand") -> "Expression":
        """Compare."""
        return _join(">", self, other)

    def __ge__(self, other: "Operand") -> "Expression":
        """Compare."""
        return _join(">=", self, other)

    def __lt__(self, other: "Operand") -> "Expression":
        """Compare."""
        return _join("<", self, other)

    def __le__(self, other: "Operand") -> "Expression":
        """Compare."""
        return _join("<=", self, other)

    def __and__(self, other: "Expression") -> "Expression":
        """Hold where both hold."""
        return _join("&", self, other)

    def __or__(self, other: "Expression") -> "Expression":
        """Hold where one of them holds."""
        return _join("|", self, other)

    def __invert__(self) -> "Expression":
        """Hold where the condition does not."""
        return Not(self)

    def __bool__(self) -> bool:
        """Refuse: an expression has a truth a bar, not one of its own."""
        raise TypeError("an expression is neither true nor false; join conditions with & | ~ instead of and, or, not")


Operand = Expression | float
_E = TypeVar("_E", bound=type)


def as_expression(value: Operand) -> Expression:
    """Return an expression of one value as it is, and a number as a constant.

    Raises:
        TypeError: If the value is neither, or an indicator of several values of which none is named.
    """
    if isinstance(value, Expression):
        if len(value.outputs) > 1:
            names = ", ".join(value.outputs)
            raise TypeError(
                f"{type(value).__name__} has several values; name one of {names}, as in .{value.outputs[0]}"
            )
        return value
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise TypeError(f"an expression is made from expressions and numbers (was {value!r})")
    return Constant(float(value))


def is_condition(candidate: object) -> bool:
    """Whether an expression is true or false on a bar, rather than a number."""
    if isinstance(candidate, Binary):
        return candidate.operator in CONDITION_OPERATORS
    if isinstance(candidate, Lag | OnFeed):
        return is_condition(candidate.source)
    return isinstance(candidate, Expression) and candidate.is_condition


@dataclass_transform(frozen_default=True, field_specifiers=(attrs.field,))
def expression(cls: _E) -> _E:
    """Make a class of expressions immutable, comparable and cheap to hash."""
    return attrs.frozen(slots=False, cache_hash=True, field_transformer=_put_source_first)(cls)


def _put_source_first(_cls: type, fields: "list[attrs.Attribute[Any]]") -> "list[attrs.Attribute[Any]]":
    return sorted(fields, key=lambda field: field.name != "source")


def _check_field(_owner: object, _attribute: object, name: str) -> None:
    if name not in FIELDS:
        raise UnknownName("field of a bar", name, list(FIELDS))


@expression
class BarField(Expression):
    """One field of the bar: `open`, `high`, `low`, `close`, `volume`, `close_time` or `trading_day`.

    `close_time` is in seconds since 1970 and `trading_day` numbers the exchange's days since 1970.
    """

    name: str = attrs.field(validator=_check_field)


@expression
class Constant(Expression):
    """The same number on every bar."""

    value: float


def _check_bars(_owner: object, _attribute: object, bars: int) -> None:
    if type(bars) is not int or bars < 1:
        raise ConfigurationError(f"a lag must be a whole number of bars, at least 1 (was {bars!r})")


@expression
class Lag(Expression):
    """The value of some bars ago."""

    source: Expression = attrs.field(converter=as_expression)
    bars: int = attrs.field(validator=_check_bars)

    @property
    @override
    def inputs(self) -> tuple[Expression, ...]:
        """Return the source."""
        return (self.source,)

    @override
    def compute_column(self, *inputs: Column) -> Column:
        """Shift the column."""
        (source,) = inputs
        shifted = np.full(len(source), nan)
        shifted[self.bars :] = source[: -self.bars]
        return shifted

    @override
    def build_streamer(self) -> Streamer:
        """Return a machine that remembers the last bars."""
        ring = [nan] * self.bars
        position = 0

        def advance(value: float) -> float:
            nonlocal position
            delayed, ring[position] = ring[position], value
            position = (position + 1) % len(ring)
            return delayed

        return advance


@expression
class OnFeed(Expression):
    """The value on the last finished bar of another feed; none before its first.

    It is worked out on that feed's own bars, so that a program of expressions, which knows them, does it.
    """

    source: Expression = attrs.field(converter=as_expression)
    feed: str

    def __attrs_post_init__(self) -> None:
        """Refuse to go from one feed to another twice.

        Raises:
            TypeError: If a part of the source is on a feed of its own.
        """
        if _has_feed(self.source):
            raise TypeError(f"an expression on the feed {self.feed!r} is made of that feed's bars alone")


def _has_feed(part: Expression) -> bool:
    return isinstance(part, OnFeed) or any(map(_has_feed, part.inputs))


@expression
class Not(Expression):
    """Holds where a condition does not."""

    is_condition: ClassVar[bool] = True
    condition: Expression

    def __attrs_post_init__(self) -> None:
        """Refuse to turn a number around.

        Raises:
            TypeError: If it is no condition.
        """
        if not is_condition(self.condition):
            raise TypeError("~ turns a condition around; compare first, as in ~(close > 10)")

    @property
    @override
    def inputs(self) -> tuple[Expression, ...]:
        """Return the condition."""
        return (self.condition,)

    @override
    def compute_column(self, *inputs: Column) -> Column:
        """Turn 1 into 0 and 0 into 1."""
        return 1.0 - inputs[0]

    @override
    def build_streamer(self) -> Streamer:
        """Turn 1 into 0 and 0 into 1."""
        return lambda condition: 1.0 - condition


@expression
class Binary(Expression):
    """Two expressions joined by an operator."""

    operator: str = attrs.field(validator=attrs.validators.in_(NUMBER_OPERATORS))
    left: Expression
    right: Expression

    def __attrs_post_init__(self) -> None:
        """Refuse to join what is no condition as if it were one.

        Raises:
            TypeError: If `&` or `|` joins a number.
        """
        if self.operator in "&|" and not (is_condition(self.left) and is_condition(self.right)):
            raise TypeError(f"{self.operator} joins conditions; compare first, as in (close > 10) & (volume > 0)")

    @property
    @override
    def inputs(self) -> tuple[Expression, ...]:
        """Return both sides."""
        return (self.left, self.right)

    @override
    def compute_column(self, *inputs: Column) -> Column:
        """Apply the operator to the columns."""
        return COLUMN_OPERATORS[self.operator](*inputs)

    @override
    def build_streamer(self) -> Streamer:
        """Return the operator."""
        return NUMBER_OPERATORS[self.operator]


def _join(operator: str, left: Operand, right: Operand) -> Expression:
    return Binary(operator, as_expression(left), as_expression(right))


open_ = BarField("open")
high = BarField("high")
low = BarField("low")
close = BarField("close")
volume = BarField("volume")


def crosses_above(a: Operand, b: Operand) -> Expression:
    """Return the condition that `a > b` now and `a <= b` on the bar before."""
    left, right = as_expression(a), as_expression(b)
    return (left > right) & (_before(left) <= _before(right))


def crosses_below(a: Operand, b: Operand) -> Expression:
    """Return the condition that `a < b` now and `a >= b` on the bar before."""
    left, right = as_expression(a), as_expression(b)
    return (left < right) & (_before(left) >= _before(right))


def _before(source: Expression) -> Expression:
    return source if isinstance(source, Constant) else source.lag(1)
