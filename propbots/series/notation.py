"""Expressions as their author would write them: what is printed here can be read by Python again."""

import attrs

from propbots.series.expression import BarField, Binary, Constant, Expression, Lag, Not, OnFeed
from propbots.series.indicator import Indicator, Output

__all__ = ["to_source"]

_STRENGTHS = {">": 0, ">=": 0, "<": 0, "<=": 0, "|": 1, "&": 2, "+": 3, "-": 3, "*": 4, "/": 4}
"""How tightly Python binds an operator; comparisons bind less than what joins them."""
_NOT, _ATOM = 5, 6
_NAMED_FIELDS = {"open": "open_", "high": "high", "low": "low", "close": "close", "volume": "volume"}


def to_source(expression: Expression) -> str:
    """Return an expression as Python, such as `crosses_above(Sma(close, period=10), close.lag(1))`."""
    return _write(expression)[0]


def _write(expression: Expression) -> tuple[str, int]:
    """Return an expression's text and how tightly it holds together."""
    match expression:
        case BarField():
            return _NAMED_FIELDS.get(expression.name, f'BarField("{expression.name}")'), _ATOM
        case Constant():
            return _write_number(expression.value), _ATOM
        case Lag():
            return f"{_enclose(expression.source, _ATOM)}.lag({expression.bars})", _ATOM
        case OnFeed():
            return f"{_enclose(expression.source, _ATOM)}.on({_write_value(expression.feed)})", _ATOM
        case Not():
            return f"~{_enclose(expression.condition, _NOT)}", _NOT
        case Output():
            return f"{to_source(expression.indicator)}.{expression.name}", _ATOM
        case Binary():
            return _write_crossing(expression) or _write_binary(expression)
        case _:
            return _write_call(expression), _ATOM


def _write_binary(binary: Binary) -> tuple[str, int]:
    strength = _STRENGTHS[binary.operator]
    # The left side may be as strong, since Python reads from there; comparisons would become a chain.
    left = _enclose(binary.left, strength + 1 if strength == 0 else strength)
    return f"{left} {binary.operator} {_enclose(binary.right, strength + 1)}", strength


def _write_crossing(binary: Binary) -> tuple[str, int] | None:
    """Return a crossing by the name of the function that makes it; None where it is none."""
    now, before = binary.left, binary.right
    if binary.operator != "&" or not isinstance(now, Binary) or not isinstance(before, Binary):
        return None
    name = {(">", "<="): "crosses_above", ("<", ">="): "crosses_below"}.get((now.operator, before.operator))
    if name is None or (_before(now.left), _before(now.right)) != (before.left, before.right):
        return None
    return f"{name}({to_source(now.left)}, {to_source(now.right)})", _ATOM


def _before(source: Expression) -> Expression:
    return source if isinstance(source, Constant) else source.lag(1)


def _write_call(expression: Expression) -> str:
    """Write an indicator, or what an author made, as the call that makes it."""
    kind: type = type(expression)
    if not attrs.has(kind):
        return repr(expression)
    fields = [field for field in attrs.fields(kind) if field.init]
    arguments = [
        _write_value(getattr(expression, field.name))
        if isinstance(expression, Indicator) and field.name == "source"
        else f"{field.alias}={_write_value(getattr(expression, field.name))}"
        for field in fields
    ]
    return f"{kind.__name__}({', '.join(arguments)})"


def _write_value(value: object) -> str:
    if isinstance(value, Expression):
        return to_source(value)
    return repr(str(value)).replace("'", '"') if isinstance(value, str) else repr(value)


def _write_number(value: float) -> str:
    return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)  # noqa: PLR2004 -- readable


def _enclose(expression: Expression, least: int) -> str:
    """Write a part, in parentheses where it would fall apart otherwise."""
    text, strength = _write(expression)
    return text if strength >= least and not text.startswith("-") else f"({text})"
