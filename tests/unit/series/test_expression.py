"""What expressions are: values that are compared, joined and refused before any bar is seen."""

import copy
import pickle
from collections.abc import Callable

import attrs
import pytest

from propbots.errors import ConfigurationError, UnknownName
from propbots.series.expression import (
    BarField,
    Expression,
    as_expression,
    close,
    crosses_above,
    high,
    is_condition,
    low,
    open_,
    volume,
)
from series_samples import Momentum, Reach

EXPRESSIONS: dict[str, Callable[[], Expression]] = {
    "field": lambda: BarField("close"),
    "constant": lambda: as_expression(3),
    "arithmetic": lambda: (close - 2 * low) / high,
    "reflected arithmetic": lambda: 1 - (2 / close) + 3,
    "negation": lambda: -close,
    "comparison": lambda: close >= 100,
    "conditions": lambda: ~(close > open_) & (volume > 0) | (low <= 5),
    "lag": lambda: close.lag(3),
    "crossing": lambda: crosses_above(close, 100),
    "indicator": lambda: Momentum(close, 3),
    "indicator of an indicator": lambda: Momentum(Momentum(high, 3), 2),
    "output": lambda: Reach().top,
}


@pytest.mark.parametrize("build", EXPRESSIONS.values(), ids=EXPRESSIONS)
def test_expressions_that_say_the_same_are_equal_and_hash_alike(build: Callable[[], Expression]) -> None:
    first, second = build(), build()

    assert first == second
    assert hash(first) == hash(second)
    assert len({first, second}) == 1


def test_expressions_that_say_different_things_differ() -> None:
    built = [build() for build in EXPRESSIONS.values()]

    assert len(set(built)) == len(built)
    assert close + low != low + close
    assert Momentum(close, 2) != Momentum(high, 2)
    assert Reach().top != Reach().bottom


@pytest.mark.parametrize("build", EXPRESSIONS.values(), ids=EXPRESSIONS)
def test_expressions_survive_copying_and_sending(build: Callable[[], Expression]) -> None:
    source = build()
    hash(source)

    assert copy.deepcopy(source) == source
    assert pickle.loads(pickle.dumps(source)) == source  # noqa: S301 -- our own bytes


@pytest.mark.parametrize(
    ("source", "name"), [(close, "name"), (close + 1, "left"), (close.lag(), "bars"), (Momentum(period=3), "period")]
)
def test_expressions_cannot_be_changed(source: Expression, name: str) -> None:
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        setattr(source, name, 1)


def test_an_expression_has_no_truth_of_its_own() -> None:
    with pytest.raises(TypeError, match=r"join conditions with & \| ~ instead of and, or, not"):
        bool((close > 1) and (close < 2))
    with pytest.raises(TypeError, match="neither true nor false"):
        bool(not (close > 1))
    with pytest.raises(TypeError, match="neither true nor false"):
        bool(1 < close < 2)


def test_only_conditions_are_joined_and_turned_around() -> None:
    with pytest.raises(TypeError, match=r"& joins conditions; compare first"):
        _ = close & (volume > 0)
    with pytest.raises(TypeError, match=r"\| joins conditions; compare first"):
        _ = (close > 1) | volume
    with pytest.raises(TypeError, match=r"~ turns a condition around; compare first"):
        _ = ~close


@pytest.mark.parametrize("operand", [True, None, "close", [1.0]])
def test_what_is_neither_an_expression_nor_a_number_is_refused(operand: object) -> None:
    with pytest.raises(TypeError, match="made from expressions and numbers"):
        _ = close + operand  # type: ignore[operator]  # -- a caller's mistake


def test_conditions_are_told_from_numbers() -> None:
    conditions = [close > 1, (close > 1) & (low < 1), ~(close > 1), (close > 1).lag(), crosses_above(close, low)]
    numbers = [close, close + 1, close.lag(), Momentum(), as_expression(1), Reach().top]

    assert [is_condition(each) for each in conditions] == [True] * len(conditions)
    assert [is_condition(each) for each in numbers] == [False] * len(numbers)
    assert not is_condition(1)


@pytest.mark.parametrize("bars", [0, -1, 1.5, True, "1"])
def test_a_lag_must_be_a_whole_number_of_bars(bars: object) -> None:
    with pytest.raises(ConfigurationError, match="a lag must be a whole number of bars, at least 1"):
        close.lag(bars)  # type: ignore[arg-type]  # -- a caller's mistake


def test_a_field_that_bars_do_not_have_is_refused_with_the_nearest() -> None:
    with pytest.raises(UnknownName, match="unknown field of a bar 'colse'; did you mean 'close'"):
        BarField("colse")


@pytest.mark.parametrize(
    "use",
    [
        lambda bands: bands + 1,
        lambda bands: 1 - bands,
        lambda bands: close > bands,
        lambda bands: bands.lag(),
        lambda bands: crosses_above(close, bands),
        lambda bands: Momentum(bands, 3),
        lambda bands: Momentum(source=bands),
    ],
)
def test_an_indicator_of_several_values_must_name_one(use: Callable[[Reach], object]) -> None:
    with pytest.raises(TypeError, match=r"Reach has several values; name one of top, bottom, as in \.top"):
        use(Reach())
