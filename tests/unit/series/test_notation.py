"""What is written of an expression reads back as the same expression."""

import pytest
from hypothesis import given
from typing_extensions import override

from propbots.series import expression as names
from propbots.series.expression import BarField, Expression, close, crosses_above, crosses_below, high, low, open_
from propbots.series.notation import to_source
from random_rules import CONDITIONS, NUMBERS
from series_samples import Momentum, Reach

SPACE = {name: getattr(names, name) for name in names.__all__} | {"Momentum": Momentum, "Reach": Reach}


@given(CONDITIONS)
def test_every_condition_reads_back_as_itself(condition: Expression) -> None:
    assert eval(to_source(condition), SPACE) == condition  # noqa: S307 -- we wrote it


@given(NUMBERS)
def test_every_number_reads_back_as_itself(number: Expression) -> None:
    assert eval(to_source(number), SPACE) == number  # noqa: S307 -- the same


@pytest.mark.parametrize(
    ("made", "written"),
    [
        (crosses_above(close, 100), "crosses_above(close, 100)"),
        (crosses_below(Momentum(close, 3), close), "crosses_below(Momentum(close, period=3), close)"),
        ((close > high.lag(2)) & ~(low < 5.5), "(close > high.lag(2)) & ~(low < 5.5)"),
        (close - (open_ - low), "close - (open_ - low)"),
        (close - open_ - low, "close - open_ - low"),
        ((close + open_) * 0.5, "(close + open_) * 0.5"),
        (close > -5, "close > (-5)"),
        ((close - low).lag(1), "(close - low).lag(1)"),
        ((close > low).on("GOLD 1h"), '(close > low).on("GOLD 1h")'),
        (Reach().top, "Reach().top"),
        (BarField("trading_day"), 'BarField("trading_day")'),
    ],
)
def test_it_is_written_as_an_author_would(made: Expression, written: str) -> None:
    assert to_source(made) == written


def test_what_only_looks_like_a_crossing_is_written_out() -> None:
    made = (close > open_) & (close.lag(1) <= open_.lag(2))

    assert to_source(made) == "(close > open_) & (close.lag(1) <= open_.lag(2))"


def test_an_expression_of_an_author_is_shown_as_it_shows_itself() -> None:
    class Odd(Expression):
        @override
        def __repr__(self) -> str:
            return "<odd>"

    assert to_source(Odd() > close) == "<odd> > close"
